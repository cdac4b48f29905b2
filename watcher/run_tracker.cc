#include "watcher/run_tracker.h"

#include "store/identity.h"
#include "watcher/run_refine.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

bool is_timer(std::string_view unit) {
  return unit.ends_with(".timer");
}

}  // namespace

RunTracker::RunTracker(std::string host, Journal journal)
    : host_(std::move(host)),
      patience_(journal == Journal::heard ? Duration(std::chrono::seconds(1)) : Duration(0)) {}

// ---- what is known besides events

void RunTracker::restore(const Run& run) {
  if (!run.has_invocation) {
    auto refusal = std::make_unique<Episode>();
    refusal->run = run;
    tracks_[run.unit].refusal = std::move(refusal);
    return;
  }
  // What failed may have been stopped: only the journal's next entries tell.
  tracks_[run.unit].insert(run).start_answered = !is_open(run) && run.state != State::failed;
}

void RunTracker::watch(const std::string& unit, bool zero_only, Changes& out) {
  UnitTrack& track = tracks_[unit];
  track.watched = true;
  track.zero_only = zero_only;
  for (auto& run : std::exchange(track.held, {})) out.runs.push_back(std::move(run));
  for (Episode& episode : track.episodes)
    if (episode.saw_end && track.presume_exit(episode.run)) emit(track, episode.run, out);
}

bool RunTracker::knows(std::string_view unit, const Id128& identity) const {
  const auto found = tracks_.find(unit);
  if (found == tracks_.end()) return false;
  const UnitTrack& track = found->second;
  const auto is_it = [&](const Episode& episode) { return episode.run.identity == identity; };
  return (track.refusal && is_it(*track.refusal)) ||
         std::any_of(track.episodes.begin(), track.episodes.end(), is_it);
}

bool RunTracker::is_watched(std::string_view unit) const {
  const auto found = tracks_.find(unit);
  return found != tracks_.end() && found->second.watched;
}

void RunTracker::presume_exit(Run& run) const {
  if (const auto found = tracks_.find(run.unit); found != tracks_.end())
    (void)found->second.presume_exit(run);
}

void RunTracker::emit(UnitTrack& track, const Run& run, Changes& out) {
  if (track.watched) {
    out.runs.push_back(run);
  } else {
    track.hold(run);
    last_held_ = track.last_event;
  }
}

void RunTracker::answer(const std::string& unit, UnitTrack& track, std::uint32_t start) {
  if (start == 0) return;
  track.answer(start);
  std::erase_if(unanswered_,
                [&](const Unanswered& u) { return u.start == start && u.unit == unit; });
}

// ---- the bus

void RunTracker::on(const UnitEvent& event, Changes& out) {
  std::visit([&](const auto& known) { on_event(known, out); }, event);
}

void RunTracker::on_event(const Queued& event, Changes& out) {
  if (is_timer(event.unit)) return;
  UnitTrack& track = tracks_[event.unit];
  track.last_event = event.heard;
  track.queue(event.start, event.heard);
  if (patience_ == Duration(0)) unanswered_.push_back({event.unit, event.start, event.heard});
  revisit_triggers(track, out);
}

void RunTracker::on_event(const Dequeued& event, Changes& out) {
  if (is_timer(event.unit)) {
    out.ask_timers.push_back(event.unit);
    return;
  }
  UnitTrack& track = tracks_[event.unit];
  track.last_event = event.heard;
  if (!track.is_answered(event.start))
    unanswered_.push_back({event.unit, event.start, event.heard + patience_});
  if (event.result != QueueResult::canceled || track.episodes.empty()) return;
  // A stop cancels the start of a oneshot that is still going.
  Episode& current = track.episodes.back();
  const bool may_be_its = current.start == event.start || current.start == 0;
  if (is_open(current.run) && may_be_its) {
    current.stopping = true;
  } else if (current.start == event.start && current.run.state == State::failed &&
             !current.start_answered) {
    interrupt(current);
    emit(track, current.run, out);
  }
}

void RunTracker::on_event(const TimerChanged& event, Changes& out) {
  triggers_.observe(event.timer, event.heard);
  if (!event.last_trigger) return;
  triggers_.fired(event.timer, *event.last_trigger);
  for (const auto& unit : triggers_.started_by(event.timer)) {
    const auto found = tracks_.find(unit);
    if (found != tracks_.end()) revisit_triggers(found->second, out);
  }
}

void RunTracker::on_event(const ActivatorChanged& event, Changes& out) {
  activations_.change(event.activator, event.running, event.since);
  for (const auto& unit : activations_.services_of(event.activator)) {
    const auto found = tracks_.find(unit);
    if (found != tracks_.end()) revisit_triggers(found->second, out);
  }
}

void RunTracker::on_event(const ServiceSeen& event, Changes& out) {
  UnitTrack& track = tracks_[event.unit];
  if (Episode* episode = track.episode_of(event.invocation)) {
    refine(track, *episode, event, out);
  } else if (event.needed && event.invocation && event.began) {
    begin_seen(track, event, out);
  } else if (event.needed && !event.loaded && !track.episodes.empty() &&
             is_open(track.episodes.back().run)) {
    lose_end(track, track.episodes.back(), std::nullopt,
             "the unit was gone before its end was seen", out);
  } else if (event.invocation) {
    track.early = std::make_unique<ServiceSeen>(event);
  }
}

void RunTracker::on_event(const JournalEvent& event, Changes& out) {
  change_boot(event.boot, event.at, out);
  seen_until_ = event.at;
  // Of a timer only matters that it could not queue its service.
  if (is_timer(event.unit) && !std::holds_alternative<JournalQueueFailed>(event.what)) return;
  UnitTrack& track = tracks_[event.unit];
  track.last_event = event.at;
  std::visit([&](const auto& what) { on_journal(track, event, what, out); }, event.what);
  if (track.is_between()) {
    between_.insert(event.unit);
  } else {
    between_.erase(event.unit);
  }
}

// ---- the life of a run

Episode& RunTracker::add_episode(UnitTrack& track, Run run, Changes& out) {
  run.host = host_;
  lose_ends_before(track, run, out);
  return track.insert(std::move(run));
}

// A unit runs once at a time: what began before must have ended.
void RunTracker::lose_ends_before(UnitTrack& track, const Run& run, Changes& out) {
  for (Episode& before : track.episodes)
    if (is_open(before.run) && before.run.identity != run.identity &&
        beginning_of(before.run) <= beginning_of(run))
      lose_end(track, before, std::nullopt, "its end was not seen", out);
}

Episode& RunTracker::begin(UnitTrack& track, const JournalEvent& event, Changes& out) {
  Episode* known = track.episode_of(event.invocation);
  if (known == nullptr) {
    Run run;
    run.identity = *event.invocation;
    run.unit = event.unit;
    run.at = event.at;
    run.began = event.at;
    run.boot = event.boot;
    run.recorded_by = RecordedBy::journal;
    known = &add_episode(track, std::move(run), out);
    known->start = event.start;
    track.decide_attempt(*known);
  } else if (known->start != 0) {
    return *known;  // "Started" after "Starting": the unit is up
  } else {
    track.restart_pending = false;  // the log knows it as the attempt that it is
  }
  track.start_limit = false;  // the start that it refused is over, told or not
  lose_ends_before(track, known->run, out);
  known->start = event.start;
  if (known->run.recorded_by == RecordedBy::bus || heard(track, known->run, event.start))
    known->run.recorded_by = RecordedBy::both;
  decide_trigger(track, *known);
  emit(track, known->run, out);
  out.ask.push_back({event.unit, false});
  return *known;
}

void RunTracker::begin_seen(UnitTrack& track, const ServiceSeen& seen, Changes& out) {
  Run run;
  run.identity = *seen.invocation;
  run.unit = seen.unit;
  run.began = seen.restart_pending ? seen.main_began : seen.began;
  // Its program never began: what systemd stamped last is the beginning of the waiting.
  run.at =
      run.began.value_or(seen.restart_pending ? seen.ended.value_or(*seen.began) : *seen.began);
  run.boot = seen.boot;
  run.recorded_by = RecordedBy::bus;
  Episode& episode = add_episode(track, std::move(run), out);
  track.restart_pending = seen.restarts > 0;
  track.restarts = seen.restarts;
  track.decide_attempt(episode);
  decide_trigger(track, episode);
  emit(track, episode.run, out);
  refine(track, episode, seen, out);
}

void RunTracker::lose_end(UnitTrack& track, Episode& episode, std::optional<Instant> ended,
                          const std::string& reason, Changes& out) {
  Run& run = episode.run;
  run.state = State::interrupted;
  if (ended && *ended >= beginning_of(run)) run.ended = ended;
  run.pid.reset();
  run.reason = reason;
  emit(track, run, out);
}

void RunTracker::refuse(UnitTrack& track, const JournalEvent& event, Run refusal, Changes& out) {
  refusal.has_invocation = false;
  if (refusal.identity == Id128{})
    refusal.identity = derived_identity(event.boot, event.unit, event.start);
  if (track.refusal && track.refusal->run.identity == refusal.identity) return;  // told again
  refusal.unit = event.unit;
  refusal.at = event.at;
  refusal.boot = event.boot;
  refusal.host = host_;
  const bool is_heard = heard(track, refusal, event.start);
  refusal.recorded_by = is_heard ? RecordedBy::both : RecordedBy::journal;
  Episode episode;
  episode.run = std::move(refusal);
  episode.start = event.start;
  Run& run = episode.run;
  if (std::exchange(track.restart_pending, false) && !track.episodes.empty()) {
    run.attempt = track.restarts + 1;
    track.inherit_trigger(episode);
  } else {
    decide_trigger(track, episode);
  }
  if (!run.trigger.time) run.trigger.time = run.at;
  emit(track, run, out);
  track.refusal = std::make_unique<Episode>(std::move(episode));
}

// ---- answers of systemd about a run

void RunTracker::end_seen(const UnitTrack& track, Episode& episode, const ServiceSeen& seen) {
  const Instant at = episode.run.at;
  // While it waits to start the unit again, systemd calls it active.
  if (!seen.active || seen.restart_pending) {
    track.end(episode, seen.result.value_or(Result::success), seen.ended.value_or(at));
    episode.start_answered = true;
  } else if (seen.exited) {
    track.remain(episode, seen.active_since.value_or(at));
  }
}

void RunTracker::refine(UnitTrack& track, Episode& episode, const ServiceSeen& seen, Changes& out) {
  const Run before = episode.run;
  Run& run = episode.run;
  if (run.recorded_by == RecordedBy::journal) run.recorded_by = RecordedBy::both;
  refine_began(run, seen);
  if (is_open(run) && seen.active && !seen.exited) run.pid = seen.pid;
  if (is_open(run) && seen.needed) end_seen(track, episode, seen);
  if (is_open(run) && !seen.active)
    track.early = std::make_unique<ServiceSeen>(seen);  // the journal is about to tell the end
  // The log does not have that.
  const bool is_held = episode.start == 0 && run.state == State::succeeded && seen.exited &&
                       !std::exchange(episode.remains_active, true);
  if (!is_open(run)) refine_ended(run, seen, episode.remains_active);
  const bool is_released = !seen.active && std::exchange(episode.remains_active, false);
  if (is_held || is_released || !(run == before)) emit(track, run, out);
  if (activations_.has(run.unit)) revisit_triggers(track, out);
}

// ---- time and boots

void RunTracker::change_boot(const Id128& boot, Instant at, Changes& out) {
  if (boot == boot_) return;
  const bool is_first = std::exchange(boot_, boot) == Id128{};
  unanswered_.clear();
  between_.clear();
  for (auto& [unit, track] : tracks_) {
    if (!is_first) track.forget_boot();
    for (Episode& episode : track.episodes) {
      episode.remains_active = episode.remains_active && episode.run.boot == boot;
      // A run that the bus told of may be newer than the entries that are still being read.
      if (is_open(episode.run) && episode.run.boot != boot && episode.run.at < at)
        lose_end(track, episode, seen_until_, "the host went down while it was running", out);
    }
  }
}

void RunTracker::booted(const Id128& boot, Instant now, Changes& out) {
  change_boot(boot, now, out);
}

void RunTracker::overdue_questions(Instant now, Changes& out) {
  // A clock that was put back must not keep a question waiting.
  const auto is_due = [&](const Unanswered& u) {
    return u.ask_at <= now || u.ask_at > now + patience_ + std::chrono::seconds(1);
  };
  while (!unanswered_.empty() && is_due(unanswered_.front())) {
    if (is_watched(unanswered_.front().unit)) out.ask.push_back({unanswered_.front().unit, true});
    unanswered_.pop_front();
  }
}

std::optional<Instant> RunTracker::next_question() const {
  if (unanswered_.empty()) return std::nullopt;
  return unanswered_.front().ask_at;
}

void RunTracker::forget_unwatched(Instant before) {
  std::erase_if(tracks_, [&](const auto& entry) {
    return !entry.second.watched && entry.second.last_event < before;
  });
}

void RunTracker::rest(Instant before) {
  for (auto& [unit, track] : tracks_)
    if (track.last_event < before && !track.goes_on()) track.rest();
}

std::vector<std::string> RunTracker::units_with_open_runs() const {
  return units_active_since(Instant::max());
}

std::vector<std::string> RunTracker::units_active_since(Instant since) const {
  std::vector<std::string> units;
  for (const auto& [unit, track] : tracks_) {
    const Episode* current = track.current();
    if (!track.watched || current == nullptr) continue;
    if (is_open(current->run) || current->run.ended.value_or(Instant::min()) > since)
      units.push_back(unit);
  }
  return units;
}

const Run* RunTracker::current_run(std::string_view unit) const {
  const auto found = tracks_.find(unit);
  return found == tracks_.end() || found->second.episodes.empty()
             ? nullptr
             : &found->second.episodes.back().run;
}

bool RunTracker::remains_active(std::string_view unit) const {
  const auto found = tracks_.find(unit);
  return found != tracks_.end() && !found->second.episodes.empty() &&
         found->second.episodes.back().remains_active;
}

}  // namespace sa
