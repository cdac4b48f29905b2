#pragma once

#include "core/outlook.h"
#include "core/unit_event.h"
#include "core/unit_record.h"
#include "core/unit_status.h"
#include "watcher/due_finder.h"
#include "watcher/job_problems.h"
#include "watcher/unit_file.h"

#include <map>
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

  // From the log, before any event.
  void restore(const UnitRecord& record, const std::optional<Run>& last);
  // Takes the unit up with what its files say; the facts of its timers win over its own.
  void set_unit(const std::string& unit, const UnitFacts& facts);
  // The timers of a unit, and each timer as systemd sees it. An unloaded timer is forgotten.
  void set_timer(const TimerSeen& timer);
  void change_timer(const TimerChanged& change);
  void set_dead(const std::string& timer, const std::string& reason);
  // All jobs whose files are refused; each has a row, with units or without.
  void set_refused(const std::vector<RefusedJob>& jobs);
  // Timers that systemd does not list any more are forgotten.
  void keep_timers(const std::set<std::string, std::less<>>& listed);

  // ---- runs

  // Completes the run with what the timers tell: due, and the trigger where it can be inferred.
  // Takes it over as the unit's newest where it is.
  void take(Run& run);
  void set_remains_active(std::string_view unit, bool remains_active);
  void set_used_trigger(const std::string& unit, const std::string& timer, Instant trigger);

  // ---- rows

  // Units whose row or record may have changed since the last call.
  std::set<std::string, std::less<>> take_changed();
  // nullptr: no such row (any more).
  std::optional<UnitStatus> row(std::string_view unit, Instant now);
  std::vector<std::string> units() const;
  const UnitRecord* record(std::string_view unit) const;
  const TimerSeen* timer(std::string_view name) const;
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
    UnitFacts facts;
    RecentRuns runs;
    std::optional<Counted> counted;
    bool has_facts = false;  // it is loaded or has a file
  };
  // A firing and the due instant that it was for, told by systemd; for monotonic timers.
  struct Firing {
    std::optional<Instant> trigger;
    std::optional<Instant> due;
  };

  Entry& entry(const std::string& unit);
  std::vector<const TimerSeen*> timers_of(std::string_view unit) const;
  std::optional<Instant> next_due(const TimerSeen& timer, Instant now);
  Expectation expectation(const Entry& entry, Instant now);
  const RefusedJob* refused(std::string_view unit) const;
  void add_timers(const Entry& entry, Instant now, Expectation& expectation);
  void complete(Run& run);
  void count(Entry& entry, const Run& run);

  std::map<std::string, Entry, std::less<>> entries_;
  std::map<std::string, TimerSeen, std::less<>> timers_;
  std::multimap<std::string, std::string, std::less<>> timers_by_unit_;
  std::map<std::string, Firing, std::less<>> firings_;
  std::map<std::string, std::string, std::less<>> dead_;    // timer, why
  std::map<std::string, RefusedJob, std::less<>> refused_;  // by unit
  std::set<std::string, std::less<>> checked_;              // stuck timers already told
  std::set<std::string, std::less<>> changed_;
  DueFinder due_finder_;
};

}  // namespace sa
