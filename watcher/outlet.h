#pragma once

#include "watcher/journal_feed.h"
#include "watcher/pacer.h"
#include "watcher/recorder.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace sa {

// What is owed goes out: runs and the place in the journal to the log in one transaction, rows to
// the status file; each at its own pace, so that a storm is not slowed down by writing. What cannot
// be written (full disk) is owed still and tried again; that it is so is said once in a while.
class Outlet {
 public:
  using Clock = std::chrono::steady_clock;

  struct Parts {
    Recorder& recorder;
    StatusWriter& status;
    JournalFeed& journal;
  };
  explicit Outlet(const Parts& parts);

  // The place in the journal that the log has.
  void start_at(std::string cursor) { committed_cursor_ = std::move(cursor); }
  bool is_first_start() const { return committed_cursor_.empty(); }

  // `last`: at once, and what cannot be written is thrown.
  enum class Pace : std::uint8_t { usual, at_once, last };
  // `questions`: so many answers of the init system are awaited; a run is rather written once, with
  // its own stamps, than once without and once with them. Throws Damaged.
  void commit(Pace pace, std::size_t questions);
  void publish(Pace pace);
  // publish() may write from now on, as soon as the list of timers is complete or was awaited for
  // long enough: readers would see rows come and go.
  void allow_publishing();
  // The list of timers is complete.
  void set_complete() { complete_ = true; }
  // The heartbeat.
  void touch();

  bool is_complete() const { return complete_; }
  // When the status file was last written or touched; 1970: never.
  Instant heartbeat() const { return heartbeat_; }
  bool has_trouble() const { return trouble_said_.has_value(); }
  // When commit() or publish() has something to do; max: never.
  Clock::time_point next(Clock::time_point now, std::size_t questions) const;

 private:
  void commit_now(const std::string& cursor, Clock::time_point began, Pace pace);
  void defer(const Error& error, Clock::time_point began);
  std::string place_to_keep() const;
  bool waits_for_answers(Clock::time_point now, std::size_t questions) const;
  bool may_publish(Clock::time_point now) const;

  Recorder& recorder_;
  StatusWriter& status_;
  JournalFeed& journal_;
  Pacer commit_pace_;
  Pacer publish_pace_;
  bool allowed_ = false;
  bool complete_ = false;   // all timers were known at one time
  bool published_ = false;  // the status file stands
  Instant heartbeat_;
  std::string committed_cursor_;
  std::size_t entries_committed_ = 0;
  std::optional<Clock::time_point> owed_since_;
  Clock::time_point started_;
  Clock::time_point place_kept_;  // when the place in the journal last moved in the store
  std::optional<Clock::time_point> trouble_said_;
};

// The list of units is awaited this long before rows are published, and a first start reads the
// journal, without it.
inline constexpr auto listing_patience = std::chrono::seconds(10);

}  // namespace sa
