#include "watcher/outlet.h"

#include "host/wall_clock.h"
#include "watcher/supervisor.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

using namespace std::chrono_literals;

constexpr auto retry_after_trouble = 5s;
constexpr auto say_trouble_every = 10min;

// What was asked of systemd about a run is awaited this long before the run is written without it.
constexpr auto answer_patience = 8ms;

// Where new timers never stop coming the place in the journal is kept all the same.
constexpr auto place_patience = 30s;

// Without any run the place in the journal is kept at least this often.
constexpr std::size_t entries_a_commit = 20000;

}  // namespace

Outlet::Outlet(const Parts& parts)
    : recorder_(parts.recorder),
      status_(parts.status),
      journal_(parts.journal),
      commit_pace_(1, 4ms),
      publish_pace_(60, 10ms),
      started_(Clock::now()),
      place_kept_(started_) {}

Outlet::Clock::time_point Outlet::next(Clock::time_point now, std::size_t questions) const {
  auto next = Clock::time_point::max();
  if (recorder_.owes_runs()) {
    const bool waits = waits_for_answers(now, questions);
    next = std::max(commit_pace_.next(), waits ? *owed_since_ + answer_patience : now);
  }
  if (may_publish(now) && (recorder_.owes_rows() || !published_))
    next = std::min(next, std::max(publish_pace_.next(), now + 1ms));
  return next;
}

// ---- the log

// As long as the timers are not known, runs of their services are kept in memory only: a restart
// must read them again.
std::string Outlet::place_to_keep() const {
  if (!journal_.is_there()) return "";
  const bool is_safe =
      recorder_.is_place_safe(wall_now()) || Clock::now() - place_kept_ > place_patience;
  return is_safe ? journal_.cursor() : committed_cursor_;
}

bool Outlet::waits_for_answers(Clock::time_point now, std::size_t questions) const {
  return owed_since_ && now - *owed_since_ < answer_patience && questions > 0;
}

void Outlet::commit(Pace pace, std::size_t questions) {
  const auto began = Clock::now();
  const bool at_once = pace != Pace::usual;
  const std::string cursor = place_to_keep();
  const bool is_far = journal_.entries() - entries_committed_ >= entries_a_commit;
  const bool keep_place = cursor != committed_cursor_ && (at_once || is_far);
  if (!recorder_.owes_runs() && !keep_place) return;
  if (recorder_.owes_runs() && !owed_since_) owed_since_ = began;
  if (!at_once && (!commit_pace_.is_due(began) || waits_for_answers(began, questions))) return;
  owed_since_.reset();
  commit_now(cursor, began, pace);
}

void Outlet::commit_now(const std::string& cursor, Clock::time_point began, Pace pace) {
  try {
    recorder_.commit(cursor, wall_now());
    if (cursor != committed_cursor_) place_kept_ = began;
    committed_cursor_ = cursor;
    entries_committed_ = journal_.entries();
    commit_pace_.done(began, Clock::now());
    if (trouble_said_) say(Level::notice, "the log has taken in what was owed");
    trouble_said_.reset();
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    if (pace == Pace::last) throw;
    defer(error, began);
  }
}

void Outlet::defer(const Error& error, Clock::time_point began) {
  commit_pace_.retry_at(began + retry_after_trouble);
  if (trouble_said_ && began - *trouble_said_ <= say_trouble_every) return;
  say(Level::error, std::string(error.what()) + ", keeping the runs in memory until it works");
  trouble_said_ = began;
}

// ---- the status file

void Outlet::allow_publishing() {
  allowed_ = true;
  publish_pace_.retry_at({});
}

bool Outlet::may_publish(Clock::time_point now) const {
  return allowed_ && (complete_ || now - started_ > listing_patience);
}

void Outlet::publish(Pace pace) {
  const auto began = Clock::now();
  // A host without any timer has a status file too: it says that the watcher is alive.
  if (!recorder_.owes_rows() && published_) return;
  if (pace == Pace::usual && !publish_pace_.is_due(began)) return;
  if (!may_publish(began)) return;
  try {
    recorder_.publish(wall_now());
    published_ = true;
    heartbeat_ = wall_now();
    publish_pace_.done(began, Clock::now());
  } catch (const Error& error) {
    publish_pace_.retry_at(began + retry_after_trouble);
    say(Level::error, std::string(error.what()) + ", trying again");
  }
}

void Outlet::touch() {
  if (!allowed_) return;
  try {
    status_.touch();
    heartbeat_ = wall_now();
  } catch (const Error& error) {
    say(Level::error, std::string(error.what()) + ", writing it anew");
    recorder_.owe_all_rows();
    published_ = false;
  }
}

}  // namespace sa
