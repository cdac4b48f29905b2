#pragma once

#include "watcher/clock_watch.h"
#include "watcher/control_journal.h"
#include "watcher/desk.h"
#include "watcher/event_source.h"
#include "watcher/job_problems.h"
#include "watcher/journal_feed.h"
#include "watcher/messenger.h"
#include "watcher/outlet.h"
#include "watcher/pause_folder.h"
#include "watcher/question_budget.h"
#include "watcher/recorder.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <poll.h>

namespace sa {

// One thread, one poll(). A turn takes in what the init system and the journal have, hands it to
// the recorder, writes what is owed in one transaction, and asks what is left to ask. Start-up, a
// gap and a resync go the same way as a live signal.
//
// An idle turn writes nothing to disk: only the status file is touched, as the heartbeat.
class EventLoop {
 public:
  struct Parts {
    Recorder& recorder;
    StatusWriter& status;
    std::unique_ptr<EventSource> source;  // connected
    JournalFeed& journal;
    JobProblemsFile& job_problems;
    PauseFolder& pauses;
    Desk& desk;
    std::unique_ptr<ControlJournal> control;  // nullptr: nobody tells of changes
    Messenger& messenger;
  };
  // `reconnect` makes a new source after the old one was lost; it throws Error while there is none.
  using Reconnect = std::function<std::unique_ptr<EventSource>()>;

  EventLoop(Parts parts, const Retention& retention, Reconnect reconnect);

  // Until SIGTERM or SIGINT (which must be blocked, and SIGHUP too). What is owed is written before
  // it returns. Throws Error where going on makes no sense: the store is damaged.
  void run();

 private:
  using Clock = std::chrono::steady_clock;

  void turn();
  void wait();
  Clock::time_point next_wake_up() const;
  void take_signals();
  void take_source();
  void take_journal();
  void take_job_problems();
  void serve_desk();
  void tell_news();
  WatcherState state() const;
  void take_pauses();
  void take_control();
  void expect_control();
  void end_pauses();
  void take_clock();
  bool is_journal_due(Clock::time_point now) const;
  void catch_up_done();
  std::size_t questions() const;
  void ask();
  std::string state_in_words() const;
  void beat();
  void lose_source(const std::string& why);
  void try_reconnect();
  void resync();

  Parts parts_;
  Recorder& recorder_;
  JournalFeed& journal_;
  Outlet outlet_;
  Retention retention_;
  Reconnect reconnect_;
  QuestionBudget budget_;
  ClockWatch clock_watch_;
  int signal_fd_ = -1;
  bool stop_ = false;
  bool source_has_more_ = true;
  bool caught_up_ = false;
  Clock::time_point started_;
  Clock::time_point next_beat_;
  Clock::time_point next_reconnect_ = Clock::time_point::max();
  Clock::time_point next_prune_;
  Clock::time_point next_control_ = Clock::time_point::max();
  std::size_t control_step_ = 0;  // how often it was read since something happened
  bool control_trouble_said_ = false;
};

}  // namespace sa
