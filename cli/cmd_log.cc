#include "cli/cmd_log.h"

#include "cli/chosen_units.h"
#include "cli/exit_code.h"
#include "cli/invocation_choice.h"
#include "cli/lost_output.h"
#include "cli/open_store.h"
#include "cli/run_words.h"
#include "core/local_time.h"

#include <limits>
#include <utility>

namespace sa {
namespace {

std::string lines_words(std::uint64_t lines) {
  return lines == std::numeric_limits<std::uint64_t>::max() ? "all" : std::to_string(lines);
}

// Unit names reach journalctl only behind '=', so that one like '-x' is no option.
std::vector<std::string> journalctl(const LogOptions& options) {
  std::vector<std::string> arguments = {"journalctl"};
  if (options.no_pager) arguments.emplace_back("--no-pager");
  if (options.follow) arguments.emplace_back("--follow");
  if (!options.output.empty()) arguments.push_back("--output=" + options.output);
  if (options.lines) arguments.push_back("--lines=" + lines_words(*options.lines));
  return arguments;
}

std::vector<std::string> log_of_unit(const LogOptions& options, const std::string& unit) {
  auto arguments = journalctl(options);
  arguments.push_back("--unit=" + unit);
  return arguments;
}

std::optional<Instant> next_began(const RunReader& store, const Run& run) {
  std::optional<Instant> next;
  store.visit_runs_of(run.unit, {run.at, {}}, Order::oldest_first, [&](const Run& other) {
    if (other.identity == run.identity || !other.has_invocation) return Visit::go_on;
    next = happened(other);
    return Visit::stop;
  });
  return next;
}

std::vector<std::string> log_of_run(const RunReader& store, const LogOptions& options,
                                    const Run& run, const OutputOfProgram& output_of) {
  auto arguments = journalctl(options);
  if (options.follow && !options.lines) arguments.emplace_back("--no-tail");
  arguments.push_back("_SYSTEMD_INVOCATION_ID=" + to_string(run.identity));
  const auto streams =
      streams_without_invocation(output_of(stream_query(run, next_began(store, run))));
  if (!streams.empty()) arguments.emplace_back("+");
  for (const std::string& stream : streams) arguments.push_back("_STREAM_ID=" + stream);
  return arguments;
}

std::string why_no_output(const Run& run) {
  return "the start of " + local_second(happened(run)) + " has no output: it was " +
         std::string(to_string(run.state)) + (run.reason.empty() ? "" : ": " + run.reason);
}

// The last run that has an invocation; says why a later start has no output.
std::optional<Run> last_with_output(const RunReader& store, const std::string& unit, Output& err) {
  std::optional<Run> found;
  std::string later;
  store.visit_runs_of(unit, {}, Order::newest_first, [&](const Run& run) {
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

std::optional<Run> asked_run(const RunReader& store, const LogOptions& options,
                             const std::string& unit, Output& err) {
  if (options.invocation.empty()) return last_with_output(store, unit, err);
  InvocationChoice choice = run_with_invocation(store, options.invocation, unit);
  if (!choice.run) say(err, choice.problem);
  return std::move(choice.run);
}

// nullopt after saying why.
std::optional<std::string> asked_unit(const RunReader& store, const LogOptions& options,
                                      Output& err) {
  const ChosenUnits chosen = chosen_units(store, {options.unit});
  if (chosen.records.size() == 1) return chosen.records.front().unit;
  if (chosen.records.empty())
    say(err, chosen.problems.front());
  else
    say(err, "'" + options.unit + "' stands for " + std::to_string(chosen.records.size()) +
                 " units, '" + chosen.records[0].unit + "' and '" + chosen.records[1].unit +
                 "' among them; name one");
  return std::nullopt;
}

}  // namespace

int cmd_log(const LogOptions& options, const Context& context) {
  std::vector<std::string> command;
  {
    const auto store = open_store(context.places.store);
    const auto unit = asked_unit(*store, options, context.err);
    if (!unit) return exit_unwell;
    if (options.all) {
      command = log_of_unit(options, *unit);
    } else {
      const auto run = asked_run(*store, options, *unit, context.err);
      if (!run) return exit_unwell;
      command = log_of_run(*store, options, *run, context.output_of);
    }
  }  // an exec would leave the reader's slot in the store behind
  return context.become(command);
}

}  // namespace sa
