#pragma once

#include "core/unit_status.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sa {

// Publishes the verdicts: a new file, renamed over the old one, readable by all. One owner, the
// watcher. Units are encoded once and kept, so that a turn that changed one unit encodes one.
class StatusWriter {
 public:
  explicit StatusWriter(std::filesystem::path file);

  void set(const UnitStatus& unit);
  void remove(std::string_view unit);
  // Writes what was set. Throws Error or NoRoom; the old file then stands.
  void write(const std::string& host, const Id128& boot, Instant now);
  // The heartbeat: sets the file's mtime to the present. Throws Error when the file is gone.
  void touch();

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string, std::less<>> encoded_;
};

struct PublishedStatus {
  Status status;
  Instant heartbeat;  // mtime of the file
};

// The watcher writes or touches the file at least every 30 s; after this long nothing it said is
// judged any more. A heartbeat from the future is fresh.
constexpr Duration longest_silence = std::chrono::minutes{2};
constexpr bool is_silent(Instant heartbeat, Instant now) {
  return now - heartbeat > longest_silence;
}

// Reads the file whole. Throws Damaged (cut, flipped, newer schema), Error (absent, no permission).
PublishedStatus read_status(const std::filesystem::path& file);

}  // namespace sa
