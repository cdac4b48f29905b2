#pragma once

#include "core/pause.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// The state directory: paused/TIMER for each timer that is held, and resuming/TIMER while one is
// being started again, so that a crash in between loses none; and fatal/TIMER, see fatal_run().
// Each change is on the disk before its function returns, whole or not at all. `timer` is a unit
// name (is_unit_name). Throw Error.
class PauseDir {
 public:
  // Makes the folders where they are missing.
  explicit PauseDir(std::filesystem::path directory);

  // nullopt: it is not held. A file that is no pause of ours holds a timer all the same: a Pause
  // since the file's last change, of which nothing else is known.
  std::optional<Pause> find(const std::string& timer) const;
  std::vector<std::string> paused() const;  // ascending

  void put(const std::string& timer, const Pause& pause);
  void begin_resume(const std::string& timer);  // from now on it is not held
  void end_resume(const std::string& timer);

  // The run, 32 hex digits, for whose fatal failure it was last paused; empty: none. Kept when it
  // is resumed, so that it is not paused for the same run again.
  std::string fatal_run(const std::string& timer) const;
  void set_fatal_run(const std::string& timer, const std::string& run);

  std::optional<Pause> resuming(const std::string& timer) const;
  std::vector<std::string> resuming() const;  // ascending

 private:
  std::filesystem::path directory_, paused_, resuming_, fatal_;
};

}  // namespace sa
