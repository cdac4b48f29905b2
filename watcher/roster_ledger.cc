#include "core/reason.h"
#include "watcher/roster.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

constexpr std::size_t most_absences = 16;

}  // namespace

LedgerView Roster::view_of(Entry& known) {
  std::vector<LedgerTimer> timers;
  for (const TimerRecord& record : known.record.timers) {
    LedgerTimer& timer = timers.emplace_back();
    timer.record = &record;
    const auto found = timers_.find(record.name);
    if (found == timers_.end() || found->second.unit != known.record.unit) continue;
    const TimerSeen& seen = found->second;
    const auto dead = dead_.find(record.name);
    timer.loaded = true;
    timer.active = seen.active;
    timer.active_since = seen.active ? seen.active_since : std::nullopt;
    timer.last_trigger = seen.last_trigger;
    if (seen.failed) timer.dead = dead == dead_.end() ? seen.result : dead->second;
  }
  std::string kept;
  if (known.remains_active)
    kept = "its service " + std::string(reason::remains_active) + " after its process ended";
  return {due_finder_.book(), std::move(timers), absences_, std::move(kept)};
}

void Roster::add_absence(const Absence& absence) {
  if (absences_.size() == most_absences) absences_.erase(absences_.begin());
  absences_.push_back(absence);
}

void Roster::excuse(const Absence& absence) {
  add_absence(absence);
  for (auto& [unit, known] : entries_) {
    auto& served = known.record.served_up_to;
    if (!served || *served >= absence.to) continue;
    served = absence.to;
    changed_records_.insert(unit);
    entry(unit).ledger.look_again();
  }
}

void Roster::look_again() {
  for (auto& [unit, known] : entries_) known.ledger.look_again();
}

void Roster::put_back(Instant now) {
  for (auto& [unit, known] : entries_) known.newest_at = std::min(known.newest_at, now);
}

void Roster::set_pauses(HeldTimers held) {
  held_ = std::move(held);
  pauses_changed_ = true;
}

void Roster::change_pauses(Instant now) {
  pauses_changed_ = false;
  for (auto& [unit, known] : entries_) {
    bool has_changed = false;
    for (auto& record : known.record.timers) {
      const auto held = held_.find(record.name);
      const TimerSeen* seen = timer(record.name);
      const bool is_active = seen != nullptr && seen->active;
      has_changed |= remember_pause(record, held == held_.end() ? nullptr : &held->second,
                                    is_active ? seen->active_since : std::nullopt, now);
    }
    if (!has_changed) continue;
    entry(unit).ledger.look_again();
    changed_records_.insert(unit);
  }
}

// Nothing is expected of what is retired, so nothing is accounted for.
void Roster::account(Entry& known, Instant now, std::vector<Booked>& booked) {
  if (!known.ledger.is_due(now) || known.record.retired) return;
  const auto timers = known.record.timers;
  auto step = known.ledger.account(known.record, view_of(known), now);
  const std::string& unit = known.record.unit;
  if (step.more) to_account_.insert(unit);
  if (step.changed || known.record.timers != timers) changed_records_.insert(unit);
  if (!step.changed) return;
  changed_.insert(unit);
  booked.push_back({unit, std::move(step)});
}

std::vector<Roster::Booked> Roster::account(Instant now, bool all) {
  std::vector<Booked> booked;
  if (pauses_changed_) change_pauses(now);
  const auto chosen = std::exchange(to_account_, {});
  if (all) {
    for (auto& [unit, known] : entries_) account(known, now, booked);
  } else {
    for (const auto& unit : chosen) account(entries_.find(unit)->second, now, booked);
  }
  return booked;
}

// A pause that is there is told by its file, which comes later.
void Roster::take_change(const Change& change) {
  const bool is_pause = change.verb == "pause" || change.verb == "resume";
  for (auto& [unit, known] : entries_) {
    TimerRecord* const timer = find_timer(known.record, change.unit);
    if (unit != change.unit && timer == nullptr) continue;
    if (add_change(known.record.changes, change)) changed_records_.insert(unit);
    if (timer == nullptr || !is_pause || !remember_told_pause(*timer, change)) continue;
    entry(unit).ledger.look_again();
    changed_records_.insert(unit);
  }
}

const Run* Roster::newest(std::string_view unit) const {
  const auto found = entries_.find(unit);
  return found == entries_.end() ? nullptr : found->second.newest.get();
}

bool Roster::retire(std::string_view unit, const Retirement& retirement) {
  const auto found = entries_.find(unit);
  if (found == entries_.end()) return false;
  found->second.record.retired = retirement;
  changed_.insert(found->first);
  changed_records_.insert(found->first);
  return true;
}

bool Roster::unretire(std::string_view unit, Instant now) {
  const auto found = entries_.find(unit);
  if (found == entries_.end()) return false;
  UnitRecord& record = found->second.record;
  record.retired.reset();
  if (record.expected_since)
    record.expected_since = record.served_up_to = record.accounted_up_to = now;
  record.missed_in_a_row = 0;
  found->second.ledger.look_again();
  entry(found->first);
  changed_records_.insert(found->first);
  return true;
}

}  // namespace sa
