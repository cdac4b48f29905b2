#include "watcher/recorder.h"

#include <utility>

namespace sa {

std::optional<UnitStatus> Recorder::look_at(const std::string& unit, Instant now) {
  auto row = roster_.row(unit, now);
  if (row) {
    health_.look(unit, row->outlook, now);
    look_for_pauses(*row, now);
    look_for_notices(*row, now);
  } else {
    health_.forget(unit);
    notices_.forget(unit);
  }
  return row;
}

// What a host was like before it was first watched is no news.
bool Recorder::is_first_look(Instant now) {
  if (was_looked_at_) return false;
  if (!first_look_until_) first_look_until_ = now + first_look;
  was_looked_at_ = now >= *first_look_until_;
  return !was_looked_at_;
}

bool Recorder::failed_since_first_look(const UnitStatus& row, Instant now) const {
  const Verdict& verdict = verdict_at(row.outlook, now);
  return verdict.health == Health::failed && verdict.since && first_look_until_ &&
         *verdict.since >= *first_look_until_ - first_look;
}

void Recorder::look_for_notices(const UnitStatus& row, Instant now) {
  const bool is_first = is_first_look(now) && !failed_since_first_look(row, now);
  while (const UnitRecord* record = roster_.record(row.unit)) {
    const auto told =
        is_first ? notices_.accept(row, *record, now) : notices_.look(row, *record, now);
    if (!told) return;
    set_told(row.unit, *told);
  }
}

void Recorder::look_for_pauses(const UnitStatus& row, Instant now) {
  const UnitRecord* const record = roster_.record(row.unit);
  const RunRules* const rules = roster_.rules(row.unit);
  if (record == nullptr || rules == nullptr) return;
  if (is_first_look(now)) {
    if (rules->pause_on_fatal && row.last_run) set_fatal_run(row.unit, row.last_run->identity);
    return;
  }
  std::vector<std::string> timers;
  for (const auto& timer : row.timers)
    if (roster_.timer(timer) != nullptr) timers.push_back(timer);
  if (const auto run = fatal_pauses_.look(row, *record, *rules, timers, now))
    set_fatal_run(row.unit, *run);
}

void Recorder::set_fatal_run(const std::string& unit, const Id128& run) {
  if (roster_.record(unit)->fatal_run == run) return;
  roster_.set_fatal_run(unit, run);
  owed_units_.insert(unit);
}

void Recorder::set_told(const std::string& unit, const Notices::Told& told) {
  roster_.set_told(unit, told.health, told.exempt_until);
  owed_units_.insert(unit);
}

void Recorder::set_telling(const std::string& unit, std::optional<Notice> telling) {
  roster_.set_telling(unit, std::move(telling));
  owed_units_.insert(unit);
}

void Recorder::restore_notices(Instant now) {
  for (const auto& unit : roster_.units())
    if (const auto& telling = roster_.record(unit)->telling) notices_.restore(*telling, now);
}

void Recorder::pass_time(Instant now) {
  for (const auto& unit : health_.due(now)) look_at(unit, now);
  for (auto& unit : notices_.questions(now)) questions_.services.push_back({std::move(unit), true});
  for (const auto& notice : notices_.decide(now)) set_telling(notice.unit, notice);
}

std::optional<Instant> Recorder::next_change() const {
  std::optional<Instant> next;
  for (const auto& instant : {health_.next(), notices_.next(), fatal_pauses_.next()})
    if (instant) next = std::min(next.value_or(*instant), *instant);
  return next;
}

void Recorder::notice_sent(const std::string& unit, Instant now) {
  if (const auto told = notices_.sent(unit)) set_told(unit, *told);
  look_at(unit, now);
}

bool Recorder::notice_failed(const std::string& unit, Notices::Reached reached, Instant now) {
  const bool is_first = notices_.failed(unit, reached, now);
  if (reached == Notices::Reached::nobody) set_telling(unit, std::nullopt);
  look_at(unit, now);
  return is_first;
}

void Recorder::pause_done(const FatalPauses::Wish& wish, Instant now) {
  fatal_pauses_.done(wish.timer);
  look_at(wish.unit, now);
}

bool Recorder::pause_failed(const FatalPauses::Wish& wish, Instant now) {
  const bool is_first = fatal_pauses_.failed(wish.timer, now);
  look_at(wish.unit, now);
  return is_first;
}

}  // namespace sa
