#include "cli/cmd_doctor.h"

#include "cli/asked_units.h"
#include "cli/doctor/gather.h"
#include "cli/doctor/report.h"
#include "cli/exit_code.h"

namespace sa {
namespace {

// The units that the arguments stand for, with their timers. False, with a word on `err`: one of
// them stands for nothing.
bool choose(const DoctorOptions& options, const Context& context, HostFacts& facts) {
  if (options.units.empty()) return true;
  facts.asked.emplace();
  bool all_known = true;
  for (const std::string& argument : options.units) {
    const AskedUnits asked = asked_units(argument, facts.status.units);
    if (asked.units.empty()) say(context.err, asked.problem);
    all_known = all_known && !asked.units.empty();
    facts.asked->insert(asked.units.begin(), asked.units.end());
  }
  return all_known;
}

}  // namespace

int cmd_doctor(const DoctorOptions& options, const Context& context) {
  HostFacts facts = facts_of_status(context);
  if (!choose(options, context, facts)) return exit_unwell;
  gather(context, facts);
  const Findings findings = examined(facts);
  if (options.json)
    print_json(findings, facts.is_root, context.out);
  else
    print_report(findings, options.verbose, facts.is_root, context);
  return exit_code_of(findings);
}

}  // namespace sa
