#include "watcher/run_end.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view main_command = "ExecStart";
constexpr char stopped_reason[] = "stopped while it was running";

State state_of(Result result, Ending ending) {
  if (result == Result::exec_condition) return State::skipped;
  if (ending == Ending::by_stop) return State::interrupted;
  return result == Result::success ? State::succeeded : State::failed;
}

bool fits(const ProcessExit& exit, Result result) {
  switch (result) {
    case Result::success:
      return exit.command == main_command;
    case Result::exit_code:
      return !exit.killed;
    case Result::exec_condition:
      return exit.command == "ExecCondition";
    default:
      return exit.killed;
  }
}

const ProcessExit* maker_of(Result result, const std::vector<ProcessExit>& exits) {
  const auto found = std::find_if(exits.begin(), exits.end(),
                                  [&](const ProcessExit& exit) { return fits(exit, result); });
  if (found != exits.end()) return &*found;
  return exits.empty() || result == Result::success ? nullptr : &exits.front();
}

void set_exit(Run& run, const ProcessExit& exit) {
  run.exit_status = exit.killed ? std::nullopt : std::optional(exit.status);
  run.exit_signal = exit.killed ? std::optional(exit.status) : std::nullopt;
  if (exit.command == main_command) return;
  run.reason = exit.command + (exit.killed ? " was killed by " + signal_name(exit.status)
                                           : " exited with " + std::to_string(exit.status));
}

}  // namespace

void end_run(Run& run, Result result, Instant ended, const std::vector<ProcessExit>& exits,
             Ending ending, bool zero_only) {
  run.state = state_of(result, ending);
  run.result = result;
  run.ended = ended;
  run.pid.reset();
  if (const ProcessExit* exit = maker_of(result, exits)) {
    set_exit(run, *exit);
  } else if (result == Result::success && zero_only && ending == Ending::by_itself) {
    run.exit_status = 0;
  }
  if (ending == Ending::by_stop && run.reason.empty()) run.reason = stopped_reason;
}

void interrupt_run(Run& run) {
  run.state = State::interrupted;
  if (run.reason.empty()) run.reason = stopped_reason;
}

}  // namespace sa
