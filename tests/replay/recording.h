#pragma once

#include "core/run.h"
#include "core/unit_event.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <sdbus-c++/Types.h>

namespace sa::test {

using Properties = std::map<std::string, sdbus::Variant>;

// What record.py wrote down, line by line.
struct JobNewLine {
  std::string unit;
  std::uint32_t id = 0;
};
struct JobRemovedLine {
  std::string unit;
  std::uint32_t id = 0;
  std::string result;
};
// Properties of a unit that changed, or with `all` the whole of what systemd says when asked.
struct PropertiesLine {
  std::string unit;
  Properties properties;
  bool all = false;
};
struct UnitLine {
  std::string unit;
  bool loaded = false;
};
// systemd has read its unit files anew.
struct ReloadedLine {};
// Somebody begins to listen; boot's start-up was finished at `finished`.
struct ListedLine {
  std::vector<std::string> active;
  std::vector<std::string> inactive;
  std::optional<Instant> finished;
  Id128 boot;
};
// Nobody listens any more, until the next ListedLine.
struct HungUpLine {};
struct JournalLine {
  std::map<std::string, std::string> fields;
  Id128 boot;
};

struct Line {
  Instant at;  // when it was heard, or written to the journal
  std::variant<JobNewLine, JobRemovedLine, PropertiesLine, UnitLine, ReloadedLine, ListedLine,
               HungUpLine, JournalLine>
      what;
};

struct Recording {
  std::vector<Line> lines;                   // ascending by `at`
  std::map<std::string, std::string> files;  // unit files by name
};

// Throws std::runtime_error for a line that is not as record.py writes it.
Recording read_recording(const std::filesystem::path& file);

// The event that the watcher's own code makes of the entry; nullopt: none.
std::optional<JournalEvent> decoded(const JournalLine& line, Instant at);

// One run as its job saw it.
struct Truth {
  std::string unit;
  Id128 invocation;
  std::optional<Instant> began;
  std::optional<Instant> ended;  // absent: it was killed
  std::optional<std::int32_t> status;
};
std::vector<Truth> read_truth(const std::filesystem::path& file);

}  // namespace sa::test
