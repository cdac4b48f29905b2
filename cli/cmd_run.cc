#include "cli/cmd_run.h"

#include "cli/ask.h"
#include "cli/asked_units.h"
#include "cli/exit_code.h"

namespace sa {

int cmd_run(const RunOptions& options, const Context& context) {
  const AskedUnits asked = asked_units(options.unit, known_or_none(context));
  if (asked.units.size() != 1) {
    say(context.err, asked.units.empty()
                         ? asked.problem
                         : "'" + options.unit + "' stands for " +
                               std::to_string(asked.units.size()) + " units; name one");
    return exit_unwell;
  }
  Ask ask;
  ask.verb = options.cancel ? "cancel" : "run";
  if (const auto problem = not_of_systemd(ask.verb, asked.units); !problem.empty()) {
    say(context.err, problem);
    return exit_unwell;
  }
  ask.units = asked.units;
  ask.wait = options.wait;
  ask.interactive = context.screen.terminal;
  return context.become(command_of(ask));
}

}  // namespace sa
