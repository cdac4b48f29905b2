#pragma once

#include "tests/replay/recording.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace sa::test {

struct ReplayOptions {
  // How much later than recorded the watcher hears of each source.
  Duration bus_late{0};
  Duration journal_late{0};
  // Each line is late by its own random part of `jitter`; a source keeps its order.
  Duration jitter{0};
  unsigned seed = 0;
  // The watcher is restarted after so many events ...
  std::optional<std::size_t> restart_after;
  // ... and what it took in during its last so many events was not written, as after a crash.
  std::size_t unwritten = 0;
};

struct Replayed {
  std::vector<Run> runs;   // of the store, in its order
  std::size_t events = 0;  // lines that the watcher was told
};

// Plays the recording to the watcher's own parts, from the decoding to the store, in a store below
// `directory`, which must be empty. Each ListedLine begins a new watcher on the same store. Asked
// questions are answered 20 ms later.
Replayed replay(const Recording& recording, const std::filesystem::path& directory,
                const ReplayOptions& options = {});

}  // namespace sa::test
