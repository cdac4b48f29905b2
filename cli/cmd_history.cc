#include "cli/cmd_history.h"

#include "cli/chosen_units.h"
#include "cli/exit_code.h"
#include "cli/run_log.h"
#include "cli/run_rows.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

namespace sa {
namespace {

constexpr std::uint64_t limit_on_terminal = 20;
// Runs of several units are sorted in memory up to this many, and picked out of all runs beyond.
constexpr std::uint64_t most_in_memory = 20'000;

std::uint64_t limit_of(const HistoryOptions& options, const Context& context) {
  if (options.limit) return *options.limit;
  const bool short_form = context.screen.terminal && !options.json && !options.csv;
  return short_form ? limit_on_terminal : std::numeric_limits<std::uint64_t>::max();
}

std::unique_ptr<RunRows> rows_for(const HistoryOptions& options, const Context& context) {
  if (options.json) return json_rows(context.out);
  if (options.csv) return csv_rows(context.out);
  return table_rows(context.out, context.screen, context.now);
}

// What both ways of looking at the log share.
class Listing {
 public:
  Listing(const RunLog& log, const HistoryOptions& options, std::vector<UnitRecord> units,
          const Context& context)
      : log_(log),
        options_(options),
        limit_(limit_of(options, context)),
        units_(std::move(units)),
        rows_(rows_for(options, context)) {
    for (const UnitRecord& unit : units_) owners_.emplace(unit.unit, Owner{unit.job, unit.team});
  }

  // Says how many runs were listed.
  std::uint64_t list() {
    if (limit_ == 0) return 0;
    if (options_.is_all())
      list_all();
    else if (units_.size() == 1)
      log_.visit_runs_of(units_[0].unit, options_.span, Order::newest_first, put_wanted());
    else if (limit_ <= most_in_memory / std::max<std::size_t>(units_.size(), 1))
      list_merged();
    else
      list_picked();
    rows_->end();
    return listed_;
  }

 private:
  void list_all() { log_.visit_runs(options_.span, Order::newest_first, put_wanted()); }

  void list_picked() {
    log_.visit_runs(options_.span, Order::newest_first, [&](const Run& run) {
      return owners_.contains(run.unit) && is_wanted(run) ? put(run) : Visit::go_on;
    });
  }

  void list_merged() {
    std::vector<Run> runs;
    for (const UnitRecord& unit : units_) {
      std::uint64_t taken = 0;
      log_.visit_runs_of(unit.unit, options_.span, Order::newest_first, [&](const Run& run) {
        if (!is_wanted(run)) return Visit::go_on;
        runs.push_back(run);
        return ++taken == limit_ ? Visit::stop : Visit::go_on;
      });
    }
    std::ranges::stable_sort(runs, std::ranges::greater{}, &Run::at);
    for (const Run& run : runs)
      if (put(run) == Visit::stop) break;
  }

  RunVisitor put_wanted() {
    return [this](const Run& run) { return is_wanted(run) ? put(run) : Visit::go_on; };
  }

  bool is_wanted(const Run& run) const {
    return options_.states.empty() ||
           std::ranges::find(options_.states, run.state) != options_.states.end();
  }

  Visit put(const Run& run) {
    const auto owner = owners_.find(run.unit);
    rows_->put(run, owner == owners_.end() ? Owner{} : owner->second);
    return ++listed_ == limit_ ? Visit::stop : Visit::go_on;
  }

  const RunLog& log_;
  const HistoryOptions& options_;
  std::uint64_t limit_;
  std::vector<UnitRecord> units_;
  std::unique_ptr<RunRows> rows_;
  std::unordered_map<std::string_view, Owner> owners_;  // views into units_
  std::uint64_t listed_ = 0;
};

}  // namespace

int cmd_history(const HistoryOptions& options, const Context& context) {
  const auto log = open_log(context);
  ChosenUnits chosen = chosen_units(*log, options);
  say_all(context.err, chosen.problems);
  if (!chosen.problems.empty() && chosen.records.empty()) return exit_unwell;
  const bool all_known = chosen.problems.empty();
  Listing listing(*log, options, std::move(chosen.records), context);
  const bool quiet = options.json || options.csv;
  if (listing.list() == 0 && !quiet) say(context.err, "no such runs in the log");
  return all_known ? exit_done : exit_unwell;
}

}  // namespace sa
