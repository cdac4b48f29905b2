#pragma once

#include "core/unit_event.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// Whose entries: PID 1's, or those of a user's own manager.
enum class Manager : std::uint8_t { system, user };

// Reads what the service manager wrote to the journal about services and timers, from a place on
// and live. Inotify tells of new entries up to 250 ms late, so read also whenever the bus spoke.
class Journal {
 public:
  // `directory` empty: this host's journal. Throws Error: no permission, cannot be opened.
  Journal(std::filesystem::path directory, Manager manager);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Where reading goes on. `found` is false when the entry of the cursor is gone (rotated,
  // vacuumed, deleted): then reading goes on at the next one that is left, and runs may be lost.
  bool seek_cursor(const std::string& cursor);
  void seek_time(Instant from);

  // The boot of the newest entry: the one that runs, as journald knows it. A sandboxed /proc shows
  // another id inside a container. nullopt: no entries. Moves the place: seek afterwards.
  std::optional<Id128> newest_boot();

  // For poll(): readable when something may have been written. May change after read().
  int fd() const;
  // Tells the journal that fd() was readable.
  void acknowledge();

  // Appends what the next entries say; at most `most` entries are read, their number is returned.
  // Fewer than `most`: the end was reached. Throws Error.
  std::size_t read(std::size_t most, std::vector<UnitEvent>& out);

  // The place after the last entry read; empty before the first.
  const std::string& cursor() const { return cursor_; }

 private:
  struct Handle;
  void open();
  void reopen();
  void read_entry(std::vector<UnitEvent>& out);
  void keep_cursor();
  std::filesystem::path directory_;
  Manager manager_;
  std::unique_ptr<Handle> handle_;
  std::string cursor_;
  std::size_t entries_since_open_ = 0;
};

}  // namespace sa
