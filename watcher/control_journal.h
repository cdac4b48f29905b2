#pragma once

#include "core/change.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sa {

// What sa-control told the journal of the changes that it made: see org.scriptactivity.Control1(5).
// Only entries that root wrote within sa-control.service are believed. The journal is opened anew
// for each reading, which costs a millisecond, and not kept: changes are rare.
class ControlJournal {
 public:
  // `directory` empty: this host's journal. `cursor` empty: `from` is where reading begins.
  ControlJournal(std::filesystem::path directory, std::string cursor, Instant from);

  // Changes after the place that was reached, oldest first, at most some thousand. Throws Error.
  std::vector<Change> read();
  // The place after the last entry that was read; empty: none was.
  const std::string& cursor() const { return cursor_; }

 private:
  std::filesystem::path directory_;
  std::string cursor_;
  Instant from_;
};

}  // namespace sa
