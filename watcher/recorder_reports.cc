#include "watcher/recorder.h"

#include <utility>

namespace sa {

void Recorder::keep_written(bool keep) {
  keep_written_ = keep;
  if (!keep) written_.clear();
}

std::string Recorder::reports_note() const {
  return store_.note("reports").value_or("");
}

Run Recorder::new_run() const {
  Run run;
  run.host = host_;
  run.boot = boot_;
  run.recorded_by = RecordedBy::bus;
  return run;
}

// What is reported is expected until it is retired, as what has a section of ours.
void Recorder::expect_report(const std::string& unit, const std::string& job,
                             const std::string& team) {
  UnitFacts facts;
  facts.job = job;
  facts.team = team;
  facts.has_section = true;
  roster_.set_unit(unit, facts);
  owe_changed_rows();
}

void Recorder::book_report(const Run& run) {
  Run booked = run;
  roster_.take(booked);
  owed_units_.insert(booked.unit);
  owe(std::move(booked));
  owe_changed_rows();
}

}  // namespace sa
