#pragma once

#include "core/time_zone.h"
#include "tests/store/samples.h"
#include "tests/watcher/row_text.h"
#include "tests/watcher/scene.h"
#include "watcher/recorder.h"

#include <memory>
#include <string>
#include <vector>

namespace sa::test {

// A recorder with a store and a status file of its own, and what systemd and the journal tell it.
// Times are milliseconds since at(0), 2026-11-22 04:00:00 UTC; the boot is id(1), the host "box".
// backup.service is a oneshot, for which there is a unit file.
class RecorderScene {
 public:
  RecorderScene() : RecorderScene(std::make_unique<Directory>()) {}
  // With the store in a directory below `place`, which must live as long.
  explicit RecorderScene(const std::filesystem::path& place);
  ~RecorderScene();

  // The watcher ends, whatever it owes, and starts anew with what the log has.
  void restart(std::int64_t now = year);

  static constexpr std::int64_t year = 365LL * 86'400'000;

  // ---- what systemd and the journal tell

  void tell(const BusEvent& event, std::int64_t now) { recorder->take(event, at(now)); }
  // The list of units: these timers, and services that are active.
  void list(const std::vector<std::string>& timers, const std::vector<std::string>& active = {});
  // The list with backup.timer, and what that is.
  void list_all();
  void journal(std::int64_t when, decltype(JournalEvent::what) what, std::uint8_t invocation,
               std::uint32_t start = 0, const std::string& unit = service);
  // backup.timer, or `name` for the service `unit`, fires each hour; it did last at `last_trigger`.
  static TimerSeen hourly(std::optional<std::int64_t> last_trigger = std::nullopt,
                          const std::string& name = timer, const std::string& unit = service);
  // A run of backup.service that backup.timer began at `when`, told by all, as it begins and as it
  // ends well 100 ms later. Its start has the number of the invocation.
  void begin(std::int64_t when, std::uint8_t invocation);
  void end(std::int64_t when, std::uint8_t invocation);

  void write_unit(const std::string& name, const std::string& text) const;
  void remove_unit(const std::string& name) const;

  // ---- what came of it

  void commit(const std::string& cursor = "") { recorder->commit(cursor, at(0)); }
  void publish(std::int64_t now = 0) { recorder->publish(at(now)); }
  // All runs of the store, oldest first.
  std::string records() const;
  // All rows of the status file.
  std::string rows() const;
  // Questions since the last call: "list, timer backup.timer, backup.service needed, ...".
  std::string asked();

  const Frame frame{at(0), id(1)};
  std::unique_ptr<Recorder> recorder;

 private:
  explicit RecorderScene(std::unique_ptr<Directory> own);
  void start(std::int64_t now);

  std::unique_ptr<Directory> own_;
  std::filesystem::path place_;
  std::unique_ptr<RunWriter> store_;
  std::unique_ptr<StatusWriter> status_;
  TimeZones zones_{"UTC"};
};

}  // namespace sa::test
