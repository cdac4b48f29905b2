#include "cli/doctor/report.h"

#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/table.h"
#include "cli/terminal_text.h"

#include <algorithm>

namespace sa {
namespace {

using enum FindingVerdict;

constexpr std::string_view indent = "         ";  // as wide as "problem  "

Colour colour_of(FindingVerdict verdict) {
  switch (verdict) {
    case problem:
      return Colour::red;
    case warning:
      return Colour::yellow;
    case ok:
      return Colour::green;
    case unknown:
      return Colour::grey;
  }
  return Colour::none;
}

std::string head(FindingVerdict verdict, const Screen& screen) {
  const std::string_view word = to_string(verdict);
  return coloured(word, colour_of(verdict), screen) + std::string(indent.size() - word.size(), ' ');
}

void put_indented(const std::string& line, Output& out) {
  out.put(std::string(indent) + printable(line) + "\n");
}

void print(const Finding& finding, bool is_root, const Context& context) {
  context.out.put(head(finding.verdict, context.screen) + printable(finding.text) + "\n");
  for (const std::string& line : finding.evidence) put_indented(line, context.out);
  for (const Remedy& remedy : finding.remedies)
    put_indented(remedy.purpose + ": " + (is_root ? as_root(remedy.command) : remedy.command),
                 context.out);
}

// "ok       watcher, bus, status": checks of which all is well.
void print_closing(const Findings& findings, const Context& context) {
  std::string names;
  for (const Check& check : all_checks()) {
    bool is_looked_at = false;
    bool is_well = true;
    for (const Finding& finding : findings) {
      if (finding.check != check.name) continue;
      is_looked_at = true;
      is_well = is_well && finding.verdict == ok;
    }
    if (is_looked_at && is_well) names.append(names.empty() ? "" : ", ").append(check.name);
  }
  if (!names.empty()) context.out.put(head(ok, context.screen) + names + "\n");
}

}  // namespace

void print_report(const Findings& findings, bool verbose, bool is_root, const Context& context) {
  for (const Finding& finding : findings)
    if (verbose || finding.verdict != ok) print(finding, is_root, context);
  if (!verbose) print_closing(findings, context);
}

void print_json(const Findings& findings, bool is_root, Output& out) {
  JsonLines lines(out);
  for (Finding finding : findings) {
    for (Remedy& remedy : finding.remedies)
      if (is_root) remedy.command = as_root(remedy.command);
    lines.put(finding);
  }
}

int exit_code_of(const Findings& findings) {
  const auto any = [&](FindingVerdict verdict) {
    return std::ranges::find(findings, verdict, &Finding::verdict) != findings.end();
  };
  if (any(problem) || any(warning)) return exit_unwell;
  return any(unknown) ? exit_no_look : exit_done;
}

}  // namespace sa
