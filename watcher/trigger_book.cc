#include "watcher/trigger_book.h"

#include <algorithm>

namespace sa {
namespace {

// The run before may be known by the journal's stamp of its end, which PID 1 writes a little later
// than the end; an absorbed firing follows the true end at once.
constexpr Duration end_stamp_slack = std::chrono::milliseconds(100);

// Where journald is so busy that PID 1 waits for it, much later. Then the run that an absorbed
// firing began follows the stamp at once.
constexpr Duration queue_slack = std::chrono::seconds(1);

constexpr std::size_t most_firings = 32;

// A timer does not elapse while its service is active: one that was active when the run before
// began fires before it or after its end, whenever that was told.
bool follows_at_once(const TriggerBook::Timer& timer, const TriggerBook::Window& window) {
  return timer.active_since && window.previous_began &&
         *timer.active_since <= *window.previous_began &&
         window.began - *window.previous_ended <= queue_slack;
}

bool in_window(const TriggerBook::Timer& timer, Instant firing, const TriggerBook::Window& window) {
  if (firing > window.began) return false;
  if (timer.active_since && firing < *timer.active_since) return false;
  if (window.previous_began && *window.previous_began > window.began) return true;
  if (window.previous_began && firing <= *window.previous_began) return false;
  return !window.previous_ended || firing >= *window.previous_ended - end_stamp_slack ||
         follows_at_once(timer, window);
}

std::optional<Instant> firing_in(const TriggerBook::Timer& timer,
                                 const TriggerBook::Window& window) {
  const auto newest =
      std::find_if(timer.firings.rbegin(), timer.firings.rend(),
                   [&](Instant firing) { return in_window(timer, firing, window); });
  return newest == timer.firings.rend() ? std::nullopt : std::optional(*newest);
}

void use(TriggerBook::Timer& timer, Instant used) {
  std::erase(timer.firings, used);
  if (!timer.last_used || *timer.last_used < used) timer.last_used = used;
}

void use_newest_in(TriggerBook::Timer& timer, const TriggerBook::Window& window) {
  if (const auto firing = firing_in(timer, window)) use(timer, *firing);
}

}  // namespace

void TriggerBook::set_unit(const std::string& timer, const std::string& unit,
                           const std::vector<std::string>& members) {
  Timer known = timers_[timer];
  forget(timer);
  known.unit = unit;
  const auto place = timers_.emplace(timer, std::move(known)).first;
  by_service_.emplace(place->second.unit, place);
  if (members.empty()) return;
  for (const auto& member : members_[timer] = members) by_service_.emplace(member, place);
}

void TriggerBook::set_active_since(const std::string& timer, std::optional<Instant> since) {
  auto& known = timers_[timer].active_since;
  if (since && (!known || *since < *known)) known = since;
}

void TriggerBook::set_used(const std::string& timer, std::optional<Instant> trigger) {
  if (!trigger) return;
  Timer& known = timers_[timer];
  std::erase_if(known.firings, [&](Instant firing) { return firing <= *trigger; });
  use(known, *trigger);
}

void TriggerBook::fired(const std::string& timer, Instant trigger) {
  Timer& known = timers_[timer];
  if (known.last_used && trigger <= *known.last_used) return;
  if (!known.firings.empty() && trigger <= known.firings.back()) return;
  if (known.firings.size() == most_firings) known.firings.erase(known.firings.begin());
  known.firings.push_back(trigger);
}

void TriggerBook::observe(const std::string& timer, Instant heard) {
  auto& since = timers_[timer].observed_since;
  if (!since) since = heard;
}

void TriggerBook::unobserve() {
  for (auto& [name, timer] : timers_) timer.observed_since.reset();
}

bool TriggerBook::observed(std::string_view service, Instant instant) const {
  const auto [begin, end] = by_service_.equal_range(service);
  return std::all_of(begin, end, [&](const auto& pair) {
    const auto& since = pair.second->second.observed_since;
    return since && *since <= instant;
  });
}

void TriggerBook::forget(const std::string& timer) {
  const auto found = timers_.find(timer);
  if (found == timers_.end()) return;
  forget_start(found, found->second.unit);
  for (const auto& member : members_[timer]) forget_start(found, member);
  members_.erase(timer);
  timers_.erase(found);
}

void TriggerBook::forget_start(Timers::iterator timer, std::string_view unit) {
  const auto [begin, end] = by_service_.equal_range(unit);
  const auto own = std::find_if(begin, end, [&](const auto& pair) { return pair.second == timer; });
  if (own != end) by_service_.erase(own);
}

void TriggerBook::put_back(Instant now) {
  const auto is_ahead = [&](const std::optional<Instant>& known) { return known && *known > now; };
  for (auto& [name, timer] : timers_) {
    if (is_ahead(timer.last_used) || (!timer.firings.empty() && timer.firings.back() > now))
      timer.last_used = now;
    std::erase_if(timer.firings, is_ahead);
    if (is_ahead(timer.active_since)) timer.active_since = now;
    if (is_ahead(timer.observed_since)) timer.observed_since = now;
  }
}

std::optional<Trigger> TriggerBook::take(std::string_view service, const Window& window) {
  std::optional<Trigger> first;
  const auto [begin, end] = by_service_.equal_range(service);
  for (auto at = begin; at != end; ++at) {
    const auto& [name, timer] = *at->second;
    const auto firing = firing_in(timer, window);
    if (!firing || (first && *first->time <= *firing)) continue;
    const bool direct = timer.unit == service;
    first = Trigger{direct ? TriggerType::timer : TriggerType::unit, direct ? name : timer.unit,
                    firing, false};
  }
  if (!first) return first;
  for (auto at = begin; at != end; ++at) {
    Timer& timer = at->second->second;
    // A target's firing starts several services: their own windows keep it from being used twice.
    if (timer.unit == service) use_newest_in(timer, window);
  }
  return first;
}

std::vector<std::string> TriggerBook::started_by(std::string_view timer) const {
  std::vector<std::string> units;
  const auto found = timers_.find(timer);
  if (found == timers_.end()) return units;
  if (!found->second.unit.empty()) units.push_back(found->second.unit);
  const auto members = members_.find(timer);
  if (members != members_.end())
    units.insert(units.end(), members->second.begin(), members->second.end());
  return units;
}

std::vector<std::string> TriggerBook::timers_of(std::string_view service) const {
  std::vector<std::string> names;
  const auto [begin, end] = by_service_.equal_range(service);
  for (auto at = begin; at != end; ++at) names.push_back(at->second->first);
  std::sort(names.begin(), names.end());
  return names;
}

const TriggerBook::Timer* TriggerBook::find(std::string_view timer) const {
  const auto found = timers_.find(timer);
  return found == timers_.end() ? nullptr : &found->second;
}

}  // namespace sa
