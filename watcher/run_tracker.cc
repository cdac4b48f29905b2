#include "watcher/run_tracker.h"

#include "store/identity.h"
#include "watcher/run_refine.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

constexpr std::size_t most_episodes = 8;
constexpr std::size_t most_starts = 16;
constexpr std::size_t most_held = 64;

bool ends_with_timer(std::string_view unit) {
  return unit.ends_with(".timer");
}

bool is_open(const Run& run) {
  return run.state == State::running;
}

void remember(std::set<std::uint32_t>& starts, std::uint32_t start) {
  starts.insert(start);
  if (starts.size() > most_starts) starts.erase(starts.begin());
}

Instant instant_of(const Run& run) {
  return run.began.value_or(run.at);
}

}  // namespace

RunTracker::RunTracker(std::string host, Journal journal)
    : host_(std::move(host)),
      patience_(journal == Journal::heard ? Duration(std::chrono::seconds(1)) : Duration(0)) {}

// ---- what is known besides events

void RunTracker::restore(const Run& run) {
  if (!run.has_invocation) return;
  auto& episodes = tracks_[run.unit].episodes;
  Episode episode;
  episode.run = run;
  episode.start_answered = !is_open(run);
  episodes.push_back(std::move(episode));
  if (episodes.size() > most_episodes) episodes.pop_front();
}

void RunTracker::watch(const std::string& unit, bool zero_only, Changes& out) {
  Track& track = tracks_[unit];
  track.watched = true;
  track.zero_only = zero_only;
  for (auto& run : std::exchange(track.held, {})) out.runs.push_back(std::move(run));
}

bool RunTracker::is_watched(std::string_view unit) const {
  const auto found = tracks_.find(unit);
  return found != tracks_.end() && found->second.watched;
}

void RunTracker::emit(Track& track, const Run& run, Changes& out) {
  if (track.watched) {
    out.runs.push_back(run);
    return;
  }
  const auto same = std::find_if(track.held.begin(), track.held.end(),
                                 [&](const Run& held) { return held.identity == run.identity; });
  if (same != track.held.end()) {
    *same = run;
  } else {
    if (track.held.size() == most_held) track.held.erase(track.held.begin());
    track.held.push_back(run);
  }
}

void RunTracker::answer(const std::string& unit, Track& track, std::uint32_t start) {
  if (start == 0) return;
  remember(track.answered, start);
  std::erase_if(unanswered_,
                [&](const Unanswered& u) { return u.start == start && u.unit == unit; });
}

RunTracker::Episode* RunTracker::episode_of(Track& track, const std::optional<Id128>& invocation) {
  if (!invocation) return nullptr;
  const auto found =
      std::find_if(track.episodes.rbegin(), track.episodes.rend(),
                   [&](const Episode& episode) { return episode.run.identity == *invocation; });
  return found == track.episodes.rend() ? nullptr : &*found;
}

// ---- the bus

void RunTracker::on(const UnitEvent& event, Changes& out) {
  std::visit([&](const auto& known) { on_event(known, out); }, event);
}

void RunTracker::on_event(const Queued& event, Changes& out) {
  if (ends_with_timer(event.unit)) return;
  Track& track = tracks_[event.unit];
  track.last_event = event.heard;
  remember(track.queued, event.start);
  if (patience_ == Duration(0)) unanswered_.push_back({event.unit, event.start, event.heard});
  revisit_triggers(track, out);
}

void RunTracker::on_event(const Dequeued& event, Changes& out) {
  if (ends_with_timer(event.unit)) {
    out.ask_timers.push_back(event.unit);
    return;
  }
  Track& track = tracks_[event.unit];
  track.last_event = event.heard;
  if (!track.answered.contains(event.start))
    unanswered_.push_back({event.unit, event.start, event.heard + patience_});
  if (event.result != QueueResult::canceled || track.episodes.empty()) return;
  // A stop cancels the start of a oneshot that is still going.
  Episode& current = track.episodes.back();
  if (current.start != event.start && current.start != 0) return;
  if (is_open(current.run)) {
    current.stopping = true;
  } else if (current.run.state == State::failed && !current.start_answered) {
    current.run.state = State::interrupted;
    current.start_answered = true;
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

void RunTracker::on_event(const ServiceSeen& event, Changes& out) {
  Track& track = tracks_[event.unit];
  if (Episode* episode = episode_of(track, event.invocation)) {
    refine(track, *episode, event, out);
  } else if (event.needed && event.invocation && event.began) {
    begin_seen(track, event, out);
  } else if (event.needed && !event.loaded && !track.episodes.empty() &&
             is_open(track.episodes.back().run)) {
    lose_end(track, track.episodes.back(), std::nullopt,
             "the unit was gone before its end was seen", out);
  } else if (event.invocation) {
    track.early = event;
  }
}

// ---- the journal

void RunTracker::on_event(const JournalEvent& event, Changes& out) {
  change_boot(event.boot, event.at, out);
  seen_until_ = event.at;
  Track& track = tracks_[event.unit];
  track.last_event = event.at;
  std::visit([&](const auto& what) { on_journal(track, event, what, out); }, event.what);
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalStarting&,
                            Changes& out) {
  if (event.invocation) begin(track, event, out);
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalUp&,
                            Changes& out) {
  if (!event.invocation) return;
  answer(event.unit, track, event.start);
  begin(track, event, out).start_answered = true;
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalFinished&,
                            Changes& out) {
  answer(event.unit, track, event.start);
  Episode* episode = episode_of(track, event.invocation);
  if (episode == nullptr) return;
  episode->start_answered = true;
  if (!is_open(episode->run)) return;
  end(track, *episode, Result::success, event.at);
  episode->remains_active = true;
  episode->run.reason = "its process has ended, the unit remains active";
  emit(track, episode->run, out);
  out.ask.push_back({event.unit, true});
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalSkipped& what,
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

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalStartFailed& what,
                            Changes& out) {
  answer(event.unit, track, event.start);
  const bool start_limit = std::exchange(track.start_limit, false);
  if (Episode* episode = failed_start(track, event, start_limit)) {
    episode->start_answered = true;
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

// The run whose own start failed; nullptr when the start never became a run. A run restored from
// the log has no start id: then the failure is its own when it follows its end at once.
RunTracker::Episode* RunTracker::failed_start(Track& track, const JournalEvent& event,
                                              bool start_limit) {
  if (start_limit || track.episodes.empty()) return nullptr;
  for (Episode& episode : track.episodes)
    if (episode.start == event.start && event.start != 0) return &episode;
  Episode* named = episode_of(track, event.invocation);
  if (named == nullptr || named->start != 0 || !named->run.ended) return nullptr;
  return event.at - *named->run.ended < std::chrono::milliseconds(100) ? named : nullptr;
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalExit& what,
                            Changes&) {
  if (Episode* episode = episode_of(track, event.invocation);
      episode != nullptr && is_open(episode->run))
    episode->exits.push_back({what.command, what.killed, what.status});
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalResult& what,
                            Changes& out) {
  if (track.start_limit || !event.invocation || ends_with_timer(event.unit)) return;
  Episode* episode = episode_of(track, event.invocation);
  if (episode == nullptr || !is_open(episode->run)) return;
  end(track, *episode, what.result, event.at);
  emit(track, episode->run, out);
  if (track.early && track.early->invocation == event.invocation)
    refine(track, *episode, *std::exchange(track.early, std::nullopt), out);
  out.ask.push_back({event.unit, false});
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalStopping&,
                            Changes&) {
  if (Episode* episode = episode_of(track, event.invocation)) episode->stopping = true;
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalStopped&,
                            Changes& out) {
  answer(event.unit, track, event.start);
  if (track.restart_pending) return;  // the stop half of an automatic restart
  Episode* episode = episode_of(track, event.invocation);
  if (episode == nullptr || episode->start_answered || episode->run.state != State::failed) return;
  // Its start never failed on its own: the stop took it out of the queue.
  episode->start_answered = true;
  episode->run.state = State::interrupted;
  emit(track, episode->run, out);
}

void RunTracker::on_journal(Track& track, const JournalEvent&, const JournalRestartScheduled& what,
                            Changes&) {
  track.restart_pending = true;
  track.restarts = what.restarts;
}

void RunTracker::on_journal(Track& track, const JournalEvent&, const JournalStartLimit&, Changes&) {
  track.start_limit = true;
}

void RunTracker::on_journal(Track&, const JournalEvent& event, const JournalQueueFailed& what,
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
  refuse(tracks_[of_service.unit], of_service, std::move(refused), out);
}

void RunTracker::on_journal(Track& track, const JournalEvent& event, const JournalCpu& what,
                            Changes& out) {
  Episode* episode = episode_of(track, event.invocation);
  if (episode == nullptr || episode->run.cpu == what.used) return;
  episode->run.cpu = what.used;
  if (!is_open(episode->run)) emit(track, episode->run, out);
}

// ---- the life of a run

RunTracker::Episode& RunTracker::add_episode(Track& track, Run run, Changes& out) {
  const Id128 identity = run.identity;
  auto& episodes = track.episodes;
  const auto later = std::find_if(episodes.begin(), episodes.end(), [&](const Episode& episode) {
    return instant_of(episode.run) > run.at;
  });
  if (later == episodes.end() && !episodes.empty() && is_open(episodes.back().run))
    lose_end(track, episodes.back(), std::nullopt, "its end was not seen", out);
  Episode episode;
  episode.run = std::move(run);
  episode.run.host = host_;
  const auto at = episodes.insert(later, std::move(episode));
  if (episodes.size() > most_episodes && at != episodes.begin()) episodes.pop_front();
  return *episode_of(track, identity);
}

RunTracker::Episode& RunTracker::begin(Track& track, const JournalEvent& event, Changes& out) {
  const bool heard = track.queued.contains(event.start);
  Episode* known = episode_of(track, event.invocation);
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
    decide_attempt(track, *known);
  } else if (known->start != 0) {
    return *known;  // "Started" after "Starting": the unit is up
  }
  known->start = event.start;
  if (heard || known->run.recorded_by == RecordedBy::bus) known->run.recorded_by = RecordedBy::both;
  decide_trigger(track, *known);
  emit(track, known->run, out);
  out.ask.push_back({event.unit, false});
  return *known;
}

// An automatic restart belongs to the trigger of the run before it.
void RunTracker::decide_attempt(Track& track, Episode& episode) {
  const bool restarted = std::exchange(track.restart_pending, false);
  const Episode* before = previous(track, episode);
  if (!restarted || before == nullptr) {
    track.restarts = 0;
    return;
  }
  episode.run.attempt = track.restarts + 1;
  episode.run.trigger = before->run.trigger;
  episode.run.due = before->run.due;
}

const RunTracker::Episode* RunTracker::previous(const Track& track, const Episode& episode) {
  const Episode* before = nullptr;
  for (const Episode& other : track.episodes) {
    if (&other == &episode) return before;
    before = &other;
  }
  return before;
}

void RunTracker::begin_seen(Track& track, const ServiceSeen& seen, Changes& out) {
  Run run;
  run.identity = *seen.invocation;
  run.unit = seen.unit;
  run.began = seen.restart_pending ? seen.main_began : seen.began;
  run.at = run.began.value_or(*seen.began);
  run.boot = seen.boot;
  run.recorded_by = RecordedBy::bus;
  Episode& episode = add_episode(track, std::move(run), out);
  track.restart_pending = seen.restarts > 0;
  track.restarts = seen.restarts;
  decide_attempt(track, episode);
  decide_trigger(track, episode);
  emit(track, episode.run, out);
  refine(track, episode, seen, out);
}

void RunTracker::end(Track& track, Episode& episode, Result result, Instant at) {
  end_run(episode.run, result, std::max(at, episode.run.began.value_or(at)), episode.exits,
          episode.stopping ? Ending::by_stop : Ending::by_itself, track.zero_only);
}

void RunTracker::lose_end(Track& track, Episode& episode, std::optional<Instant> ended,
                          const std::string& reason, Changes& out) {
  Run& run = episode.run;
  run.state = State::interrupted;
  if (ended && *ended >= instant_of(run)) run.ended = ended;
  run.pid.reset();
  run.reason = reason;
  emit(track, run, out);
}

void RunTracker::refuse(Track& track, const JournalEvent& event, Run refusal, Changes& out) {
  refusal.has_invocation = false;
  if (refusal.identity == Id128{})
    refusal.identity = derived_identity(event.boot, event.unit, event.start);
  refusal.unit = event.unit;
  refusal.at = event.at;
  refusal.boot = event.boot;
  refusal.host = host_;
  const bool heard = track.queued.contains(event.start);
  refusal.recorded_by = heard ? RecordedBy::both : RecordedBy::journal;
  Episode episode;
  episode.run = std::move(refusal);
  episode.start = event.start;
  Run& run = episode.run;
  if (std::exchange(track.restart_pending, false) && !track.episodes.empty()) {
    run.attempt = track.restarts + 1;
    run.trigger = track.episodes.back().run.trigger;
    run.due = track.episodes.back().run.due;
  } else if (!decide_trigger(track, episode) && run.trigger.type == TriggerType::unknown && heard) {
    run.trigger.type = TriggerType::manual;
  }
  if (!run.trigger.time) run.trigger.time = run.at;
  emit(track, run, out);
  track.refusal = std::move(episode);
}

// True when the trigger became known or changed.
bool RunTracker::decide_trigger(Track& track, Episode& episode) {
  Run& run = episode.run;
  if (run.attempt > 1 || run.trigger.type == TriggerType::timer ||
      run.trigger.type == TriggerType::unit)
    return false;
  TriggerBook::Window window;
  if (const Episode* before = previous(track, episode)) {
    window.previous_began = before->run.began;
    window.previous_ended = before->run.ended;
  }
  window.began = instant_of(run);
  if (auto trigger = triggers_.take(run.unit, window)) {
    run.trigger = std::move(*trigger);
    return true;
  }
  const bool heard = track.queued.contains(episode.start);
  if (run.trigger.type != TriggerType::unknown || !heard) return false;
  if (!triggers_.observed(run.unit, window.began)) return false;
  const bool by_boot = boot_finished_ && window.began < *boot_finished_;
  run.trigger.type = by_boot ? TriggerType::boot : TriggerType::manual;
  return true;
}

void RunTracker::revisit_trigger(Track& track, Episode& episode, Changes& out) {
  const bool changed = decide_trigger(track, episode);
  const bool confirmed =
      episode.run.recorded_by == RecordedBy::journal && track.queued.contains(episode.start);
  if (confirmed) episode.run.recorded_by = RecordedBy::both;
  if (changed || confirmed) emit(track, episode.run, out);
}

// The bus and the journal may be several runs apart.
void RunTracker::revisit_triggers(Track& track, Changes& out) {
  if (track.refusal) revisit_trigger(track, *track.refusal, out);
  for (Episode& episode : track.episodes) revisit_trigger(track, episode, out);
}

// ---- answers of systemd about a run

void RunTracker::refine(Track& track, Episode& episode, const ServiceSeen& seen, Changes& out) {
  const Run before = episode.run;
  Run& run = episode.run;
  if (run.recorded_by == RecordedBy::journal) run.recorded_by = RecordedBy::both;
  refine_began(run, seen);
  if (is_open(run) && seen.active && !seen.exited) run.pid = seen.pid;
  if (is_open(run) && seen.needed && !seen.active) {
    end(track, episode, seen.result.value_or(Result::success), seen.ended.value_or(run.at));
    episode.start_answered = true;
  }
  if (is_open(run) && !seen.active) track.early = seen;  // the journal is about to tell the end
  if (!is_open(run)) refine_ended(run, seen, episode.remains_active);
  if (!seen.active) episode.remains_active = false;
  if (!(run == before)) emit(track, run, out);
}

// ---- time and boots

void RunTracker::change_boot(const Id128& boot, Instant at, Changes& out) {
  if (boot == boot_) return;
  boot_ = boot;
  unanswered_.clear();
  for (auto& [unit, track] : tracks_) {
    track.queued.clear();
    track.answered.clear();
    track.restart_pending = false;
    track.refusal.reset();
    if (track.episodes.empty()) continue;
    Episode& current = track.episodes.back();
    current.remains_active = current.remains_active && current.run.boot == boot;
    // A run that the bus told of may be newer than the entries that are still being read.
    if (is_open(current.run) && current.run.boot != boot && current.run.at < at)
      lose_end(track, current, seen_until_, "the host went down while it was running", out);
  }
}

void RunTracker::booted(const Id128& boot, Instant now, Changes& out) {
  change_boot(boot, now, out);
}

void RunTracker::overdue_questions(Instant now, Changes& out) {
  while (!unanswered_.empty() && unanswered_.front().ask_at <= now) {
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

std::vector<std::string> RunTracker::units_with_open_runs() const {
  std::vector<std::string> units;
  for (const auto& [unit, track] : tracks_)
    if (track.watched && !track.episodes.empty() && is_open(track.episodes.back().run))
      units.push_back(unit);
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
