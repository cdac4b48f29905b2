#include "cli/cmd_retire.h"

#include "cli/ask.h"
#include "cli/asked_units.h"
#include "cli/exit_code.h"

#include <algorithm>

namespace sa {
namespace {

void add_new(const std::vector<std::string>& units, std::vector<std::string>& to) {
  for (const auto& unit : units)
    if (std::ranges::find(to, unit) == to.end()) to.push_back(unit);
}

}  // namespace

int cmd_retire(const RetireOptions& options, const Context& context) {
  const auto known = known_or_none(context);
  Ask ask;
  ask.verb = options.unretire ? "unretire" : "retire";
  bool all_known = true;
  for (const auto& argument : options.units) {
    const AskedUnits asked = asked_units(argument, known);
    if (asked.units.empty()) say(context.err, asked.problem);
    all_known = all_known && !asked.units.empty();
    add_new(asked.units, ask.units);
  }
  if (!all_known) return exit_unwell;
  ask.reason = options.reason;
  ask.stop = options.stop;
  ask.interactive = context.screen.terminal;
  return context.become(command_of(ask));
}

}  // namespace sa
