#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/open_store.h"
#include "cli/output_command.h"
#include "cli/process.h"
#include "cli/program.h"
#include "store/crash_guard.h"

#include <map>

namespace sa {
namespace {

using Owners = std::map<std::string, UnitRecord, std::less<>>;

Owners owners_of(const RunLog& log, const std::vector<std::string>& units) {
  Owners owners;
  for (const std::string& unit : units) owners.emplace(unit, log.unit(unit).value_or(UnitRecord{}));
  return owners;
}

void tell_runs(const RunLog& log, const Reading& reading, JsonLines& lines) {
  const Owners owners = owners_of(log, reading.units);
  const Span span{reading.from, reading.to};
  const Order order = reading.oldest_first ? Order::oldest_first : Order::newest_first;
  const auto tell = [&](const Run& run) {
    const auto owner = owners.find(run.unit);
    if (owner != owners.end()) lines.put_whole(run, {owner->second.job, owner->second.team});
    return Visit::go_on;
  };
  if (owners.size() == 1)
    log.visit_runs_of(reading.units.front(), span, order, tell);
  else
    log.visit_runs(span, order, tell);
}

void tell_slots(const RunLog& log, const Reading& reading, JsonLines& lines) {
  for (const auto& [unit, record] : owners_of(log, reading.units))
    for (const UnitSlot& slot : log.slots_of(unit, {reading.from, reading.to}))
      lines.put(unit, {record.job, record.team}, slot);
}

void tell_changes(const RunLog& log, const Reading& reading, JsonLines& lines) {
  for (const std::string& unit : reading.units)
    for (const Change& change : log.changes_of(unit)) lines.put(change);
}

// Nothing: that is no run of the unit.
std::vector<std::string> output_command(const RunLog& log, const Reading& reading) {
  if (reading.units.size() != 1) return {};
  if (reading.invocation.empty()) return output_of_unit(reading);
  for (const Run& run : log.runs_with_invocation(reading.invocation, 1))
    if (run.unit == reading.units.front())
      return output_of_run(reading, log, run, output_of_program);
  return {};
}

int tell(const std::string& store, const Reading& reading, Output& out) {
  std::vector<std::string> command;
  {
    const CrashGuard guard("sa-read", store);
    const auto log = store_log(open_store(store));
    JsonLines lines(out);
    if (reading.what == Reading::What::output) command = output_command(*log, reading);
    if (reading.what == Reading::What::runs) tell_runs(*log, reading, lines);
    if (reading.what == Reading::What::slots) tell_slots(*log, reading, lines);
    if (reading.what == Reading::What::changes) tell_changes(*log, reading, lines);
  }
  if (reading.what == Reading::What::output)
    return command.empty() ? exit_unwell : become_program(command);
  out.put("\n");
  out.flush();
  return exit_done;
}

int run_program(const std::vector<std::string>& arguments, Output& out, Output& err) {
  const auto reading =
      arguments.empty() ? std::nullopt : reading_of({arguments.begin() + 1, arguments.end()});
  if (reading) return tell(arguments.front(), *reading, out);
  say(err, "sa-read is a part of sa-watcher, see org.scriptactivity.Watcher1(5)");
  return exit_usage;
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  return sa::guarded_program([&](sa::Output& out, sa::Output& err) {
    return sa::run_program({argv + 1, argv + argc}, out, err);
  });
}
