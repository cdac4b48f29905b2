#include "watcher/event_loop.h"

#include "watcher/supervisor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <malloc.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

constexpr auto beat_every = 20s;
constexpr auto prune_every = 1h;
constexpr auto first_reconnect = 50ms;
constexpr auto reconnect_every = 2s;
constexpr auto retry_after_trouble = 5s;
constexpr auto say_trouble_every = 10min;
// The list of units is awaited this long before rows are published without it.
constexpr auto listing_patience = 10s;

// A first start takes in this much of the journal.
constexpr Duration first_look_back = std::chrono::hours(24 * 30);

// Inotify tells of new journal entries up to 250 ms late, so after the bus spoke the journal is
// read at once and again after these.
constexpr std::array<std::chrono::milliseconds, 5> rereads = {0ms, 5ms, 20ms, 100ms, 400ms};

constexpr std::size_t messages_a_turn = 500;
constexpr std::size_t entries_a_turn = 1000;
// Where new timers never stop coming the place in the journal is kept all the same.
constexpr auto place_patience = 30s;

// What was asked of systemd about a run is awaited this long before the run is written without it.
constexpr auto answer_patience = 8ms;

// Without any run the place in the journal is kept at least this often.
constexpr std::size_t entries_a_commit = 20000;

Instant wall_now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Duration clock_now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::duration_cast<Duration>(std::chrono::seconds(time.tv_sec) +
                                              std::chrono::nanoseconds(time.tv_nsec));
}

int open_signal_fd() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  const int fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0) throw Error("cannot wait for signals");
  return fd;
}

}  // namespace

EventLoop::EventLoop(Parts parts, const Retention& retention, Reconnect reconnect)
    : parts_(std::move(parts)),
      recorder_(parts_.recorder),
      retention_(retention),
      reconnect_(std::move(reconnect)),
      commit_pace_(1, 4ms),
      publish_pace_(60, 10ms),
      place_kept_(Clock::now()),
      started_(place_kept_),
      next_beat_(started_ + beat_every),
      next_prune_(started_ + 1min) {}

void EventLoop::run() {
  signal_fd_ = open_signal_fd();
  find_place_in_journal();
  parts_.bus->list();
  supervisor::status("taking in what happened before");
  while (!stop_) turn();
  supervisor::stopping();
  commit(true);
  close(signal_fd_);
}

void EventLoop::find_place_in_journal() {
  if (!parts_.journal) return;
  const auto cursor = recorder_.journal_cursor();
  if (!cursor) {
    parts_.journal->seek_time(wall_now() - first_look_back);
  } else if (!parts_.journal->seek_cursor(*cursor)) {
    say(Level::warning,
        "the journal no longer has the place up to which it was read: runs in between may be "
        "missing");
  }
  committed_cursor_ = cursor.value_or("");
}

void EventLoop::turn() {
  wait();
  take_clock();
  take_signals();
  try_reconnect();
  take_bus();
  take_journal();
  serve_desk();
  was_complete_ = was_complete_ || recorder_.is_listed();
  if (!parts_.journal && !caught_up_ && recorder_.is_listed()) catch_up_done();
  recorder_.overdue_questions(wall_now());
  recorder_.account(wall_now());
  ask();
  commit(false);
  publish();
  beat();
}

// ---- waiting

EventLoop::Clock::time_point EventLoop::next_wake_up() const {
  const auto now = Clock::now();
  if (bus_has_more_ || (parts_.journal && is_journal_due(now))) return now;
  auto next = std::min({next_beat_, next_reconnect_, next_prune_});
  if (parts_.journal && reread_step_ < rereads.size())
    next = std::min(next, bus_spoke_ + rereads[reread_step_]);
  if (recorder_.owes_runs()) {
    const bool waits = waits_for_answers(now);
    next =
        std::min(next, std::max(commit_pace_.next(), waits ? *owed_since_ + answer_patience : now));
  }
  if (may_publish(now) && (recorder_.owes_rows() || !published_))
    next = std::min(next, std::max(publish_pace_.next(), now + 1ms));
  if (const auto question = recorder_.next_question())
    next = std::min(next, now + std::clamp<Clock::duration>(*question - wall_now(), 1ms, 1s));
  if (parts_.bus)
    if (const auto timeout = parts_.bus->poll_data().timeout) next = std::min(next, now + *timeout);
  if (const auto timeout = parts_.desk.poll_data().timeout) next = std::min(next, now + *timeout);
  return next;
}

void EventLoop::wait() {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_wake_up() - Clock::now());
  std::array<pollfd, 6> fds{};
  fds[0] = {signal_fd_, POLLIN, 0};
  fds[1] = {-1, 0, 0};
  if (parts_.bus) {
    const auto bus = parts_.bus->poll_data();
    fds[1] = {bus.fd, bus.events, 0};
  }
  fds[2] = {parts_.journal ? parts_.journal->fd() : -1, POLLIN, 0};
  fds[3] = {parts_.job_problems.fd(), POLLIN, 0};
  fds[4] = {parts_.pauses.fd(), POLLIN, 0};
  const auto desk = parts_.desk.poll_data();
  fds[5] = {desk.fd, desk.events, 0};
  const auto timeout = std::clamp<long long>(left.count(), 0, 60000);
  if (poll(fds.data(), fds.size(), static_cast<int>(timeout)) < 0 && errno != EINTR)
    throw Error("cannot wait for events");
  if (fds[2].revents != 0) {
    parts_.journal->acknowledge();
    journal_ready_ = true;
  }
  if (fds[3].revents != 0) take_job_problems();
  if (fds[4].revents != 0) take_pauses();
}

// Who asked is told once it is written.
void EventLoop::serve_desk() {
  if (!caught_up_ || !parts_.desk.serve(wall_now())) return;
  commit(true);
  if (!recorder_.owes_runs()) parts_.desk.answer();
}

void EventLoop::take_clock() {
  const ClockReading reading{wall_now(), clock_now(CLOCK_BOOTTIME), clock_now(CLOCK_MONOTONIC)};
  if (const auto change = clock_watch_.take(reading)) recorder_.take_clock_change(change->absence);
}

void EventLoop::take_pauses() {
  const auto change = parts_.pauses.take_change();
  if (!change) return;
  for (const auto& problem : change->problems)
    say(Level::warning, problem + ", holding the timer all the same");
  recorder_.take_pauses(change->held);
}

void EventLoop::end_pauses() {
  try {
    for (const auto& timer : parts_.pauses.over(wall_now()))
      if (parts_.bus) parts_.bus->end_pause(timer);
  } catch (const Error& error) {
    say(Level::warning, std::string(error.what()) + ", trying again soon");
  }
}

void EventLoop::take_job_problems() {
  try {
    if (const auto jobs = parts_.job_problems.take_change()) recorder_.take_refused(*jobs);
  } catch (const Error& error) {
    say(Level::warning, std::string(error.what()) + ", ignoring");
  }
}

void EventLoop::take_signals() {
  signalfd_siginfo info{};
  while (read(signal_fd_, &info, sizeof info) == sizeof info) {
    if (info.ssi_signo == SIGHUP) {
      resync();
    } else {
      stop_ = true;
    }
  }
}

// ---- the bus

void EventLoop::take_bus() {
  if (!parts_.bus) return;
  std::vector<BusEvent> events;
  try {
    bus_has_more_ = parts_.bus->process(messages_a_turn, events);
  } catch (const Error& error) {
    if (!recorder_.was_listed()) throw;  // it never worked
    lose_bus(error.what());
  }
  const Instant now = wall_now();
  for (const auto& event : events) recorder_.take(event, now);
  if (events.empty()) return;
  bus_spoke_ = Clock::now();
  reread_step_ = 0;
}

void EventLoop::lose_bus(const std::string& why) {
  say(Level::warning, why + ", going on with the journal until it is back");
  parts_.bus.reset();
  recorder_.take(ManagerChanged{true}, wall_now());
  bus_has_more_ = false;
  next_reconnect_ = Clock::now() + first_reconnect;
}

void EventLoop::try_reconnect() {
  if (parts_.bus || Clock::now() < next_reconnect_) return;
  try {
    parts_.bus = reconnect_();
  } catch (const Error&) {
    next_reconnect_ = Clock::now() + reconnect_every;
    return;
  }
  next_reconnect_ = Clock::time_point::max();
  say(Level::notice, "the bus is back");
  resync();
}

void EventLoop::resync() {
  bus_has_more_ = true;
  journal_ready_ = true;
  if (parts_.bus) parts_.bus->list();
}

void EventLoop::ask() {
  auto questions = recorder_.take_questions();
  if (!parts_.bus) return;
  if (questions.list) parts_.bus->list();
  for (const auto& timer : questions.timers) parts_.bus->ask_timer(timer);
  for (const auto& unit : questions.follow) parts_.bus->follow_service(unit);
  if (!questions.open.empty()) parts_.bus->ask_open(questions.open);
  const auto now = Clock::now();
  for (const auto& question : questions.services)
    if (question.needed || (caught_up_ && budget_.take(now)))
      parts_.bus->ask_service(question.unit, question.needed);
}

// ---- the journal

bool EventLoop::is_journal_due(Clock::time_point now) const {
  // A first start must know whose runs it looks for.
  const bool is_first = committed_cursor_.empty();
  if (is_first && !recorder_.is_listed() && now - started_ < listing_patience) return false;
  const bool reread = reread_step_ < rereads.size() && now >= bus_spoke_ + rereads[reread_step_];
  return journal_ready_ || reread;
}

void EventLoop::take_journal() {
  const auto now = Clock::now();
  if (!parts_.journal || !is_journal_due(now)) return;
  while (reread_step_ < rereads.size() && now >= bus_spoke_ + rereads[reread_step_]) ++reread_step_;
  std::vector<UnitEvent> events;
  const std::size_t count = parts_.journal->read(entries_a_turn, events);
  for (const auto& event : events) recorder_.take(event);
  entries_since_commit_ += count;
  entries_of_catch_up_ += count;
  journal_ready_ = count == entries_a_turn;
  if (!journal_ready_ && !caught_up_) catch_up_done();
}

void EventLoop::catch_up_done() {
  caught_up_ = true;
  recorder_.caught_up(wall_now());
  take_job_problems();
  take_pauses();
  end_pauses();
  recorder_.look_around(wall_now());
  commit(true);
  publish_pace_.retry_at({});
  publish();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
  parts_.desk.open();
  say(Level::info, "read " + std::to_string(entries_of_catch_up_) + " journal entries in " +
                       std::to_string(took.count()) + " ms, watching");
  supervisor::ready(state_in_words());
}

// ---- writing

// As long as the timers are not known, runs of their services are kept in memory only: a restart
// must read them again.
std::string EventLoop::place_to_keep() const {
  if (!parts_.journal) return "";
  const bool is_safe =
      recorder_.is_place_safe(wall_now()) || Clock::now() - place_kept_ > place_patience;
  return is_safe ? parts_.journal->cursor() : committed_cursor_;
}

// One write of a run with systemd's own stamps, rather than one without and one with them.
bool EventLoop::waits_for_answers(Clock::time_point now) const {
  return owed_since_ && now - *owed_since_ < answer_patience && parts_.bus &&
         parts_.bus->questions() > 0;
}

void EventLoop::commit(bool at_once) {
  const auto began = Clock::now();
  const std::string cursor = place_to_keep();
  const bool keep_place =
      cursor != committed_cursor_ && (at_once || entries_since_commit_ >= entries_a_commit);
  if (!recorder_.owes_runs() && !keep_place) return;
  if (recorder_.owes_runs() && !owed_since_) owed_since_ = began;
  if (!at_once && (!commit_pace_.is_due(began) || waits_for_answers(began))) return;
  owed_since_.reset();
  try {
    recorder_.commit(cursor, wall_now());
    if (cursor != committed_cursor_) place_kept_ = began;
    committed_cursor_ = cursor;
    entries_since_commit_ = 0;
    commit_pace_.done(began, Clock::now());
    if (trouble_said_) say(Level::notice, "the log has taken in what was owed");
    trouble_said_.reset();
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    if (stop_) throw;
    commit_pace_.retry_at(began + retry_after_trouble);
    if (!trouble_said_ || began - *trouble_said_ > say_trouble_every) {
      say(Level::error, std::string(error.what()) + ", keeping the runs in memory until it works");
      trouble_said_ = began;
    }
  }
}

// Not before all timers were known once: readers would see rows come and go.
bool EventLoop::may_publish(Clock::time_point now) const {
  return caught_up_ && (was_complete_ || now - started_ > listing_patience);
}

void EventLoop::publish() {
  const auto began = Clock::now();
  // A host without any timer has a status file too: it says that the watcher is alive.
  if ((!recorder_.owes_rows() && published_) || !publish_pace_.is_due(began)) return;
  if (!may_publish(began)) return;
  try {
    recorder_.publish(wall_now());
    published_ = true;
    publish_pace_.done(began, Clock::now());
  } catch (const Error& error) {
    publish_pace_.retry_at(began + retry_after_trouble);
    say(Level::error, std::string(error.what()) + ", trying again");
  }
}

std::string EventLoop::state_in_words() const {
  std::string words = "watching " + std::to_string(recorder_.timer_count()) + " timers";
  if (!parts_.bus) words += ", without the bus";
  if (trouble_said_) words += ", the log cannot be written";
  return words;
}

void EventLoop::beat() {
  const auto now = Clock::now();
  if (now >= next_prune_) {
    const bool more = recorder_.prune(retention_, wall_now()) > 0;
    next_prune_ = now + (more ? Clock::duration(1s) : Clock::duration(prune_every));
  }
  if (now < next_beat_) return;
  parts_.desk.open();
  next_beat_ = now + beat_every;
  supervisor::alive(state_in_words());
  recorder_.look_around(wall_now());
  take_job_problems();
  take_pauses();
  end_pauses();
  ask();
  // A listing or a catch-up leaves more behind than the watcher needs from then on.
  malloc_trim(0);
  if (!caught_up_) return;
  try {
    parts_.status.touch();
  } catch (const Error& error) {
    say(Level::error, std::string(error.what()) + ", writing it anew");
    recorder_.owe_all_rows();
    published_ = false;
  }
}

}  // namespace sa
