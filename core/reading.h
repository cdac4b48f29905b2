#pragma once

#include "core/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What somebody who may not open the log wants to read of it. The watcher is asked, which asks
// polkit about the person and has sa-read tell it.
struct Reading {
  enum class What : std::uint8_t {
    runs,     // JSON Lines as `sa history --json` has them, with `at` and `late` besides
    slots,    // JSON Lines as `sa slots --json` has them
    changes,  // JSON Lines: who retired, paused, ran the unit
    output    // what journalctl tells of a unit or of one of its runs
  };
  What what = What::runs;
  std::vector<std::string> units;  // full names; of runs, empty: all that the person may read
  std::optional<Instant> from, to;
  bool oldest_first = false;             // of runs
  std::string invocation;                // of output: 32 hex digits; empty: all runs
  std::string format;                    // of output: journalctl's; empty: its default
  std::optional<std::uint64_t> lines{};  // of output: the last so many
  bool follow = false;                   // of output: and what is written from now on
  friend bool operator==(const Reading&, const Reading&) = default;
};

std::string_view to_string(Reading::What what);

// The arguments of a program that is to read so, and back; nullopt: they are not arguments_of()'s.
std::vector<std::string> arguments_of(const Reading& reading);
std::optional<Reading> reading_of(const std::vector<std::string>& arguments);

// Whether journalctl has such an output format.
bool is_output_format(std::string_view word);

}  // namespace sa
