#include "cli/cmd_log.h"

#include "cli/chosen_units.h"
#include "cli/exit_code.h"
#include "cli/invocation_choice.h"
#include "cli/journal_access.h"
#include "cli/open_store.h"
#include "cli/output_command.h"
#include "cli/run_words.h"
#include "cli/upstart_log.h"
#include "cli/watcher_log.h"
#include "core/local_time.h"
#include "core/upstart_unit.h"

#include <utility>

namespace sa {
namespace {

Reading reading_of(const LogOptions& options, const std::string& unit) {
  Reading reading;
  reading.what = Reading::What::output;
  reading.units = {unit};
  reading.format = options.output;
  reading.lines = options.lines;
  reading.follow = options.follow;
  return reading;
}

std::string why_no_output(const Run& run) {
  return "the start of " + local_second(happened(run)) + " has no output: it was " +
         std::string(to_string(run.state)) + (run.reason.empty() ? "" : ": " + run.reason);
}

// The last run that has an invocation; says why a later start has no output.
std::optional<Run> last_with_output(const RunLog& log, const std::string& unit, Output& err) {
  std::optional<Run> found;
  std::string later;
  log.visit_runs_of(unit, {}, Order::newest_first, [&](const Run& run) {
    if (run.has_invocation) {
      found = run;
      return Visit::stop;
    }
    if (later.empty()) later = why_no_output(run);
    return Visit::go_on;
  });
  if (!later.empty()) say(err, later + (found ? "; this is the run before" : ""));
  if (later.empty() && !found) say(err, "no run of '" + unit + "' is in the log yet");
  return found;
}

std::optional<Run> asked_run(const RunLog& log, const LogOptions& options, const std::string& unit,
                             Output& err) {
  if (options.invocation.empty()) return last_with_output(log, unit, err);
  InvocationChoice choice = run_with_invocation(log, options.invocation, unit);
  if (!choice.run) say(err, choice.problem);
  return std::move(choice.run);
}

// nullopt after saying why.
std::optional<std::string> asked_unit(const RunLog& log, const LogOptions& options, Output& err) {
  const ChosenUnits chosen = chosen_units(log, {{options.unit}, {}, {}});
  if (chosen.records.size() == 1) return chosen.records.front().unit;
  if (chosen.records.empty())
    say(err, chosen.problems.front());
  else
    say(err, "'" + options.unit + "' stands for " + std::to_string(chosen.records.size()) +
                 " units, '" + chosen.records[0].unit + "' and '" + chosen.records[1].unit +
                 "' among them; name one");
  return std::nullopt;
}

// Who may read the store need not be let into the journal, but may be of the unit's team.
bool must_ask_watcher(const Context& context) {
  if (context.places.store != SA_STORE_DIR || !is_journal_denied()) return false;
  say(context.err, "cannot read the journal: permission denied; " +
                       how_to_be_let_in("systemd-journal", name_of_user()) +
                       "; asking the watcher");
  return true;
}

// Nothing: there is no output to show, and why was said.
std::vector<std::string> command_for(const RunLog& log, const LogOptions& options,
                                     const std::string& unit, const Context& context) {
  Reading reading = reading_of(options, unit);
  std::optional<Run> run;
  if (!options.all) {
    run = asked_run(log, options, unit, context.err);
    if (!run) return {};
    reading.invocation = to_string(run->identity);
  }
  if (auto command = log.output_command(reading)) return std::move(*command);
  if (must_ask_watcher(context)) return told_by_watcher(reading);
  auto command =
      run ? output_of_run(reading, log, *run, context.output_of) : output_of_unit(reading);
  if (options.no_pager) command.insert(command.begin() + 1, "--no-pager");
  return command;
}

// One file has the output of all runs.
std::vector<std::string> command_for_upstart(const LogOptions& options, const std::string& unit,
                                             const Context& context) {
  const auto folder = upstart_log_folder();
  const auto file = upstart_log(folder, unit);
  if (!file) {
    say(context.err, "Upstart has no output of '" + unit + "' in '" + folder.string() + "'");
    return {};
  }
  if (!options.all)
    say(context.err, "Upstart keeps the output of all runs together, in '" + file->string() + "'");
  return output_of_file(*file, reading_of(options, unit));
}

}  // namespace

int cmd_log(const LogOptions& options, const Context& context) {
  std::vector<std::string> command;
  {
    const auto log = open_log(context);
    const auto unit = asked_unit(*log, options, context.err);
    if (!unit) return exit_unwell;
    command = is_upstart(*unit) ? command_for_upstart(options, *unit, context)
                                : command_for(*log, options, *unit, context);
    if (command.empty()) return exit_unwell;
  }  // an exec would leave the reader's slot in the store behind
  return context.become(command);
}

}  // namespace sa
