#include "cli/unit_slots.h"

#include <map>

namespace sa {
namespace {

SlotVerdict verdict_of(const Run& run) {
  if (run.state == State::missed) return SlotVerdict::missed;
  if (run.state == State::skipped) return SlotVerdict::skipped;
  if (run.state == State::refused) return SlotVerdict::refused;
  return run.late ? SlotVerdict::late : SlotVerdict::on_time;
}

bool is_within(const Span& span, Instant due) {
  return (!span.from || due >= *span.from) && (!span.to || due < *span.to);
}

using Slots = std::map<Instant, UnitSlot>;

// Of the attempts for one due instant the first counts.
void add_run(const Run& run, Slots& slots) {
  const auto [at, is_new] = slots.try_emplace(*run.due);
  UnitSlot& slot = at->second;
  const bool is_missed = run.state == State::missed;
  if (!is_new && (is_missed || slot.run)) return;
  slot = {*run.due, verdict_of(run), std::nullopt, run.reason};
  if (!is_missed) slot.run = run;
}

void add_range(const SlotRange& range, const Span& span, Slots& slots) {
  visit_slots(range, [&](Instant due) {
    if (span.to && due >= *span.to) return false;
    if (is_within(span, due))
      slots.try_emplace(due, UnitSlot{due, range.verdict, std::nullopt, range.reason});
    return true;
  });
}

}  // namespace

std::vector<UnitSlot> slots_of(const RunReader& store, std::string_view unit, const Span& span) {
  Slots slots;
  // No run begins before it is due.
  store.visit_runs_of(unit, {span.from, std::nullopt}, Order::oldest_first, [&](const Run& run) {
    if (run.due && is_within(span, *run.due)) add_run(run, slots);
    return Visit::go_on;
  });
  for (const SlotRange& range : store.slots_of(unit, span)) add_range(range, span, slots);
  std::vector<UnitSlot> list;
  for (auto& [due, slot] : slots) list.push_back(std::move(slot));
  return list;
}

}  // namespace sa
