#include "cli/cmd_stats.h"

#include "cli/chosen_units.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/run_log.h"
#include "cli/run_words.h"
#include "cli/table.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace sa {
namespace {

constexpr Duration default_span = std::chrono::hours(24) * 30;

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const {
    return std::hash<std::string_view>()(name);
  }
};

struct Ends {
  Instant from;
  Instant to;
};

Ends ends_of(const Span& span, Instant now) {
  const Instant to = span.to.value_or(now);
  return {span.from.value_or(std::min(to, now) - default_span), to};
}

// The stats of every chosen unit, by one pass over the runs that are asked for.
class Counting {
 public:
  Counting(const RunLog& log, const StatsOptions& options, Ends ends)
      : log_(log), span_{ends.from, options.span.to}, ends_(ends) {}

  void count_all() {
    log_.visit_runs(span_, Order::oldest_first, [&](const Run& run) {
      of(run.unit).add(run);
      return Visit::go_on;
    });
  }

  void count(const std::string& unit) {
    RunStats& stats = of(unit);
    log_.visit_runs_of(unit, span_, Order::oldest_first, [&](const Run& run) {
      stats.add(run);
      return Visit::go_on;
    });
  }

  RunStats& of(const std::string& unit) {
    const auto found = stats_.find(unit);
    return found == stats_.end() ? stats_.try_emplace(unit, ends_.from, ends_.to).first->second
                                 : found->second;
  }

 private:
  const RunLog& log_;
  Span span_;
  Ends ends_;
  std::unordered_map<std::string, RunStats, NameHash, std::equal_to<>> stats_;
};

std::string percent(std::optional<double> share) {
  if (!share) return "";
  const auto tenths = static_cast<int>(*share * 1000 + 1e-6);
  const std::string whole = std::to_string(tenths / 10);
  return (tenths % 10 == 0 ? whole : whole + "." + std::to_string(tenths % 10)) + "%";
}

std::vector<Cell> cells_of(const UnitRecord& unit, const RunStats& stats) {
  const DurationSpread& durations = stats.durations();
  const auto words = [](std::optional<Duration> span) { return span ? span_words(*span) : ""; };
  const Colour colour = stats.failures() > 0 ? Colour::red : Colour::none;
  return {{unit.unit},
          {unit.team},
          {std::to_string(stats.runs())},
          {std::to_string(stats.failures()), colour},
          {percent(stats.success_rate()), colour},
          {words(durations.shortest())},
          {words(durations.quantile(0.5))},
          {words(durations.quantile(0.95))},
          {words(durations.longest())},
          {sparkline(stats.trend())}};
}

struct Row {
  const UnitRecord* unit;
  const RunStats* stats;
};

void print_table(const std::vector<Row>& rows, const Context& context) {
  Table table({{"UNIT", 16},
               {"TEAM", 6, true, 3},
               {"RUNS"},
               {"FAILED"},
               {"SUCCESS"},
               {"MIN", 0, false, 2},
               {"MEDIAN"},
               {"P95", 0, false, 4},
               {"MAX", 0, false, 5},
               {"TREND", 0, true, 1}},
              context.screen);
  for (const auto& [unit, stats] : rows) table.add(cells_of(*unit, *stats));
  if (!rows.empty()) table.print(context.out);
}

std::vector<Row> rows_of(const StatsOptions& options, const std::vector<UnitRecord>& records,
                         Counting& counting) {
  if (options.is_all())
    counting.count_all();
  else
    for (const UnitRecord& record : records) counting.count(record.unit);
  std::vector<Row> rows;
  for (const UnitRecord& record : records) {
    const RunStats& stats = counting.of(record.unit);
    if (!options.units.empty() || stats.runs() > 0) rows.push_back({&record, &stats});
  }
  return rows;
}

}  // namespace

int cmd_stats(const StatsOptions& options, const Context& context) {
  const Ends ends = ends_of(options.span, context.now);
  if (ends.from >= ends.to) {
    say(context.err, "expected --since before --until, which is now by default");
    return exit_usage;
  }
  const auto log = open_log(context);
  const ChosenUnits chosen = chosen_units(*log, options);
  say_all(context.err, chosen.problems);
  Counting counting(*log, options, ends);
  const auto rows = rows_of(options, chosen.records, counting);
  if (options.json) {
    JsonLines lines(context.out);
    for (const auto& [unit, stats] : rows) lines.put(unit->unit, {unit->job, unit->team}, *stats);
  } else if (rows.empty() && chosen.problems.empty()) {
    say(context.err, "no such runs in the log");
  } else {
    print_table(rows, context);
  }
  return chosen.problems.empty() ? exit_done : exit_unwell;
}

}  // namespace sa
