#pragma once

#include "tests/watcher/run_text.h"
#include "watcher/run_tracker.h"

#include <string>
#include <utility>
#include <vector>

namespace sa::test {

// 0…0n
Id128 id(std::uint8_t n);
// Milliseconds since 2026-11-22 04:00:00 UTC.
Instant at(std::int64_t milliseconds);
inline const std::string service = "backup.service";
inline const std::string timer = "backup.timer";
inline const std::string path = "backup.path";

// A tracker that watches backup.service, which backup.timer starts, and what it said so far. Every
// event is told at a time in milliseconds; without another unit it is of backup.service. The boot
// is id(1).
class Scene {
 public:
  struct Options {
    RunTracker::Journal journal = RunTracker::Journal::heard;
    bool zero_only = true;
    bool watched = true;
    bool observed = true;  // the bus was heard before, so that no firing of the timer went unheard
  };
  Scene() : Scene(Options{}) {}
  explicit Scene(const Options& options);

  Scene& fired(std::int64_t last_trigger, const std::string& by = timer);
  // backup.path, or another activator, has entered the state running, or left it.
  Scene& activated(std::int64_t since, bool running = true, const std::string& by = path);
  Scene& queued(std::int64_t when, std::uint32_t start, const std::string& unit = service);
  Scene& dequeued(std::int64_t when, std::uint32_t start, QueueResult result = QueueResult::done,
                  const std::string& unit = service);
  using What = decltype(JournalEvent::what);
  Scene& journal(std::int64_t when, What what, std::uint8_t invocation, std::uint32_t start = 0,
                 const std::string& unit = service);
  // A journal entry that names no invocation.
  Scene& journal_of_none(std::int64_t when, What what, std::uint32_t start,
                         const std::string& unit = service);
  Scene& seen(ServiceSeen seen);
  Scene& watch(const std::string& unit = service, bool zero_only = true);
  Scene& boot(std::uint8_t boot);  // of the journal entries from here on
  Scene& booted(std::uint8_t boot, std::int64_t now);
  // A second passes until `now`.
  Scene& wait(std::int64_t now);

  // The records as they stand, in the order in which they first appeared.
  std::string records() const;
  // The same in the order in which they happened.
  std::string records_by_time() const;
  const Run& newest() const { return records_.back(); }
  // All that was said of records since the last call, one line each.
  std::string told();
  // Questions since the last call: "backup.service needed, other.service".
  std::string asked();

  RunTracker tracker;
  RunTracker::Changes changes;
  Frame frame{at(0), id(1)};

 private:
  void take();
  std::vector<Run> records_;
  std::vector<Run> told_;
  std::vector<RunTracker::Question> asked_;
  Id128 boot_ = id(1);
};

// A whole run of a oneshot that the timer began, told by all: fired 10 ms before `when`, start
// `start`, lasting 100 ms.
void whole_run(Scene& scene, std::int64_t when, std::uint8_t invocation, std::uint32_t start);

}  // namespace sa::test
