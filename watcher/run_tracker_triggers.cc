#include "watcher/run_tracker.h"

#include <algorithm>
#include <utility>

// What caused a run.

namespace sa {
namespace {

// PID 1 sends what it is too busy to send at once as one change: where its signals lag behind like
// this, a firing may have been swallowed by the next one, and no run may be called manual.
constexpr Duration most_lag = std::chrono::milliseconds(500);

bool is_caused_by_a_unit(const Trigger& trigger) {
  return trigger.type == TriggerType::timer || trigger.type == TriggerType::unit ||
         trigger.type == TriggerType::path || trigger.type == TriggerType::socket;
}

}  // namespace

// Whether the bus told of the run's start.
bool RunTracker::heard(const UnitTrack& track, const Run& run, std::uint32_t start) const {
  const bool is_of_running_boot = running_boot_ == Id128{} || run.boot == running_boot_;
  return is_of_running_boot && track.heard_at(start);
}

// Of a timer and an activator the one that was first began the run, and the other found it going.
std::optional<Trigger> RunTracker::cause_of(const UnitTrack& track, const Episode& episode) {
  TriggerBook::Window window;
  if (const Episode* before = track.previous(episode)) {
    window.previous_began = before->run.began;
    window.previous_ended = before->run.ended;
  }
  window.began = beginning_of(episode.run);
  auto firing = triggers_.take(episode.run.unit, window);
  auto activation = activation_of(track, episode, window);
  return !firing || (activation && *activation->time < *firing->time) ? activation : firing;
}

// Where the bus did not tell of the start, only systemd's stamp of the beginning is early enough:
// a run that is started by hand has its activator running as soon as it is up.
std::optional<Trigger> RunTracker::activation_of(const UnitTrack& track, const Episode& episode,
                                                 const TriggerBook::Window& window) const {
  const Run& run = episode.run;
  const bool is_heard = heard(track, run, episode.start);
  if (!is_heard && run.recorded_by == RecordedBy::journal) return std::nullopt;
  const Instant asked = is_heard ? *track.heard_at(episode.start) : window.began;
  return activations_.cause(
      run.unit, {window.previous_began, window.previous_ended, std::min(asked, window.began)});
}

// Whether nothing that the bus tells of can have caused the run unheard.
bool RunTracker::is_observed(const UnitTrack& track, const Episode& episode) const {
  const std::string& unit = episode.run.unit;
  const Instant began = beginning_of(episode.run);
  if (!heard(track, episode.run, episode.start)) return false;
  const Instant told = *track.heard_at(episode.start);
  const bool may_lag = !triggers_.timers_of(unit).empty() || activations_.has(unit);
  if (may_lag && told - began > most_lag) return false;
  return triggers_.observed(unit, began) && activations_.observed(unit, std::min(told, began));
}

// True when the trigger became known or changed.
bool RunTracker::decide_trigger(const UnitTrack& track, Episode& episode) {
  Run& run = episode.run;
  if (episode.settled || run.attempt > 1 || is_caused_by_a_unit(run.trigger)) return false;
  if (auto trigger = cause_of(track, episode)) {
    run.trigger = std::move(*trigger);
    return true;
  }
  if (run.trigger.type != TriggerType::unknown || !is_observed(track, episode)) return false;
  const bool by_boot = boot_finished_ && beginning_of(run) < *boot_finished_;
  run.trigger.type = by_boot ? TriggerType::boot : TriggerType::manual;
  return true;
}

void RunTracker::revisit_trigger(UnitTrack& track, Episode& episode, Changes& out) {
  const bool changed =
      episode.run.attempt > 1 ? track.inherit_trigger(episode) : decide_trigger(track, episode);
  const bool confirmed =
      episode.run.recorded_by == RecordedBy::journal && heard(track, episode.run, episode.start);
  if (confirmed) episode.run.recorded_by = RecordedBy::both;
  if (changed || confirmed) emit(track, episode.run, out);
}

// The bus and the journal may be several runs apart.
void RunTracker::revisit_triggers(UnitTrack& track, Changes& out) {
  for (Episode& episode : track.episodes) revisit_trigger(track, episode, out);
  if (track.refusal) revisit_trigger(track, *track.refusal, out);
}

void RunTracker::activators_known(Changes& out) {
  for (auto& [unit, track] : tracks_) revisit_triggers(track, out);
}

}  // namespace sa
