#include "tests/store/samples.h"

#include <fstream>
#include <iterator>

#include <unistd.h>

namespace sa {

void PrintTo(const Run& run, std::ostream* out) {
  *out << run.unit << " " << to_string(run.identity) << " at " << rfc3339(run.at) << " "
       << to_string(run.state) << " " << run.reason;
}

}  // namespace sa

namespace sa::test {

Instant at_usec(std::int64_t usec) {
  return Instant(Duration(usec));
}
Instant at_second(std::int64_t seconds) {
  return Instant(std::chrono::seconds(seconds));
}

Id128 id_of(std::uint64_t high, std::uint64_t low) {
  Id128 id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    id.bytes[i + 8] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  return id;
}

Run full_run() {
  Run run;
  run.identity = id_of(0x0123456789abcdef, 0xfedcba9876543210);
  run.has_invocation = true;
  run.unit = "backup@home-lib.service";
  run.attempt = 3;
  run.trigger = {TriggerType::timer, "backup@home-lib.timer", at_usec(1795000000000001), true};
  run.due = at_usec(1795000000000000);
  run.state = State::failed;
  run.at = at_usec(1795000000123456);
  run.began = at_usec(1795000000123450);
  run.ended = at_usec(1795000009000000);
  run.result = Result::exit_code;
  run.exit_status = 3;
  run.exit_signal = 11;
  run.pid = 4242;
  run.reason = "the process of ExecStartPre= exited with 3";
  run.cpu = Duration(98765);
  run.host = "host-1.example";
  run.boot = id_of(0xb007b007b007b007, 1);
  run.recorded_by = RecordedBy::both;
  return run;
}

Run bare_run(const std::string& unit, std::uint64_t number, Instant at) {
  Run run;
  run.identity = id_of(number * 0x9e3779b97f4a7c15 + 1, number);
  run.unit = unit;
  run.state = State::succeeded;
  run.at = at;
  return run;
}

UnitRecord full_unit() {
  return {.unit = "backup@home-lib.service",
          .job = "backup",
          .team = "lp",
          .tags = {"nightly", "disk"},
          .timers = {{"backup@home-lib.timer", at_usec(1795000000000001)},
                     {"other.timer", std::nullopt}},
          .consecutive_failures = 7,
          .last_success = at_usec(1794000000000000)};
}

UnitRecord bare_unit(const std::string& name) {
  UnitRecord unit;
  unit.unit = name;
  return unit;
}

UnitStatus full_status() {
  UnitStatus status;
  status.unit = "backup@home-lib.service";
  status.job = "backup";
  status.team = "lp";
  status.tags = {"nightly", "disk"};
  status.timers = {"backup@home-lib.timer", "other.timer"};
  status.schedule = {"OnCalendar=*-*-* 02:00:00", "OnBootSec=5min"};
  status.outlook.verdict = {Health::failed, "exited with 3", at_usec(1795000009000000)};
  status.outlook.changes = {{at_second(1795080000), {Health::late, "due 02:00", std::nullopt}},
                            {at_second(1795083600), {Health::overdue, "", at_second(5)}}};
  status.last_run = full_run();
  status.last_success = at_usec(1794000000000000);
  status.next_due = at_second(1795080000);
  status.expected_by = at_second(1795083600);
  status.grace = std::chrono::minutes(15);
  status.deadline = std::chrono::hours(6);
  status.consecutive_failures = 7;
  return status;
}

Directory::Directory() {
  std::string name = (std::filesystem::current_path() / "store-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  path_ = name;
}

Directory::~Directory() {
  std::filesystem::remove_all(path_);
}

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const std::filesystem::path& file, const std::string& contents) {
  // A new file: some file systems flush one that is cut to nothing and written anew.
  std::filesystem::remove(file);
  std::ofstream(file, std::ios::binary) << contents;
}

}  // namespace sa::test
