#include "cli/doctor/unit_checks.h"

#include "cli/doctor/service_words.h"
#include "core/local_time.h"
#include "core/reason.h"

#include <algorithm>

namespace sa {
namespace {

using enum FindingVerdict;

bool is_asked(const std::string& unit, const HostFacts& facts) {
  return !facts.asked || facts.asked->contains(unit);
}

// Dead timers, start limits and refused job files have checks of their own.
bool is_found_elsewhere(const UnitStatus& unit, const Verdict& verdict, const HostFacts& facts) {
  if (verdict.reason.find(reason::is_dead) != std::string::npos) return facts.units.has_value();
  if (verdict.reason.starts_with(reason::job_file_refused)) return facts.jobs.problems.has_value();
  const bool is_limit = unit.last_run && unit.last_run->state == State::refused &&
                        unit.last_run->result == Result::start_limit_hit;
  return is_limit && facts.journal.is_readable;
}

Finding broken(const UnitStatus& unit, const Verdict& verdict) {
  return {.verdict = problem,
          .subject = unit.unit,
          .text = unit.unit + " is broken: " + in_local_zone(verdict.reason),
          .remedies = remedies_for(unit, verdict)};
}

// The mistakes of a unit, which stand next to each other.
Finding mistakes_of(const std::string& unit, std::span<const SectionMistake> mistakes) {
  Finding finding{.verdict = warning,
                  .subject = unit,
                  .text = "[X-ScriptActivity] of " + unit +
                          " says what is not understood, and "
                          "ignored"};
  for (const SectionMistake& mistake : mistakes)
    finding.evidence.push_back(mistake.place + ": " + mistake.text);
  finding.remedies = {{"to mend it", "sudo systemctl edit --full " + shell_word(unit)},
                      {"to see all its files", "systemctl cat " + shell_word(unit)}};
  return finding;
}

const SeenUnit* timer_to_mend(const std::string& service, const HostFacts& facts) {
  for (const auto& [name, unit] : *facts.units) {
    const auto& starts = unit.starts;
    if (std::ranges::find(starts, service) != starts.end() && !unit.persistent) return &unit;
  }
  return nullptr;
}

// A generated unit is mended in its job file.
std::vector<Remedy> catch_up_remedies(const SeenUnit& timer, const HostFacts& facts) {
  const auto job = facts.jobs.file_of_unit.find(timer.name);
  if (job != facts.jobs.file_of_unit.end())
    return {{"to have such runs caught up, add 'catch-up: true'",
             "sudoedit " + shell_word(job->second)}};
  const std::string folder = "/etc/systemd/system/" + timer.name + ".d/";
  return {{"to have such runs caught up",
           "printf '[Timer]\\nPersistent=true\\n' | sudo install -D -m 644 /dev/stdin " +
               shell_word(folder + "catch-up.conf")},
          {"to tell systemd", "sudo systemctl daemon-reload"}};
}

Finding lost(const MissedByAbsence& missed, const SeenUnit& timer, const HostFacts& facts) {
  return {.verdict = warning,
          .subject = timer.name,
          .text = timer.name + " does not catch up: " + missed.unit + " lost " +
                  counted(missed.count, "run") + " in the last 30 days",
          .evidence = {"the last one was due " + local_second(missed.last_due) + ": " +
                       in_local_zone(missed.reason)},
          .remedies = catch_up_remedies(timer, facts)};
}

}  // namespace

Findings unit_findings(const HostFacts& facts) {
  if (!facts.status.heartbeat)
    return {{.verdict = unknown,
             .text = "which units cannot run is not known, as the status file cannot be read"}};
  Findings findings;
  for (const UnitStatus& unit : facts.status.units) {
    const Verdict& verdict = verdict_at(unit.outlook, facts.now);
    if (verdict.health != Health::broken || !is_asked(unit.unit, facts)) continue;
    if (!is_found_elsewhere(unit, verdict, facts)) findings.push_back(broken(unit, verdict));
  }
  if (findings.empty()) findings.push_back({.text = "no unit is broken for another reason"});
  return findings;
}

Findings section_findings(const HostFacts& facts) {
  Findings findings;
  const auto& mistakes = facts.section_mistakes;
  for (auto at = mistakes.begin(); at != mistakes.end();) {
    const auto end = std::find_if(at, mistakes.end(), [&](const SectionMistake& mistake) {
      return mistake.unit != at->unit;
    });
    if (is_asked(at->unit, facts)) findings.push_back(mistakes_of(at->unit, {at, end}));
    at = end;
  }
  if (!facts.unreadable_units.empty())
    findings.push_back({.verdict = unknown,
                        .text = "whether these unit files are right cannot be told, as you may not "
                                "read them",
                        .evidence = facts.unreadable_units,
                        .remedies = {{"to look at them as root", "sudo sa doctor"}}});
  if (findings.empty()) findings.push_back({.text = "every [X-ScriptActivity] is understood"});
  return findings;
}

Findings reload_findings(const HostFacts& facts) {
  if (!facts.units)
    return {{.verdict = unknown, .text = "whether systemd has read all unit files cannot be told"}};
  Finding finding{.verdict = warning,
                  .text = "systemd has not read these units since their files changed",
                  .remedies = {{"to have them read", "sudo systemctl daemon-reload"}}};
  for (const auto& [name, unit] : *facts.units)
    if (unit.needs_reload && unit.load == "loaded") finding.evidence.push_back(name);
  if (!finding.evidence.empty()) return {finding};
  return {{.text = "systemd has read all unit files as they are"}};
}

Findings catch_up_findings(const HostFacts& facts) {
  Findings findings;
  for (const MissedByAbsence& missed : facts.missed) {
    const SeenUnit* timer = facts.units ? timer_to_mend(missed.unit, facts) : nullptr;
    if (timer != nullptr && is_asked(missed.unit, facts))
      findings.push_back(lost(missed, *timer, facts));
  }
  if (!findings.empty()) return findings;
  if (facts.store.state != StoreFacts::State::sound)
    return {{.verdict = unknown,
             .text = "which runs were lost while the host was off stands in the store, which "
                     "cannot be read"}};
  return {{.text = "no run was lost because the host was off, or its timer catches up"}};
}

}  // namespace sa
