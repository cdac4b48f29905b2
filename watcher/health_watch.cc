#include "watcher/health_watch.h"

#include <algorithm>

namespace sa {
namespace {

std::optional<Instant> next_change(const Outlook& outlook, Instant now) {
  const auto next = std::ranges::upper_bound(outlook.changes, now, {}, &HealthChange::at);
  if (next == outlook.changes.end()) return std::nullopt;
  return next->at;
}

}  // namespace

void HealthWatch::look(const std::string& unit, const Outlook& outlook, Instant now) {
  const Verdict& verdict = verdict_at(outlook, now);
  const auto [place, is_new] = known_.try_emplace(unit, Known{verdict.health, std::nullopt});
  Known& known = place->second;
  expect(known, next_change(outlook, now));
  const Health was = std::exchange(known.health, verdict.health);
  if (was != verdict.health) news_.push_back({unit, was, verdict, now});
}

void HealthWatch::forget(std::string_view unit) {
  const auto known = known_.find(unit);
  if (known == known_.end()) return;
  expect(known->second, std::nullopt);
  known_.erase(known);
}

void HealthWatch::expect(Known& known, std::optional<Instant> change) {
  const auto before = std::exchange(known.changes_at, change);
  if (before == change) return;
  if (change && (!next_ || *change < *next_))
    next_ = change;
  else if (before && before == next_)
    find_next();
}

void HealthWatch::find_next() {
  next_.reset();
  for (const auto& [unit, known] : known_)
    if (known.changes_at) next_ = std::min(next_.value_or(*known.changes_at), *known.changes_at);
}

std::optional<Instant> HealthWatch::next() const {
  return next_;
}

std::vector<std::string> HealthWatch::due(Instant now) const {
  std::vector<std::pair<Instant, std::string>> changes;
  if (!next_ || *next_ > now) return {};
  for (const auto& [unit, known] : known_)
    if (known.changes_at && *known.changes_at <= now) changes.emplace_back(*known.changes_at, unit);
  std::ranges::sort(changes);
  std::vector<std::string> units;
  for (auto& [at, unit] : changes) units.push_back(std::move(unit));
  return units;
}

}  // namespace sa
