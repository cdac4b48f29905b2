#pragma once

#include "cli/context.h"
#include "core/unit_record.h"
#include "store/run_writer.h"
#include "store/status_file.h"
#include "tests/cli/samples.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace sa::samples {

// A directory of its own under the temporary directory, gone with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "sa-cli-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make '" + name + "'");
    path_ = name;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Run run_of(std::string unit, std::uint8_t last_of_id, Instant began) {
  Run run;
  run.identity = id(last_of_id);
  run.unit = std::move(unit);
  run.trigger = {TriggerType::timer, "", began, false};
  run.state = State::succeeded;
  run.at = began;
  run.began = began;
  run.ended = began + std::chrono::seconds{2};
  run.result = Result::success;
  run.exit_status = 0;
  run.host = "db1";
  run.boot = id(0xb0);
  return run;
}

inline UnitRecord record_of(std::string unit, std::string job = "", std::string team = "") {
  UnitRecord record;
  record.unit = std::move(unit);
  record.job = std::move(job);
  record.team = std::move(team);
  return record;
}

// The log that the tests of the verbs read, as of `noon`:
//   backup.service    two days ago fine, at 02:00 today exit 3 (timer backup.timer)
//   fragile.service   at 11:00 SEGV, respawned, second attempt fine
//   sa-garbo.service  job garbo of team lp; since 11:59:15 running
//   limited.service   its only start was refused at 11:30
//   never.service     known, without a run
inline void write_sample_runs(const std::filesystem::path& store) {
  using namespace std::chrono_literals;
  RunWriter writer(store);
  writer.put(run_of("backup.service", 0x10, noon - 48h));
  writer.put(failed_run());
  Run segv = run_of("fragile.service", 0x20, noon - 1h);
  segv.state = State::failed;
  segv.result = Result::core_dump;
  segv.exit_status.reset();
  segv.exit_signal = 11;
  segv.ended = *segv.began + 250ms;
  writer.put(segv);
  Run second = run_of("fragile.service", 0x21, noon - 59min);
  second.attempt = 2;
  writer.put(second);
  Run refused = run_of("limited.service", 0x30, noon - 30min);
  refused.has_invocation = false;
  refused.state = State::refused;
  refused.began.reset();
  refused.ended.reset();
  refused.result = Result::start_limit_hit;
  refused.exit_status.reset();
  refused.reason = "start limit hit";
  writer.put(refused);
  Run running = run_of("sa-garbo.service", 0x40, noon - 45s);
  running.state = State::running;
  running.ended.reset();
  running.result.reset();
  running.exit_status.reset();
  running.pid = 4711;
  writer.put(running);
  UnitRecord backup = record_of("backup.service");
  backup.timers = {{"backup.timer", noon - 10h}};
  backup.consecutive_failures = 1;
  backup.last_success = noon - 48h + 2s;
  writer.put_unit(backup);
  writer.put_unit(record_of("fragile.service"));
  writer.put_unit(record_of("limited.service"));
  writer.put_unit(record_of("never.service"));
  writer.put_unit(record_of("sa-garbo.service", "garbo", "lp"));
  writer.commit();
}

// A verb's world: the sample log and what it wrote.
struct SampleWorld {
  TemporaryDirectory directory;
  Places places{directory.path() / "store", directory.path() / "status", false};
  Screen screen;
  Caught out, err;
  std::vector<std::string> became;  // the program that the verb became
  std::vector<std::string> asked;   // the program whose output it asked for
  std::string answer;               // what that program says

  SampleWorld() { write_sample_runs(places.store); }

  Context context(Instant now = noon) {
    return {places,
            now,
            screen,
            out.output,
            err.output,
            [this](const auto& command) {
              became = command;
              return 0;
            },
            [this](const auto& command) {
              asked = command;
              return answer;
            }};
  }
};

}  // namespace sa::samples
