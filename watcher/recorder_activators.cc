#include "watcher/recorder.h"

#include <algorithm>

// The .path and .socket units: each is asked what it starts, and listened to where that is watched.

namespace sa {

void Recorder::on(const ActivatorSeen& event, Instant) {
  Activations& activations = tracker_.activations();
  const bool was_awaiting = activations.is_awaiting();
  activations.set(event.activator, event.loaded ? event.services : std::vector<std::string>());
  take_state(event);
  if (was_awaiting && !activations.is_awaiting()) tracker_.activators_known(changes_);
}

void Recorder::take_state(const ActivatorSeen& event) {
  Activations& activations = tracker_.activations();
  const bool matters = std::ranges::any_of(
      event.services, [&](const auto& unit) { return tracker_.is_watched(unit); });
  if (!event.loaded || !matters) {
    if (event.followed) leave(event.activator);
    return;
  }
  if (!event.followed) return follow(event.activator);
  followed_activators_.insert(event.activator);
  // It has been as it is since then.
  activations.observe(event.activator, event.since.value_or(event.heard));
  if (event.since)
    tracker_.on(ActivatorChanged{event.activator, event.running, *event.since}, changes_);
}

void Recorder::on(const ActivatorChanged& event, Instant) {
  tracker_.on(event, changes_);
}

void Recorder::follow(const std::string& activator) {
  if (followed_activators_.insert(activator).second)
    questions_.follow_activators.push_back(activator);
}

void Recorder::leave(const std::string& activator) {
  followed_activators_.erase(activator);
  tracker_.activations().unobserve(activator);
  questions_.leave_activators.push_back(activator);
}

}  // namespace sa
