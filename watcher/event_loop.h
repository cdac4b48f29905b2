#pragma once

#include "watcher/clock_watch.h"
#include "watcher/desk.h"
#include "watcher/job_problems.h"
#include "watcher/journal.h"
#include "watcher/pacer.h"
#include "watcher/pause_folder.h"
#include "watcher/question_budget.h"
#include "watcher/recorder.h"
#include "watcher/systemd_bus.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

namespace sa {

// One thread, one poll(). A turn takes in what the bus and the journal have, hands it to the
// recorder, writes what is owed in one transaction, and asks what is left to ask. Start-up, a gap
// and a resync go the same way as a live signal.
//
// An idle turn writes nothing to disk: only the status file is touched, as the heartbeat.
class EventLoop {
 public:
  struct Parts {
    Recorder& recorder;
    RunWriter& store;
    StatusWriter& status;
    std::unique_ptr<SystemdBus> bus;   // connected
    std::unique_ptr<Journal> journal;  // nullptr: none, the bus tells all
    JobProblemsFile& job_problems;
    PauseFolder& pauses;
    Desk& desk;
  };
  // `reconnect` makes a new bus after the old one was lost; it throws Error while there is none.
  using Reconnect = std::function<std::unique_ptr<SystemdBus>()>;

  EventLoop(Parts parts, const Retention& retention, Reconnect reconnect);

  // Until SIGTERM or SIGINT (which must be blocked, and SIGHUP too). What is owed is written before
  // it returns. Throws Error where going on makes no sense: the store is damaged.
  void run();

 private:
  using Clock = std::chrono::steady_clock;

  void find_place_in_journal();
  void turn();
  void wait();
  Clock::time_point next_wake_up() const;
  void take_signals();
  void take_bus();
  void take_journal();
  void take_job_problems();
  void serve_desk();
  void take_pauses();
  void end_pauses();
  void take_clock();
  bool is_journal_due(Clock::time_point now) const;
  void catch_up_done();
  void ask();
  void commit(bool at_once);
  std::string place_to_keep() const;
  bool waits_for_answers(Clock::time_point now) const;
  bool may_publish(Clock::time_point now) const;
  void publish();
  std::string state_in_words() const;
  void beat();
  void lose_bus(const std::string& why);
  void try_reconnect();
  void resync();

  Parts parts_;
  Recorder& recorder_;
  Retention retention_;
  Reconnect reconnect_;
  QuestionBudget budget_;
  ClockWatch clock_watch_;
  Pacer commit_pace_;
  Pacer publish_pace_;
  int signal_fd_ = -1;
  bool stop_ = false;
  bool bus_has_more_ = true;
  bool journal_ready_ = true;
  bool journal_at_end_ = false;
  bool caught_up_ = false;
  bool was_complete_ = false;  // all timers were known at one time
  bool published_ = false;     // the status file stands
  std::string committed_cursor_;
  std::optional<Clock::time_point> owed_since_;
  Clock::time_point place_kept_;  // when the place in the journal last moved in the store
  std::size_t entries_since_commit_ = 0;
  std::size_t entries_of_catch_up_ = 0;
  std::size_t reread_step_ = 0;  // how often the journal was read anew since the bus spoke
  Clock::time_point bus_spoke_{};
  Clock::time_point started_;
  Clock::time_point next_beat_;
  Clock::time_point next_reconnect_ = Clock::time_point::max();
  Clock::time_point next_prune_;
  std::optional<Clock::time_point> trouble_said_;
};

}  // namespace sa
