#include "store/identity.h"
#include "watcher/run_tracker.h"

#include <utility>

// What each entry of the journal does to the unit that it is about.

namespace sa {

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalStarting&,
                            Changes& out) {
  if (event.invocation) begin(track, event, out);
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalUp&,
                            Changes& out) {
  if (!event.invocation) return;
  answer(event.unit, track, event.start);
  begin(track, event, out).start_answered = true;
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalFinished&,
                            Changes& out) {
  answer(event.unit, track, event.start);
  Episode* episode = track.episode_of(event.invocation);
  if (episode == nullptr) {  // its beginning was not read
    if (event.invocation && track.watched) out.ask.push_back({event.unit, true});
    return;
  }
  episode->start_answered = true;
  if (!lacks_end(episode->run)) return;
  UnitTrack::reopen(*episode);
  track.remain(*episode, event.at);
  emit(track, episode->run, out);
  out.ask.push_back({event.unit, false});
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalSkipped& what,
                            Changes& out) {
  answer(event.unit, track, event.start);
  for (Episode& episode : track.episodes) {
    if (episode.start != event.start || event.start == 0) continue;
    episode.start_answered = true;  // ExecCondition= said no: the invocation has its record
    return;
  }
  Run skipped;
  skipped.state = State::skipped;
  skipped.reason = what.reason;
  refuse(track, event, std::move(skipped), out);
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event,
                            const JournalStartFailed& what, Changes& out) {
  answer(event.unit, track, event.start);
  const bool start_limit = std::exchange(track.start_limit, false);
  Episode* own = start_limit ? nullptr : track.failed_start(event);
  if (own != nullptr) {
    own->start_answered = true;
    return;
  }
  // Only the start limit refuses with the invocation of the run before: this run's beginning was
  // not read.
  if (!start_limit && event.invocation && track.episode_of(event.invocation) == nullptr) {
    out.ask.push_back({event.unit, true});
    return;
  }
  Run refused;
  refused.state = State::refused;
  if (start_limit) {
    refused.result = Result::start_limit_hit;
    refused.reason = "started too often, systemd's start limit was hit";
  } else if (what.result == QueueResult::dependency) {
    refused.reason = "a dependency failed";
  } else {
    refused.reason = "systemd could not start it";
  }
  refuse(track, event, std::move(refused), out);
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalExit& what,
                            Changes&) {
  if (Episode* episode = track.episode_of(event.invocation);
      episode != nullptr && lacks_end(episode->run))
    episode->exits.push_back({what.command, what.killed, what.status});
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalResult& what,
                            Changes& out) {
  if (track.start_limit || !event.invocation) return;
  Episode* episode = track.episode_of(event.invocation);
  if (episode == nullptr || !lacks_end(episode->run)) return;
  UnitTrack::reopen(*episode);
  track.end(*episode, what.result, event.at);
  emit(track, episode->run, out);
  if (track.early && track.early->invocation == event.invocation)
    refine(track, *episode, *std::exchange(track.early, nullptr), out);
  out.ask.push_back({event.unit, false});
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalStopping&,
                            Changes&) {
  if (Episode* episode = track.episode_of(event.invocation)) episode->stopping = true;
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalStopped& what,
                            Changes& out) {
  answer(event.unit, track, event.start);
  if (track.restart_pending) return;  // the stop half of an automatic restart
  Episode* episode = track.episode_of(event.invocation);
  if (episode != nullptr && std::exchange(episode->remains_active, false))
    return emit(track, episode->run, out);
  if (episode == nullptr || episode->start_answered || episode->run.state != State::failed) return;
  if (episode->start == 0 && (what.restart || !follows_end(*episode, event.at))) return;
  // Its start never failed on its own: the stop took it out of the queue.
  interrupt(*episode);
  emit(track, episode->run, out);
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent&,
                            const JournalRestartScheduled& what, Changes&) {
  track.restart_pending = true;
  track.restarts = what.restarts;
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent&, const JournalStartLimit&,
                            Changes&) {
  track.start_limit = true;
}

void RunTracker::on_journal(UnitTrack&, const JournalEvent& event, const JournalQueueFailed& what,
                            Changes& out) {
  out.dead_timers.emplace_back(event.unit, what.reason);
  auto units = triggers_.started_by(event.unit);
  if (units.empty()) units.push_back(event.unit.substr(0, event.unit.rfind('.')) + ".service");
  Run refused;
  refused.identity = derived_identity(event.boot, event.unit + "@" + rfc3339(event.at), 0);
  refused.state = State::refused;
  refused.result = Result::resources;
  refused.reason = what.reason;
  refused.trigger = {TriggerType::timer, event.unit, event.at, false};
  triggers_.set_used(event.unit, event.at);
  JournalEvent of_service = event;
  of_service.unit = units.front();
  UnitTrack& track = tracks_[of_service.unit];
  track.last_event = event.at;
  refuse(track, of_service, std::move(refused), out);
}

void RunTracker::on_journal(UnitTrack& track, const JournalEvent& event, const JournalCpu& what,
                            Changes& out) {
  Episode* episode = track.episode_of(event.invocation);
  if (episode == nullptr || episode->run.cpu == what.used) return;
  episode->run.cpu = what.used;
  if (!is_open(episode->run)) emit(track, episode->run, out);
}

}  // namespace sa
