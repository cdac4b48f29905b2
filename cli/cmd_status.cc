#include "cli/cmd_status.h"

#include "cli/chosen_units.h"
#include "cli/colours.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/published.h"
#include "cli/run_words.h"
#include "cli/table.h"
#include "core/local_time.h"

#include <algorithm>

namespace sa {
namespace {

struct Row {
  const UnitStatus* unit;
  Verdict verdict;
};

// Retired units are shown when asked for: by --all, by --health retired, or by name.
bool is_shown(const StatusOptions& options, const Row& row) {
  if (!options.health.empty())
    return std::ranges::find(options.health, row.verdict.health) != options.health.end();
  return row.verdict.health != Health::retired || options.all || !options.units.empty();
}

std::vector<Row> shown_rows(const StatusOptions& options, const UnitChoice& choice,
                            const Published& published, Instant now) {
  std::vector<Row> rows;
  for (const std::size_t i : choice.chosen) {
    const UnitStatus& unit = published.units[i];
    rows.push_back({&unit, shown_verdict(unit, published.heartbeat, now)});
  }
  std::erase_if(rows, [&](const Row& row) { return !is_shown(options, row); });
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.verdict.health; });
  return rows;
}

std::vector<Cell> cells_of(const Row& row, Instant now) {
  const UnitStatus& unit = *row.unit;
  std::vector<Cell> cells = {
      {std::string(to_string(row.verdict.health)), colour_of(row.verdict.health)},
      {unit.unit},
      {unit.team}};
  if (unit.last_run) {
    cells.push_back({local_near(happened(*unit.last_run), now)});
    cells.push_back({duration_words(*unit.last_run, now)});
    cells.push_back({outcome_or_state(*unit.last_run)});
  } else {
    cells.resize(cells.size() + 3);
  }
  cells.push_back({unit.next_due ? local_near(*unit.next_due, now) : ""});
  cells.push_back({in_local_zone(row.verdict.reason)});
  return cells;
}

void print_table(const std::vector<Row>& rows, const Context& context) {
  Table table({{"HEALTH"},
               {"UNIT", 16},
               {"TEAM", 6, true, 2},
               {"LAST BEGAN", 0, false, 5},
               {"TOOK", 0, false, 1},
               {"RESULT", 8, false, 3},
               {"NEXT DUE", 0, true, 4},
               {"WHY", 16, true}},
              context.screen);
  for (const Row& row : rows) table.add(cells_of(row, context.now));
  table.print(context.out);
}

void print_json(const std::vector<Row>& rows, Output& out) {
  JsonLines lines(out);
  for (const Row& row : rows) lines.put(*row.unit, row.verdict);
}

void say_silence(const Published& published, const Context& context) {
  if (!is_stale(published.heartbeat, context.now)) return;
  say(context.err, "the watcher has been silent since " + local_second(*published.heartbeat) +
                       " (" + relative(*published.heartbeat, context.now) +
                       "), so nothing is judged: see 'systemctl status sa-watcher'");
}

void say_no_units(Output& err) {
  say(err,
      "no units yet: no timer of this host starts a service; try 'systemd-run --on-active=5s "
      "/bin/true', then 'sa status' again");
}

}  // namespace

int cmd_status(const StatusOptions& options, const Context& context) {
  const Published published = published_status(context.places, context.err);
  say_silence(published, context);
  if (published.units.empty() && options.units.empty()) {
    say_no_units(context.err);
    return is_stale(published.heartbeat, context.now) ? exit_unwell : exit_done;
  }
  const UnitChoice choice = chosen_of(published.units, options);
  say_all(context.err, choice.problems);
  const auto rows = shown_rows(options, choice, published, context.now);
  if (options.json)
    print_json(rows, context.out);
  else if (!rows.empty())
    print_table(rows, context);
  const bool well =
      std::ranges::none_of(rows, [](const Row& row) { return is_unwell(row.verdict.health); });
  return well && choice.problems.empty() ? exit_done : exit_unwell;
}

}  // namespace sa
