#include "cli/cmd_next.h"

#include "cli/chosen_units.h"
#include "cli/colours.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/published.h"
#include "cli/table.h"
#include "core/local_time.h"

#include <algorithm>

namespace sa {
namespace {

struct Row {
  const UnitStatus* unit;
  Verdict verdict;
};

std::vector<Row> rows_of(const NextOptions& options, const Published& published,
                         const UnitChoice& choice, Instant now) {
  std::vector<Row> rows;
  for (const std::size_t i : choice.chosen) {
    const UnitStatus& unit = published.units[i];
    if (!unit.next_due || unit.retired) continue;
    if (options.within && *unit.next_due > now + *options.within) continue;
    rows.push_back({&unit, shown_verdict(unit, published.heartbeat, now)});
  }
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return *row.unit->next_due; });
  return rows;
}

void print_table(const std::vector<Row>& rows, const Context& context) {
  Table table({{"DUE"},
               {"IN", 0, false, 3},
               {"UNIT", 16},
               {"TEAM", 6, true, 2},
               {"HEALTH", 0, false, 4},
               {"SCHEDULE", 16, true, 1}},
              context.screen);
  for (const auto& [unit, verdict] : rows) {
    std::string schedule;
    for (const auto& line : unit->schedule) schedule += (schedule.empty() ? "" : "; ") + line;
    table.add({{local_second(*unit->next_due)},
               {relative(*unit->next_due, context.now)},
               {unit->unit},
               {unit->team},
               {std::string(to_string(verdict.health)), colour_of(verdict.health)},
               {schedule}});
  }
  table.print(context.out);
}

}  // namespace

int cmd_next(const NextOptions& options, const Context& context) {
  const Published published = published_status(context.places, context.err);
  const UnitChoice choice = chosen_of(published.units, options);
  say_all(context.err, choice.problems);
  const auto rows = rows_of(options, published, choice, context.now);
  if (options.json) {
    JsonLines lines(context.out);
    for (const auto& [unit, verdict] : rows) lines.put_due(*unit, verdict);
  } else if (rows.empty() && choice.problems.empty()) {
    say(context.err, "nothing is due");
  } else if (!rows.empty()) {
    print_table(rows, context);
  }
  return choice.problems.empty() ? exit_done : exit_unwell;
}

}  // namespace sa
