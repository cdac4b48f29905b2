#include "cli/doctor/job_checks.h"

#include "cli/doctor/service_words.h"

#include <algorithm>

namespace sa {
namespace {

using enum FindingVerdict;

constexpr const char* service = "sa-unitgen.service";
constexpr std::size_t shown_mistakes = 5;

using Mistakes = std::span<const JobFacts::Mistake>;

Finding mistakes_of(Mistakes mistakes) {
  const std::string& file = mistakes.front().file;
  const bool refused = std::ranges::any_of(mistakes, &JobFacts::Mistake::refuses);
  Finding finding{.verdict = refused ? problem : warning, .subject = file};
  finding.text = refused ? "a job file is refused, so its units are the last good ones or none"
                         : "a job file has something to mind";
  for (const auto& mistake : mistakes.first(std::min(mistakes.size(), shown_mistakes)))
    finding.evidence.push_back(mistake.place + ": " + mistake.text);
  if (mistakes.size() > shown_mistakes)
    finding.evidence.push_back("and " + std::to_string(mistakes.size() - shown_mistakes) + " more");
  finding.remedies = {
      {"to see every mistake in it as it is now", "sa unitgen check " + shell_word(file)},
      {"to apply it once it is mended", "sudo sa-unitgen apply"}};
  return finding;
}

void add_problems(const HostFacts& facts, Findings& findings) {
  const auto& mistakes = *facts.jobs.problems;
  for (auto at = mistakes.begin(); at != mistakes.end();) {
    const auto end = std::find_if(at, mistakes.end(),
                                  [&](const auto& mistake) { return mistake.file != at->file; });
    findings.push_back(mistakes_of({at, end}));
    at = end;
  }
}

// Without the service somebody may still run `sa-unitgen apply`, so it is no problem.
void add_service(const HostFacts& facts, Findings& findings) {
  const auto found = facts.units->find(service);
  const SeenUnit absent{.name = service, .load = "not-found"};
  const SeenUnit& seen = found == facts.units->end() ? absent : found->second;
  for (Finding& finding : service_findings(
           seen, facts, {"what applies job files", "what changes in them is not seen"})) {
    if (finding.verdict == ok) continue;
    if (seen.active != "failed") finding.verdict = warning;
    findings.push_back(std::move(finding));
  }
}

Finding unapplied(const HostFacts& facts) {
  return {.verdict = warning,
          .subject = SA_CONFIG_DIR "/jobs.d",
          .text = "job files changed after they were applied last: the units are older",
          .evidence = facts.jobs.unapplied,
          .remedies = {{"to see what would change", "sudo sa-unitgen apply --dry-run"},
                       {"to apply them", "sudo sa-unitgen apply"}}};
}

Finding unreadable(const HostFacts& facts) {
  return {.verdict = unknown,
          .subject = SA_CONFIG_DIR "/jobs.d",
          .text = "whether these job files are applied cannot be told, as you may not look",
          .evidence = facts.jobs.unreadable,
          .remedies = {{"to look as root", "sudo sa doctor"}}};
}

}  // namespace

Findings job_findings(const HostFacts& facts) {
  const JobFacts& jobs = facts.jobs;
  Findings findings;
  if (jobs.problems) add_problems(facts, findings);
  if (jobs.files > 0 && facts.units) add_service(facts, findings);
  if (!jobs.unapplied.empty()) findings.push_back(unapplied(facts));
  if (!jobs.unreadable.empty()) findings.push_back(unreadable(facts));
  if (findings.empty() && jobs.files > 0)
    findings.push_back({.text = counted(jobs.files, "job file") + " fine and applied"});
  if (findings.empty()) findings.push_back({.text = "there are no job files"});
  return findings;
}

}  // namespace sa
