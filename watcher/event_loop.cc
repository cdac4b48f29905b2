#include "watcher/event_loop.h"

#include "host/wall_clock.h"
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
// sa-control tells the journal of a change right after it, which may take systemd a while; what it
// told is looked for this long after something happened, and then now and then.
constexpr std::array<std::chrono::milliseconds, 4> control_delays = {300ms, 2s, 10s, 5min};
constexpr std::size_t messages_a_turn = 500;

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
      journal_(parts_.journal),
      outlet_({parts_.recorder, parts_.status, parts_.journal}),
      retention_(retention),
      reconnect_(std::move(reconnect)),
      started_(Clock::now()),
      next_beat_(started_ + beat_every),
      next_prune_(started_ + 1min) {}

void EventLoop::run() {
  signal_fd_ = open_signal_fd();
  const auto cursor = recorder_.journal_cursor();
  journal_.find_place(cursor, wall_now());
  if (journal_.is_there()) outlet_.start_at(cursor.value_or(""));
  take_control();
  parts_.source->list();
  supervisor::status("taking in what happened before");
  while (!stop_) turn();
  supervisor::stopping();
  outlet_.commit(Outlet::Pace::last, 0);
  close(signal_fd_);
}

void EventLoop::turn() {
  wait();
  take_clock();
  take_signals();
  try_reconnect();
  take_source();
  take_journal();
  serve_desk();
  if (recorder_.is_listed()) outlet_.set_complete();
  if (!journal_.is_there() && !caught_up_ && recorder_.is_listed()) catch_up_done();
  if (!journal_.is_there() || journal_.at_end()) recorder_.overdue_questions(wall_now());
  recorder_.account(wall_now());
  recorder_.pass_time(wall_now());
  ask();
  outlet_.commit(Outlet::Pace::usual, questions());
  outlet_.publish(Outlet::Pace::usual);
  tell_news();
  if (recorder_.take_manual()) expect_control();
  if (caught_up_ && Clock::now() >= next_control_) take_control();
  parts_.messenger.serve(wall_now());
  beat();
}

// ---- waiting

EventLoop::Clock::time_point EventLoop::next_wake_up() const {
  const auto now = Clock::now();
  if (source_has_more_ || is_journal_due(now)) return now;
  auto next = std::min({next_beat_, next_reconnect_, next_prune_, next_control_,
                        journal_.next_read(), outlet_.next(now, questions())});
  if (const auto question = recorder_.next_question())
    next = std::min(next, now + std::clamp<Clock::duration>(*question - wall_now(), 1ms, 1s));
  if (const auto change = recorder_.next_change())
    next = std::min(next, now + std::clamp<Duration>(*change - wall_now(), 1ms, 1min));
  if (parts_.source)
    if (const auto timeout = parts_.source->poll_data().timeout)
      next = std::min(next, now + *timeout);
  for (const auto& timeout :
       {parts_.desk.poll_data().timeout, parts_.messenger.poll_data().timeout})
    if (timeout) next = std::min(next, now + *timeout);
  if (const auto loss = parts_.desk.next())
    next = std::min(next, now + std::clamp<Duration>(*loss - wall_now(), 1ms, 1min));
  return next;
}

void EventLoop::wait() {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_wake_up() - Clock::now());
  std::array<pollfd, 7> fds{};
  fds[0] = {signal_fd_, POLLIN, 0};
  fds[1] = {-1, 0, 0};
  if (parts_.source) {
    const auto source = parts_.source->poll_data();
    fds[1] = {source.fd, source.events, 0};
  }
  fds[2] = {journal_.fd(), POLLIN, 0};
  fds[3] = {parts_.job_problems.fd(), POLLIN, 0};
  fds[4] = {parts_.pauses.fd(), POLLIN, 0};
  const auto desk = parts_.desk.poll_data();
  fds[5] = {desk.fd, desk.events, 0};
  const auto messenger = parts_.messenger.poll_data();
  fds[6] = {messenger.fd, messenger.events, 0};
  const auto timeout = std::clamp<long long>(left.count(), 0, 60000);
  if (poll(fds.data(), fds.size(), static_cast<int>(timeout)) < 0 && errno != EINTR)
    throw Error("cannot wait for events");
  if (fds[2].revents != 0) journal_.acknowledge();
  if (fds[3].revents != 0) take_job_problems();
  if (fds[4].revents != 0) take_pauses();
}

// Who asked is told once it is written.
void EventLoop::serve_desk() {
  parts_.desk.set_state(state());
  if (!caught_up_ || !parts_.desk.serve(wall_now())) return;
  expect_control();
  outlet_.commit(Outlet::Pace::at_once, 0);
  // Who asked sees it in `sa status` once he is answered.
  outlet_.publish(Outlet::Pace::at_once);
  if (!recorder_.owes_runs()) parts_.desk.answer();
}

WatcherState EventLoop::state() const {
  WatcherState state;
  state.host = recorder_.host();
  state.units = static_cast<std::uint32_t>(recorder_.unit_count());
  state.timers = static_cast<std::uint32_t>(recorder_.timer_count());
  state.caught_up = caught_up_;
  state.complete = outlet_.is_complete();
  state.bus_connected = parts_.source != nullptr;
  state.log_writable = !outlet_.has_trouble();
  state.journal_seen = recorder_.last_told();
  state.heartbeat = outlet_.heartbeat();
  return state;
}

void EventLoop::tell_news() {
  if (auto written = recorder_.take_written(); !written.empty()) parts_.desk.tell(written);
  for (const auto& news : recorder_.take_news()) parts_.desk.tell(news);
}

void EventLoop::take_clock() {
  const ClockReading reading{wall_now(), clock_now(CLOCK_BOOTTIME), clock_now(CLOCK_MONOTONIC)};
  if (const auto change = clock_watch_.take(reading))
    recorder_.take_clock_change(change->absence, reading.wall);
}

void EventLoop::take_pauses() {
  const auto change = parts_.pauses.take_change();
  if (!change) return;
  for (const auto& problem : change->problems)
    say(Level::warning, problem + ", holding the timer all the same");
  recorder_.take_pauses(change->held);
  expect_control();
}

// It tells the journal once it has done what it was asked for.
void EventLoop::expect_control() {
  if (!parts_.control) return;
  control_step_ = 0;
  next_control_ = std::min(next_control_, Clock::now() + control_delays.front());
}

void EventLoop::take_control() {
  if (!parts_.control) return;
  control_step_ = std::min(control_step_ + 1, control_delays.size() - 1);
  next_control_ = Clock::now() + control_delays[control_step_];
  try {
    if (const auto changes = parts_.control->read(); !changes.empty())
      recorder_.take_changes(changes, parts_.control->cursor());
    control_trouble_said_ = false;
  } catch (const Error& error) {
    if (!control_trouble_said_)
      say(Level::warning, std::string(error.what()) + ", not booking who paused and ran what");
    control_trouble_said_ = true;
  }
}

void EventLoop::end_pauses() {
  const auto over = parts_.pauses.over(wall_now());
  if (!over.empty()) parts_.messenger.end_pauses(over);
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

// ---- the init system

void EventLoop::take_source() {
  if (!parts_.source) return;
  std::vector<BusEvent> events;
  try {
    source_has_more_ = parts_.source->process(messages_a_turn, events);
  } catch (const Error& error) {
    if (!recorder_.was_listed()) throw;  // it never worked
    lose_source(error.what());
  }
  const Instant now = wall_now();
  for (const auto& event : events) recorder_.take(event, now);
  if (!events.empty()) journal_.bus_spoke(Clock::now());
}

void EventLoop::lose_source(const std::string& why) {
  say(Level::warning, why + (journal_.is_there() ? ", going on with the journal until it is back"
                                                 : ", waiting until it is back"));
  parts_.source.reset();
  recorder_.take(ManagerChanged{true}, wall_now());
  source_has_more_ = false;
  next_reconnect_ = Clock::now() + first_reconnect;
}

void EventLoop::try_reconnect() {
  if (parts_.source || Clock::now() < next_reconnect_) return;
  try {
    parts_.source = reconnect_();
  } catch (const Error&) {
    next_reconnect_ = Clock::now() + reconnect_every;
    return;
  }
  next_reconnect_ = Clock::time_point::max();
  say(Level::notice, "the bus is back");
  resync();
}

void EventLoop::resync() {
  source_has_more_ = true;
  journal_.look_again();
  if (parts_.source) parts_.source->list();
}

std::size_t EventLoop::questions() const {
  return parts_.source ? parts_.source->questions() : 0;
}

void EventLoop::ask() {
  auto questions = recorder_.take_questions();
  if (!parts_.source) return;
  if (questions.list) parts_.source->list();
  for (const auto& timer : questions.timers) parts_.source->ask_timer(timer);
  for (const auto& unit : questions.follow) parts_.source->follow_service(unit);
  for (const auto& name : questions.activators) parts_.source->ask_activator(name);
  for (const auto& name : questions.follow_activators) parts_.source->follow_activator(name);
  for (const auto& name : questions.leave_activators) parts_.source->leave_activator(name);
  if (!questions.open.empty()) parts_.source->ask_open(questions.open);
  const auto now = Clock::now();
  for (const auto& question : questions.services)
    if (question.needed || (caught_up_ && budget_.take(now)))
      parts_.source->ask_service(question.unit, question.needed);
}

// ---- the journal

bool EventLoop::is_journal_due(Clock::time_point now) const {
  // A first start must know whose runs it looks for.
  const bool may_begin =
      !outlet_.is_first_start() || recorder_.is_listed() || now - started_ >= listing_patience;
  return may_begin && journal_.is_due(now);
}

void EventLoop::take_journal() {
  const auto now = Clock::now();
  if (!is_journal_due(now)) return;
  std::vector<UnitEvent> events;
  journal_.read(now, events);
  for (const auto& event : events) recorder_.take(event);
  if (journal_.at_end() && !caught_up_) catch_up_done();
}

void EventLoop::catch_up_done() {
  caught_up_ = true;
  recorder_.caught_up(wall_now());
  take_job_problems();
  take_pauses();
  end_pauses();
  recorder_.look_around(wall_now());
  outlet_.commit(Outlet::Pace::at_once, 0);
  outlet_.allow_publishing();
  outlet_.publish(Outlet::Pace::at_once);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
  parts_.desk.open();
  const std::string what = journal_.is_there()
                               ? "read " + std::to_string(journal_.entries()) + " journal entries"
                               : "listed what runs";
  say(Level::info, what + " in " + std::to_string(took.count()) + " ms, watching");
  supervisor::ready(state_in_words());
}

// ---- from time to time

std::string EventLoop::state_in_words() const {
  std::string words = "watching " + std::to_string(recorder_.timer_count()) + " timers";
  if (!parts_.source) words += ", without the bus";
  if (outlet_.has_trouble()) words += ", the log cannot be written";
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
  outlet_.touch();
}

}  // namespace sa
