#pragma once

#include "tests/replay/replay.h"
#include "tests/watcher/run_text.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace sa::test {

inline const std::filesystem::path recordings = SA_RECORDINGS;

// A directory that is gone with it.
class Directory {
 public:
  Directory() {
    std::string name = std::filesystem::path(testing::TempDir()) / "sa-replay-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the test");
    path_ = name;
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One recording, by its name.
class ReplayOf : public testing::TestWithParam<const char*> {
 protected:
  Recording recording = read_recording(recordings / (std::string(GetParam()) + ".jsonl"));

  Frame frame() const {
    for (const Line& line : recording.lines)
      if (const auto* listed = std::get_if<ListedLine>(&line.what))
        return {recording.lines.front().at, listed->boot};
    throw std::runtime_error("nobody listens in this recording");
  }

  Replayed replayed(const ReplayOptions& options = {}) const {
    const Directory directory;
    return replay(recording, directory.path(), options);
  }
};

inline const auto all_recordings =
    testing::Values("endings", "respawns", "stops", "reboot", "transient");

// For the names of the tests.
inline std::string by_name(const testing::TestParamInfo<const char*>& info) {
  return info.param;
}

}  // namespace sa::test
