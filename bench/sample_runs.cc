#include "bench/sample_runs.h"

#include <cstring>

namespace sa::bench {
namespace {

constexpr std::int64_t first_second = 1790000000;

// splitmix64: identities are as random as systemd's.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

Id128 id_of(std::uint64_t seed) {
  const std::uint64_t halves[] = {mixed(seed), mixed(~seed)};
  Id128 id;
  std::memcpy(id.bytes.data(), halves, sizeof halves);
  return id;
}

std::string name_of(std::uint64_t number) {
  return "scheduled-job-" + std::to_string(number);
}

}  // namespace

std::string SampleRuns::unit(std::uint64_t number) const {
  return name_of(number % units_) + ".service";
}

Run SampleRuns::operator()(std::uint64_t number) const {
  const Instant due(std::chrono::seconds(first_second + static_cast<std::int64_t>(number)));
  const auto spread = Duration(static_cast<std::int64_t>(mixed(number) % 900000));
  const bool failed = mixed(number) % 20 == 0;
  Run run;
  run.identity = id_of(number);
  run.unit = unit(number);
  run.trigger = {TriggerType::timer, name_of(number % units_) + ".timer", due + Duration(41),
                 false};
  run.due = due;
  run.state = failed ? State::failed : State::succeeded;
  run.at = due + spread;
  run.began = run.at;
  run.ended = run.at + Duration(1500000) + spread;
  run.result = failed ? Result::exit_code : Result::success;
  run.exit_status = failed ? 3 : 0;
  if (failed) run.reason = "main process exited with status 3";
  run.cpu = Duration(12345);
  run.host = "host-1.example.org";
  run.boot = id_of(number / 1000000 + (std::uint64_t{1} << 40));
  run.recorded_by = RecordedBy::both;
  return run;
}

UnitRecord SampleRuns::record(std::uint64_t number) const {
  return {.unit = unit(number),
          .job = name_of(number % units_),
          .team = "team-" + std::to_string(number % 7),
          .tags = {"nightly"},
          .timers = {{name_of(number % units_) + ".timer", (*this)(number).trigger.time}},
          .consecutive_failures = 0,
          .last_success = (*this)(number).ended};
}

UnitStatus SampleRuns::status(std::uint64_t number) const {
  const auto record_of = record(number);
  UnitStatus status;
  status.unit = record_of.unit;
  status.job = record_of.job;
  status.team = record_of.team;
  status.tags = record_of.tags;
  status.timers = {record_of.timers[0].name};
  status.schedule = {"OnCalendar=*-*-* *:00/15:00"};
  status.last_run = (*this)(number);
  status.last_success = record_of.last_success;
  status.next_due = *status.last_run->due + std::chrono::minutes(15);
  status.expected_by = *status.next_due + std::chrono::minutes(2);
  status.grace = std::chrono::minutes(1);
  status.outlook.verdict = {Health::ok, "", status.last_run->ended};
  status.outlook.changes = {{*status.next_due, {Health::late, "due 02:00", status.next_due}},
                            {*status.expected_by, {Health::overdue, "due 02:00", status.next_due}}};
  return status;
}

}  // namespace sa::bench
