#include "cli/cmd_slots.h"

#include "cli/chosen_units.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/run_log.h"
#include "cli/run_words.h"
#include "cli/table.h"
#include "core/local_time.h"

#include <algorithm>

namespace sa {
namespace {

constexpr Duration default_span = std::chrono::hours(24);

Span span_of(const SlotsOptions& options, Instant now) {
  Span span = options.span;
  if (!span.from) span.from = std::min(span.to.value_or(now), now) - default_span;
  return span;
}

bool is_wanted(const SlotsOptions& options, const UnitSlot& slot) {
  return options.verdicts.empty() ||
         std::ranges::find(options.verdicts, slot.verdict) != options.verdicts.end();
}

Colour colour_of(SlotVerdict verdict) {
  switch (verdict) {
    case SlotVerdict::refused:
    case SlotVerdict::missed:
      return Colour::red;
    case SlotVerdict::late:
    case SlotVerdict::absorbed:
      return Colour::yellow;
    case SlotVerdict::on_time:
      return Colour::green;
    default:
      return Colour::grey;
  }
}

std::vector<Cell> cells_of(const std::string& unit, const UnitSlot& slot) {
  const auto& run = slot.run;
  const bool has_id = run && run->has_invocation;
  return {{local_second(slot.due)},
          {unit},
          {std::string(to_string(slot.verdict)), colour_of(slot.verdict)},
          {run && run->late ? span_words(*run->late) : ""},
          {run && run->began ? local_second(*run->began) : ""},
          {has_id ? to_string(run->identity).substr(0, 8) : ""},
          {in_local_zone(slot.reason)}};
}

// Says how many were listed.
class Listing {
 public:
  Listing(const SlotsOptions& options, const Context& context)
      : options_(options),
        context_(context),
        lines_(context.out),
        table_({{"DUE"},
                {"UNIT", 16, false, 4},
                {"VERDICT"},
                {"LATE BY", 0, true, 3},
                {"BEGAN", 0, true, 1},
                {"RUN", 0, true, 2},
                {"WHY", 16, true}},
               context.screen) {}

  std::size_t list(const RunLog& log, const UnitRecord& unit) {
    std::size_t count = 0;
    for (const UnitSlot& slot : log.slots_of(unit.unit, span_of(options_, context_.now))) {
      if (!is_wanted(options_, slot)) continue;
      ++count;
      if (options_.json) {
        lines_.put(unit.unit, {unit.job, unit.team}, slot);
      } else {
        table_.add(cells_of(unit.unit, slot));
      }
    }
    if (!options_.json && count > 0) table_.print(context_.out);
    return count;
  }

 private:
  const SlotsOptions& options_;
  const Context& context_;
  JsonLines lines_;
  Table table_;
};

}  // namespace

int cmd_slots(const SlotsOptions& options, const Context& context) {
  const auto log = open_log(context);
  const ChosenUnits chosen = chosen_units(*log, {options.units, {}, {}});
  say_all(context.err, chosen.problems);
  Listing listing(options, context);
  std::size_t count = 0;
  for (const UnitRecord& unit : chosen.records) count += listing.list(*log, unit);
  if (count == 0 && !chosen.records.empty() && !options.json)
    say(context.err, "no such due instant since " +
                         local_second(*span_of(options, context.now).from) +
                         "; '--since' looks further back, 'sa next' shows what is to come");
  return chosen.problems.empty() ? exit_done : exit_unwell;
}

}  // namespace sa
