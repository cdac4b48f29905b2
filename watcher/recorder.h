#pragma once

#include "core/error.h"
#include "store/run_writer.h"
#include "store/status_file.h"
#include "watcher/bus_event.h"
#include "watcher/roster.h"
#include "watcher/run_tracker.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sa {

// Joins the parts: events go to the run tracker and the roster, their runs and rows to the store
// and the status file, their questions out to the bus. Keeps what could not be written (full disk)
// until it can be.
class Recorder {
 public:
  struct Parts {
    RunWriter& store;
    StatusWriter& status;
    TimeZones& zones;
  };
  Recorder(const Parts& parts, std::string host, const Id128& boot, RunTracker::Journal journal);

  // Takes over what the log knows. Once, before any event.
  void restore();
  // The place in the journal up to which the log has everything; nullopt: first start.
  std::optional<std::string> journal_cursor() const;

  void take(const BusEvent& event, Instant now);
  void take(const UnitEvent& event);
  // Jobs whose files are refused, all of them.
  void take_refused(const std::vector<RefusedJob>& jobs);
  // All timers that are held.
  void take_pauses(HeldTimers held);
  // The host slept or its clock was set (nullopt: put back): what systemd said of when it fires the
  // timers without OnCalendar= holds no more.
  void take_clock_change(const std::optional<Absence>& absence);
  // Gives due instants their verdicts: of the units of which something was told since the last
  // call, and in look_around() of all.
  void account(Instant now);
  // The unit is not expected any more, from `now` on; or it is again. False: there is no such unit.
  // nullptr: the unit is not known.
  const UnitRecord* record(std::string_view unit) const { return roster_.record(unit); }
  bool retire(std::string_view unit, const std::string& by, const std::string& reason, Instant now);
  bool unretire(std::string_view unit, Instant now);
  // The journal was read to its end: runs of earlier boots that are still open were interrupted.
  void caught_up(Instant now);
  // What must be looked at from time to time: timers that wait for nothing, open runs.
  void look_around(Instant now);
  void overdue_questions(Instant now) {
    tracker_.overdue_questions(now, changes_);
    flush_changes();
  }
  std::optional<Instant> next_question() const { return tracker_.next_question(); }

  // Questions to systemd since the last call.
  struct Questions {
    std::vector<RunTracker::Question> services;
    std::vector<std::string> timers;
    std::vector<std::string> follow;  // services that vanish as soon as they end
    std::vector<std::string> open;    // services whose runs are open: are they active?
    bool list = false;
  };
  Questions take_questions() { return std::exchange(questions_, {}); }

  // Whether there is something to write.
  bool owes_runs() const {
    return !owed_runs_.empty() || !owed_units_.empty() || !owed_slots_.empty();
  }
  bool owes_rows() const { return !owed_rows_.empty(); }
  // Writes all that is owed and the cursor in one transaction. Throws Error or NoRoom; then all is
  // owed still.
  void commit(const std::string& cursor, Instant now);
  void publish(Instant now);
  // The status file is gone: the next publish() writes it whole.
  void owe_all_rows();
  std::size_t prune(const Retention& retention, Instant now);

  // True when no run is kept in memory only because nobody can tell yet whether it is watched: the
  // place in the journal may go past it. The bus may tell of a timer a moment after the journal
  // told of its run.
  bool is_place_safe(Instant now) const;
  // True when the list of units is in and no timer is unknown.
  bool is_listed() const { return listed_ && timers_awaited_.empty(); }
  bool was_listed() const { return listed_; }
  std::size_t timer_count() const { return listed_timers_.size(); }

 private:
  void on(const Queued& event, Instant now);
  void on(const Dequeued& event, Instant now);
  void on(const ServiceSeen& event, Instant now);
  void on(const TimerChanged& event, Instant now);
  void on(const TimerSeen& event, Instant now);
  void on(const Listed& event, Instant now);
  void on(const OpenSeen& event, Instant now);
  void on(const ManagerChanged& event, Instant now);

  void restore_told_again(const JournalEvent& event);
  void watch(const std::string& unit);
  void presume_service(const std::string& timer);
  void flush_changes();
  void owe_run(Run run);
  void decide_undecided();
  void owe_changed_rows();
  void owe(Run run);
  void owe_verdicts(const Roster::Booked& booked);
  void note_boot(const Id128& boot, Instant at);
  void account(Instant now, bool all);

  RunWriter& store_;
  StatusWriter& status_;
  std::string host_;
  Id128 boot_;
  RunTracker tracker_;
  Roster roster_;
  std::unique_ptr<UnitFiles> unit_files_;
  RunTracker::Changes changes_;
  Questions questions_;
  std::map<Id128, Run> undecided_;  // trigger unknown as long as the timers are not all listed
  std::vector<Run> owed_runs_;      // in order of appearance, each once
  std::unordered_map<std::string, std::size_t> owed_index_;  // identity -> place in owed_runs_
  std::set<std::string, std::less<>> owed_units_;
  std::vector<SlotRange> owed_slots_;
  std::set<std::string, std::less<>> owed_rows_;
  std::set<std::string, std::less<>> active_at_listing_;
  std::set<std::string, std::less<>> listed_timers_;
  std::set<std::string, std::less<>> timers_awaited_;
  std::optional<Id128> last_boot_;  // the newest that something was told of, and when
  Instant last_told_;
  bool listed_ = false;
  bool caught_up_ = false;
  std::optional<Instant> deaf_since_;  // signals are being lost, or were until the listing
};

}  // namespace sa
