#include "watcher/unit_track.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

constexpr std::size_t most_episodes = 4;
constexpr std::size_t most_starts = 16;
constexpr std::size_t most_held = 64;

// PID 1 writes that the start failed, or was stopped, right after it wrote how the run ended.
constexpr Duration outcome_slack = std::chrono::milliseconds(100);

// clear() keeps the memory.
template <typename Value>
void let_go(std::vector<Value>& values) {
  std::vector<Value>().swap(values);
}

}  // namespace

bool is_open(const Run& run) {
  return run.state == State::running;
}

bool lacks_end(const Run& run) {
  return is_open(run) || (run.state == State::interrupted && !run.result);
}

Instant beginning_of(const Run& run) {
  return run.began.value_or(run.at);
}

void interrupt(Episode& episode) {
  episode.start_answered = true;
  interrupt_run(episode.run);
}

bool follows_end(const Episode& episode, Instant instant) {
  return episode.run.ended && instant - *episode.run.ended < outcome_slack;
}

bool UnitTrack::goes_on() const {
  const bool is_running = current() != nullptr && is_open(current()->run);
  const bool waits = !queued.empty() && !is_answered(queued.back().start);
  return is_running || waits || is_between();
}

Episode* UnitTrack::episode_of(const std::optional<Id128>& invocation) {
  if (!invocation) return nullptr;
  const auto found = std::find_if(episodes.rbegin(), episodes.rend(), [&](const Episode& episode) {
    return episode.run.identity == *invocation;
  });
  return found == episodes.rend() ? nullptr : &*found;
}

const Episode* UnitTrack::previous(const Episode& episode) const {
  const Episode* before = nullptr;
  for (const Episode& other : episodes) {
    if (&other == &episode || beginning_of(other.run) > beginning_of(episode.run)) break;
    before = &other;
  }
  return before;
}

Episode* UnitTrack::failed_start(const JournalEvent& event) {
  for (Episode& episode : episodes)
    if (episode.start == event.start && event.start != 0) return &episode;
  Episode* named = episode_of(event.invocation);
  if (named == nullptr || named->start != 0) return nullptr;
  return follows_end(*named, event.at) ? named : nullptr;
}

Episode& UnitTrack::insert(Run run) {
  const Id128 identity = run.identity;
  const auto is_later = [at = run.at](const Episode& other) {
    return beginning_of(other.run) > at;
  };
  const bool is_oldest = episodes.empty() || is_later(episodes.front());
  if (episodes.size() >= most_episodes && !is_oldest) episodes.erase(episodes.begin());
  Episode episode;
  episode.run = std::move(run);
  episodes.insert(std::ranges::find_if(episodes, is_later), std::move(episode));
  return *episode_of(identity);
}

void UnitTrack::hold(const Run& run) {
  const auto same = std::find_if(held.begin(), held.end(),
                                 [&](const Run& other) { return other.identity == run.identity; });
  if (same != held.end()) {
    *same = run;
    return;
  }
  if (held.size() == most_held) held.erase(held.begin());
  held.push_back(run);
}

void UnitTrack::queue(std::uint32_t start, Instant heard) {
  const auto place = std::ranges::lower_bound(queued, start, {}, &Heard::start);
  if (place != queued.end() && place->start == start) {
    place->at = heard;
    return;
  }
  queued.insert(place, {start, heard});
  if (queued.size() > most_starts) queued.erase(queued.begin());
}

std::optional<Instant> UnitTrack::heard_at(std::uint32_t start) const {
  const auto found = std::ranges::lower_bound(queued, start, {}, &Heard::start);
  if (found == queued.end() || found->start != start) return std::nullopt;
  return found->at;
}

void UnitTrack::answer(std::uint32_t start) {
  const auto place = std::ranges::lower_bound(answered, start);
  if (place != answered.end() && *place == start) return;
  answered.insert(place, start);
  if (answered.size() > most_starts) answered.erase(answered.begin());
}

bool UnitTrack::is_answered(std::uint32_t start) const {
  return std::ranges::binary_search(answered, start);
}

void UnitTrack::decide_attempt(Episode& episode) {
  const bool restarted = std::exchange(restart_pending, false);
  const Episode* before = previous(episode);
  if (!restarted || before == nullptr) {
    restarts = 0;
    return;
  }
  episode.run.attempt = restarts + 1;
  inherit_trigger(episode);
}

bool UnitTrack::inherit_trigger(Episode& episode) const {
  const Episode* before = previous(episode);
  if (before == nullptr) return false;
  Run& run = episode.run;
  Trigger trigger = before->run.trigger;
  if (!trigger.time && !run.has_invocation) trigger.time = run.at;
  if (run.trigger == trigger) return false;
  run.trigger = std::move(trigger);
  run.due = before->run.due;
  return true;
}

void UnitTrack::end(Episode& episode, Result result, Instant at) const {
  episode.saw_end = true;
  end_run(episode.run, result, std::max(at, beginning_of(episode.run)), episode.exits,
          episode.stopping ? Ending::by_stop : Ending::by_itself, zero_only);
}

void UnitTrack::reopen(Episode& episode) {
  Run& run = episode.run;
  if (is_open(run)) return;
  run.state = State::running;
  run.ended.reset();
  run.exit_status.reset();
  run.exit_signal.reset();
  run.reason.clear();
}

void UnitTrack::remain(Episode& episode, Instant at) const {
  end(episode, Result::success, at);
  episode.start_answered = true;
  episode.remains_active = true;
  episode.run.reason = "its process has ended, the unit remains active";
}

bool UnitTrack::presume_exit(Run& run) const {
  if (!zero_only || run.state != State::succeeded || run.exit_status || run.exit_signal)
    return false;
  run.exit_status = 0;
  return true;
}

void UnitTrack::forget_boot() {
  answered.clear();
  restart_pending = false;
  refusal.reset();
}

void UnitTrack::rest() {
  let_go(queued);
  let_go(answered);
  early.reset();
  if (refusal) refusal->settled = true;
  if (episodes.empty()) return;
  episodes.erase(episodes.begin(), std::prev(episodes.end()));
  episodes.shrink_to_fit();
  episodes.back().settled = true;
  let_go(episodes.back().exits);
}

}  // namespace sa
