#pragma once

#include "core/error.h"
#include "store/run_writer.h"
#include "store/status_file.h"
#include "watcher/bus_event.h"
#include "watcher/fatal_pauses.h"
#include "watcher/health_watch.h"
#include "watcher/notices.h"
#include "watcher/roster.h"
#include "watcher/run_tracker.h"
#include "watcher/started_by.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sa {

// For so long after a start what is seen of units may not be all yet.
inline constexpr Duration first_look = std::chrono::seconds(3);

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
  void restore(Instant now);
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
  void take_clock_change(const std::optional<Absence>& absence, Instant now);
  // Gives due instants their verdicts: of the units of which something was told since the last
  // call, and in look_around() of all.
  void account(Instant now);
  // The unit is not expected any more, from `now` on; or it is again. False: there is no such unit.
  // nullptr: the unit is not known.
  const UnitRecord* record(std::string_view unit) const { return roster_.record(unit); }
  bool retire(std::string_view unit, const std::string& by, const std::string& reason, Instant now);
  bool unretire(std::string_view unit, const std::string& by, Instant now);
  // What sa-control told of changes that people made, oldest first, and up to which place in the
  // journal. Runs that somebody started get his name beside their trigger.
  void take_changes(const std::vector<Change>& changes, const std::string& cursor);
  std::string control_cursor() const;
  // Whether a run or a timer that somebody started or ended was heard of since the last call.
  bool take_manual() { return std::exchange(heard_manual_, false); }
  // The journal was read to its end: runs of earlier boots that are still open were interrupted.
  void caught_up(Instant now);
  // What must be looked at from time to time: timers that wait for nothing, open runs.
  void look_around(Instant now);
  void overdue_questions(Instant now) {
    tracker_.overdue_questions(now, changes_);
    flush_changes();
  }
  std::optional<Instant> next_question() const { return tracker_.next_question(); }

  // ---- for the desk

  std::vector<std::string> units() const { return roster_.units(); }
  std::size_t unit_count() const { return roster_.unit_count(); }
  std::optional<Run> run(const Id128& identity) const { return store_.run(identity); }
  Instant last_told() const { return last_told_; }  // by the journal; 1970: nothing
  const std::string& host() const { return host_; }
  const Id128& boot() const { return boot_; }
  // Whether runs that were written are kept for take_written().
  void keep_written(bool keep);
  bool keeps_written() const { return keep_written_; }
  std::vector<Run> take_written() { return std::exchange(written_, {}); }

  // Runs that other tools report: those that the log had open, and who reports them.
  std::vector<Run> take_open_reports() { return std::exchange(open_reports_, {}); }
  std::string reports_note() const;
  void note_reports(std::string note) { owed_reports_ = std::move(note); }
  // A run of this host and boot, of which nothing else is known.
  Run new_run() const;
  void expect_report(const std::string& unit, const std::string& job, const std::string& team);
  void book_report(const Run& run);

  // Questions to systemd since the last call.
  struct Questions {
    std::vector<RunTracker::Question> services;
    std::vector<std::string> timers;
    std::vector<std::string> follow;  // services that vanish as soon as they end
    std::vector<std::string> open;    // services whose runs are open: are they active?
    std::vector<std::string> activators;
    std::vector<std::string> follow_activators;
    std::vector<std::string> leave_activators;
    bool list = false;
  };
  Questions take_questions() { return std::exchange(questions_, {}); }

  // Whether there is something to write.
  bool owes_runs() const {
    return !owed_runs_.empty() || !owed_units_.empty() || !owed_slots_.empty() || owed_reports_;
  }
  bool owes_rows() const { return !owed_rows_.empty(); }
  // Writes all that is owed and the cursor in one transaction. Throws Error or NoRoom; then all is
  // owed still.
  void commit(const std::string& cursor, Instant now);
  void publish(Instant now);
  // Looks at the units whose health the passing of time has changed, of those that were published.
  void pass_time(Instant now);
  // When pass_time(), due_notices() or due_pauses() has something to do; nullopt: not before
  // something else happens.
  std::optional<Instant> next_change() const;
  // Changes of health since the last call.
  std::vector<HealthNews> take_news() { return health_.take_news(); }

  // ---- what people are told, and what is done for them (see Notices, FatalPauses)

  void set_default_targets(std::vector<std::string> targets) {
    notices_.set_default_targets(std::move(targets));
  }
  void tell_nobody() { notices_.tell_nobody(); }
  // To be asked for: the log says by now that they are under way.
  std::vector<Notice> due_notices(Instant now) { return notices_.due(now); }
  void notice_sent(const std::string& unit, Instant now);
  bool notice_failed(const std::string& unit, Notices::Reached reached, Instant now);
  std::vector<FatalPauses::Wish> due_pauses(Instant now) { return fatal_pauses_.due(now); }
  void pause_done(const FatalPauses::Wish& wish, Instant now);
  bool pause_failed(const FatalPauses::Wish& wish, Instant now);
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
  std::size_t timer_count() const { return roster_.timer_count(); }

 private:
  void on(const Queued& event, Instant now);
  void on(const Dequeued& event, Instant now);
  void on(const ServiceSeen& event, Instant now);
  void on(const TimerChanged& event, Instant now);
  void on(const TimerSeen& event, Instant now);
  void on(const ActivatorSeen& event, Instant now);
  void on(const ActivatorChanged& event, Instant now);
  void on(const Listed& event, Instant now);
  void on(const OpenSeen& event, Instant now);
  void on(const ManagerChanged& event, Instant now);
  void on(const RunTold& event, Instant now);
  void on(const UnitTold& event, Instant now);

  std::optional<Run> newest_run(const std::string& unit, Instant now) const;
  void restore_unaccounted(const UnitRecord& record, const Run& last);
  void put_back(Instant now);
  void rest(Instant now);
  void restore_told_again(const JournalEvent& event);
  void watch(const std::string& unit);
  void presume_service(const std::string& timer);
  void take_state(const ActivatorSeen& event);
  void follow(const std::string& activator);
  void leave(const std::string& activator);
  void flush_changes();
  void owe_run(Run run);
  void decide_undecided();
  void owe_changed_rows();
  void owe(Run run);
  void owe_verdicts(const Roster::Booked& booked);
  void note_boot(const Id128& boot, Instant at);
  void account(Instant now, bool all);
  std::optional<UnitStatus> look_at(const std::string& unit, Instant now);
  void look_for_notices(const UnitStatus& row, Instant now);
  void look_for_pauses(const UnitStatus& row, Instant now);
  bool is_first_look(Instant now);
  // It began to fail under our eyes.
  bool failed_since_first_look(const UnitStatus& row, Instant now) const;
  void set_fatal_run(const std::string& unit, const Id128& run);
  void set_told(const std::string& unit, const Notices::Told& told);
  void set_telling(const std::string& unit, std::optional<Notice> telling);
  void restore_notices(Instant now);

  RunWriter& store_;
  StatusWriter& status_;
  std::string host_;
  Id128 boot_;
  RunTracker tracker_;
  Roster roster_;
  HealthWatch health_;
  Notices notices_;
  FatalPauses fatal_pauses_;
  bool was_looked_at_ = false;  // this host, by a watcher that tells people
  std::optional<Instant> first_look_until_;
  std::unique_ptr<UnitFiles> unit_files_;
  RunTracker::Changes changes_;
  Questions questions_;
  // Of trigger, due or exit status unknown as long as the timers are not all listed.
  std::map<Id128, Run> undecided_;
  std::vector<Run> owed_runs_;                               // in order of appearance, each once
  std::unordered_map<std::string, std::size_t> owed_index_;  // identity -> place in owed_runs_
  std::set<std::string, std::less<>> owed_units_;
  std::vector<SlotRange> owed_slots_;
  std::optional<std::string> owed_reports_;
  std::vector<Run> open_reports_;  // as the log had them
  std::vector<Run> written_;       // since take_written()
  bool keep_written_ = false;
  StartedBy started_by_;
  std::string control_cursor_;
  bool heard_manual_ = false;
  std::set<std::string, std::less<>> owed_rows_;
  std::set<std::string, std::less<>> active_at_listing_;
  std::set<std::string, std::less<>> timers_awaited_;
  std::set<std::string, std::less<>> followed_activators_;
  std::optional<Id128> last_boot_;  // the newest that something was told of, and when
  Instant last_told_;
  bool listed_ = false;
  bool caught_up_ = false;
  bool reads_up_ = true;  // systemd and its journal tell what happened while nobody listened
  std::optional<Instant> seen_until_;   // of this boot, before the start
  std::optional<Instant> deaf_since_;   // signals are being lost, or were until the listing
  std::optional<Instant> whole_since_;  // since when neither is so, by a clock that was not set
};

}  // namespace sa
