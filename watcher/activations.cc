#include "watcher/activations.h"

#include <algorithm>

namespace sa {
namespace {

// The run before may be known by the journal's stamp of its end, which PID 1 writes a little later
// than the end; a path whose file is still there follows the true end at once.
constexpr Duration end_stamp_slack = std::chrono::milliseconds(100);

// The journal may tell of a run after its activator has changed again.
constexpr std::size_t most_changes = 16;

bool starts(const std::vector<std::string>& services, std::string_view service) {
  return std::ranges::find(services, service) != services.end();
}

}  // namespace

bool is_activator(std::string_view unit) {
  return unit.ends_with(".path") || unit.ends_with(".socket");
}

void Activations::await(const std::string& activator) {
  awaited_.insert(activator);
}

void Activations::set(const std::string& activator, std::vector<std::string> services) {
  awaited_.erase(activator);
  if (services.empty()) {
    activators_.erase(activator);
    return;
  }
  std::ranges::sort(services);
  activators_[activator].services = std::move(services);
}

void Activations::keep(const std::set<std::string, std::less<>>& listed) {
  std::erase_if(activators_, [&](const auto& known) { return !listed.contains(known.first); });
}

void Activations::change(const std::string& activator, bool running, Instant since) {
  auto& changes = activators_[activator].changes;
  const auto place = std::ranges::lower_bound(changes, since, {}, &Change::since);
  if (place != changes.end() && place->since == since) {
    place->running = running;
    return;
  }
  changes.insert(place, {since, running});
  if (changes.size() > most_changes) changes.erase(changes.begin());
}

void Activations::observe(const std::string& activator, Instant since) {
  const auto found = activators_.find(activator);
  if (found == activators_.end()) return;
  auto& observed = found->second.observed_since;
  if (!observed) observed = since;
}

void Activations::unobserve(const std::string& activator) {
  const auto found = activators_.find(activator);
  if (found != activators_.end()) found->second.observed_since.reset();
}

void Activations::unobserve() {
  awaited_.clear();
  for (auto& [name, activator] : activators_) activator.observed_since.reset();
}

void Activations::put_back(Instant now) {
  for (auto& [name, activator] : activators_) {
    std::erase_if(activator.changes, [&](const Change& change) { return change.since > now; });
    auto& since = activator.observed_since;
    if (since && *since > now) since = now;
  }
}

std::optional<Instant> Activations::running_since(const Activator& activator, const Start& start) {
  const auto after = std::ranges::lower_bound(activator.changes, start.by, {}, &Change::since);
  if (after == activator.changes.begin()) return std::nullopt;
  const Change& state = *std::prev(after);
  if (!state.running) return std::nullopt;
  const bool is_ahead = start.previous_began && *start.previous_began > start.by;
  if (is_ahead) return state.since;
  if (start.previous_began && state.since <= *start.previous_began) return std::nullopt;
  if (start.previous_ended && state.since < *start.previous_ended - end_stamp_slack)
    return std::nullopt;
  return state.since;
}

std::optional<Trigger> Activations::cause(std::string_view service, const Start& start) const {
  std::optional<Trigger> first;
  for (const auto& [name, activator] : activators_) {
    if (!starts(activator.services, service)) continue;
    const auto since = running_since(activator, start);
    if (!since || (first && *first->time <= *since)) continue;
    const auto type = name.ends_with(".path") ? TriggerType::path : TriggerType::socket;
    first = Trigger{type, name, since, false};
  }
  return first;
}

bool Activations::observed(std::string_view service, Instant instant) const {
  return awaited_.empty() && std::ranges::all_of(activators_, [&](const auto& known) {
           const auto& [name, activator] = known;
           const bool is_heard = activator.observed_since && *activator.observed_since <= instant;
           return is_heard || !starts(activator.services, service);
         });
}

bool Activations::has(std::string_view service) const {
  return std::ranges::any_of(
      activators_, [&](const auto& known) { return starts(known.second.services, service); });
}

std::vector<std::string> Activations::services_of(std::string_view activator) const {
  const auto found = activators_.find(activator);
  return found == activators_.end() ? std::vector<std::string>() : found->second.services;
}

std::vector<std::string> Activations::activators_of(std::string_view service) const {
  std::vector<std::string> names;
  for (const auto& [name, activator] : activators_)
    if (starts(activator.services, service)) names.push_back(name);
  return names;
}

}  // namespace sa
