#include "cli/cmd_explain.h"

#include "cli/exit_code.h"
#include "cli/explanation.h"
#include "cli/published.h"
#include "cli/remedy.h"
#include "cli/run_log.h"
#include "cli/terminal_text.h"
#include "core/error.h"
#include "core/unit_choice.h"

#include <memory>

namespace sa {
namespace {

constexpr Duration slots_of_interest = std::chrono::hours(24) * 7;
constexpr std::size_t runs_of_interest = 10;

void say_without_log(const Error& error, Output& err) {
  say(err, std::string(error.what()) + ", explaining without the log");
}

// nullptr: it cannot be read, and `err` has got a word why.
std::unique_ptr<RunLog> log_or_none(const Context& context) {
  try {
    return open_log(context);
  } catch (const Error& error) {
    say_without_log(error, context.err);
    return nullptr;
  }
}

void add_log(const RunLog& log, Instant now, Evidence& evidence) {
  log.visit_runs_of(evidence.unit.unit, {}, Order::newest_first, [&](const Run& run) {
    if (run.state != State::missed) evidence.runs.push_back(run);
    return evidence.runs.size() == runs_of_interest ? Visit::stop : Visit::go_on;
  });
  evidence.slots = log.slots_of(evidence.unit.unit, {now - slots_of_interest, std::nullopt});
}

// The watcher may refuse to tell of this unit.
void try_to_add_log(const RunLog& log, const Context& context, Evidence& evidence) {
  try {
    add_log(log, context.now, evidence);
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    say_without_log(error, context.err);
  }
}

void put_line(const std::string& line, Output& out) {
  out.put(printable(line) + "\n");
}

void print(const Evidence& evidence, const Context& context) {
  for (const std::string& sentence : explanation_of(evidence, context.now))
    put_line(sentence, context.out);
  for (const Remedy& remedy : remedies_for(evidence.unit, evidence.verdict))
    put_line("  " + remedy.purpose + ": " + remedy.command, context.out);
}

}  // namespace

int cmd_explain(const ExplainOptions& options, const Context& context) {
  const Published published = published_status(context.places, context.err);
  const UnitChoice choice = choice_of(options.units, known_units(published.units));
  say_all(context.err, choice.problems);
  if (choice.chosen.empty()) return exit_unwell;
  const auto log = log_or_none(context);
  for (const std::size_t i : choice.chosen) {
    const UnitStatus& unit = published.units[i];
    Evidence evidence{unit, shown_verdict(unit, published.heartbeat, context.now), {}, {}};
    if (log) try_to_add_log(*log, context, evidence);
    if (i != choice.chosen.front()) context.out.put("\n");
    print(evidence, context);
  }
  return choice.problems.empty() ? exit_done : exit_unwell;
}

}  // namespace sa
