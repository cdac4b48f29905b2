#include "store/identity.h"
#include "watcher/recorder.h"

#include <utility>

// What becomes of due instants, and what people and the clock change of it.

namespace sa {

void Recorder::take_pauses(HeldTimers held) {
  roster_.set_pauses(std::move(held));
}

void Recorder::take_clock_change(const std::optional<Absence>& absence, Instant now) {
  if (absence) {
    roster_.add_absence(*absence);
  } else {
    put_back(now);
  }
  roster_.look_again();
  whole_since_.reset();
  for (const auto& timer : roster_.monotonic_timers()) questions_.timers.push_back(timer);
  owe_all_rows();
}

void Recorder::account(Instant now) {
  account(now, false);
}

void Recorder::account(Instant now, bool all) {
  if (!caught_up_ || !is_listed()) return;
  for (const auto& booked : roster_.account(now, all)) owe_verdicts(booked);
  owe_changed_rows();
}

void Recorder::owe_verdicts(const Roster::Booked& booked) {
  for (const auto& missed : booked.step.missed) {
    Run run;
    run.identity = missed_identity(booked.unit, missed.due);
    run.has_invocation = false;
    run.unit = booked.unit;
    run.trigger = {TriggerType::timer, missed.timer, std::nullopt, false};
    run.due = missed.due;
    run.state = State::missed;
    run.at = missed.due;
    run.reason = missed.reason;
    run.host = host_;
    run.boot = boot_;
    run.recorded_by = RecordedBy::schedule;
    owe(std::move(run));
  }
  owed_slots_.insert(owed_slots_.end(), booked.step.ranges.begin(), booked.step.ranges.end());
}

bool Recorder::retire(std::string_view unit, const std::string& by, const std::string& reason,
                      Instant now) {
  const bool is_known = roster_.retire(unit, {by, now, reason});
  roster_.take_change({now, "retire", std::string(unit), by, {}, reason});
  owe_changed_rows();
  return is_known;
}

void Recorder::take_changes(const std::vector<Change>& changes, const std::string& cursor) {
  control_cursor_ = cursor;
  for (const Change& change : changes) {
    roster_.take_change(change);
    if (change.verb != "run") continue;
    started_by_.add(change);
    if (const Run* newest = roster_.newest(change.unit))
      if (Run run = *newest; started_by_.complete(run)) owe_run(std::move(run));
  }
  owe_changed_rows();
}

bool Recorder::unretire(std::string_view unit, const std::string& by, Instant now) {
  const bool is_known = roster_.unretire(unit, now);
  roster_.take_change({now, "unretire", std::string(unit), by, {}, {}});
  owe_changed_rows();
  return is_known;
}

}  // namespace sa
