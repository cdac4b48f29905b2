#pragma once

#include "core/outlook.h"
#include "core/unit_event.h"
#include "core/unit_record.h"
#include "core/unit_status.h"
#include "watcher/due_finder.h"
#include "watcher/job_problems.h"
#include "watcher/ledger.h"
#include "watcher/pause_folder.h"
#include "watcher/timer_memory.h"
#include "watcher/unit_file.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// All units that have a row in `sa status`: what they owe, their newest runs, their timers. Turns
// what changed into rows; knows neither bus nor disk.
class Roster {
 public:
  // `zones` must live as long.
  explicit Roster(TimeZones& zones) : due_finder_(zones) {}

  // ---- what is known

  // From the log, before any event. `last`: its newest run.
  void restore(const UnitRecord& record, const std::optional<Run>& last);
  // An older run of a restored unit, which is not accounted for yet.
  void restore_unaccounted(const Run& run);
  // Takes the unit up with what its files say; the facts of its timers win over its own.
  void set_unit(const std::string& unit, const UnitFacts& facts);
  // The timers of a unit, and each timer as systemd sees it. An unloaded timer is forgotten.
  void set_timer(const TimerSeen& timer);
  void change_timer(const TimerChanged& change);
  void set_dead(const std::string& timer, const std::string& reason);
  // All jobs whose files are refused; each has a row, with units or without.
  void set_refused(const std::vector<RefusedJob>& jobs);
  // Timers that are known or expected, and not listed: systemd lets go of what is stopped.
  std::vector<std::string> absent_timers(const std::set<std::string, std::less<>>& listed) const;
  // Timers that are not in `listed` any more are forgotten; what they expect is not.
  void keep_timers(const std::set<std::string, std::less<>>& listed, Instant now);
  // All timers that are held.
  void set_pauses(HeldTimers held);
  // Nobody could serve what was due in it.
  void add_absence(const Absence& absence);
  // What was due in it is not owed any more.
  void excuse(const Absence& absence);
  const std::vector<Absence>& absences() const { return absences_; }  // the newest few
  // The clock was set: what comes next may be another.
  void look_again();
  // The clock was put back to `now`: what lies ahead is not newer than what comes.
  void put_back(Instant now);
  // False: there is no such unit. Both keep its history.
  bool retire(std::string_view unit, const Retirement& retirement);
  bool unretire(std::string_view unit, Instant now);
  // What a person did to a unit, or to a timer of several. Books pauses that are over, too.
  void take_change(const Change& change);
  // nullptr: it has none.
  const Run* newest(std::string_view unit) const;

  // ---- what became of due instants

  struct Booked {
    std::string unit;
    UnitLedger::Step step;
  };
  // Of units that changed since the last call, or of all. Only once all timers are known and what
  // happened before is taken in.
  std::vector<Booked> account(Instant now, bool all);

  // ---- runs

  // Completes the run with what the timers tell: due, and the trigger where it can be inferred.
  // Takes it over as the unit's newest where it is.
  void take(Run& run);
  void set_remains_active(std::string_view unit, bool remains_active);
  void set_used_trigger(const std::string& unit, const std::string& timer, Instant trigger);

  // ---- rows

  // Units whose row or record may have changed since the last call.
  std::set<std::string, std::less<>> take_changed();
  // Units whose record has changed since the last call, whatever their runs.
  std::set<std::string, std::less<>> take_changed_records();
  // nullptr: no such row (any more).
  std::optional<UnitStatus> row(std::string_view unit, Instant now);
  std::vector<std::string> units() const;
  std::size_t unit_count() const { return entries_.size(); }
  std::size_t timer_count() const { return timers_.size(); }  // those that are loaded
  const UnitRecord* record(std::string_view unit) const;
  const TimerSeen* timer(std::string_view name) const;
  // nullptr: there is no such unit.
  const RunRules* rules(std::string_view unit) const;

  // What is in no row: what people were told of a unit, with which no notice is under way any more;
  // the notice that is; and the run that had its timers paused.
  void set_told(std::string_view unit, Health told, std::optional<Instant> exempt_until);
  void set_telling(std::string_view unit, std::optional<Notice> telling);
  void set_fatal_run(std::string_view unit, const Id128& run);
  // Active timers without OnCalendar=.
  std::vector<std::string> monotonic_timers() const;
  // Active timers with nothing to wait for though their service does not run: either they have
  // elapsed for good or something is wrong. Each is told once.
  std::vector<std::string> take_stuck_timers();

 private:
  // The ended run that consecutive_failures and last_success include.
  struct Counted {
    Id128 identity;
    State state = State::running;
  };
  struct Entry {
    UnitRecord record;
    RunRules rules;
    std::vector<const TimerSeen*> timers;  // that are loaded, of timers_
    std::unique_ptr<Run> newest;           // of whatever state; nullptr: none
    Instant newest_at;                     // where it stands among the runs, by the clock of now
    bool remains_active = false;           // see RecentRuns
    bool surplus = false;
    std::optional<Counted> counted;
    UnitLedger ledger;
  };
  // A firing and the due instant that it was for, told by systemd; for monotonic timers.
  struct Firing {
    std::optional<Instant> trigger;
    std::optional<Instant> due;
    std::optional<Instant> past;  // by the calendar it was for what was due after this
  };

  Entry& entry(const std::string& unit);
  void forget_timer(const std::string& timer, Instant now);
  void remember_unloaded(const TimerSeen& timer);
  template <typename Change>
  void change_record(Entry& entry, const Change& change);
  void change_pauses(Instant now);
  void account(Entry& entry, Instant now, std::vector<Booked>& booked);
  LedgerView view_of(Entry& entry);
  std::vector<const TimerSeen*> timers_of(std::string_view unit) const;
  std::optional<Instant> next_due(const TimerSeen& timer, Instant now);
  Expectation expectation(Entry& entry, Instant now);
  const RefusedJob* refused(std::string_view unit) const;
  bool has_row(const Entry& entry, Instant now) const;
  void add_timers(const Entry& entry, Instant now, Expectation& expectation);
  void add_owed(Entry& entry, Expectation& expectation);
  void add_names(const Entry& entry, UnitStatus& row) const;
  RecentRuns recent_runs(const Entry& entry) const;
  void complete(Run& run);
  bool complete_by_newest(Run& run) const;
  std::optional<Instant> due_of(const TimerSeen& timer, const Run& run);
  const Run* newest_before(const Run& run) const;
  std::optional<Duration> lateness(const Entry& entry, const Run& run) const;
  bool is_surplus(const Entry& entry, const Run& run) const;
  void count(Entry& entry, const Run& run);

  std::map<std::string, Entry, std::less<>> entries_;
  // By unit: the newest ended run, where the newest of all is none.
  std::map<std::string, Run, std::less<>> ended_before_;
  std::map<std::string, TimerSeen, std::less<>> timers_;
  std::map<std::string, Firing, std::less<>> firings_;
  std::map<std::string, std::string, std::less<>> dead_;    // timer, why
  std::map<std::string, RefusedJob, std::less<>> refused_;  // by unit
  std::set<std::string, std::less<>> checked_;              // stuck timers already told
  std::set<std::string, std::less<>> changed_;
  std::set<std::string, std::less<>> changed_records_;
  std::set<std::string, std::less<>> to_account_;
  HeldTimers held_;
  bool pauses_changed_ = false;
  std::vector<Absence> absences_;  // the newest few
  DueFinder due_finder_;
};

}  // namespace sa
