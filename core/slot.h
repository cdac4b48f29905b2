#pragma once

#include "core/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What became of a due instant. Each has exactly one verdict.
enum class SlotVerdict : std::uint8_t { on_time, late, absorbed, skipped, refused, missed, paused };

std::string_view to_string(SlotVerdict verdict);
// nullopt: not a word of the enum.
std::optional<SlotVerdict> parse_slot_verdict(std::string_view word);

// Due instants in a row with one verdict, of which the log holds the ends: whoever wants each of
// them asks the schedule. Runs hold the other verdicts.
struct SlotRange {
  std::string unit;
  Instant first;
  Instant last;
  std::uint32_t count = 1;
  SlotVerdict verdict = SlotVerdict::missed;  // absorbed, missed or paused
  std::string reason;                         // in words; empty: nothing to add
  std::vector<std::string> schedule;          // of all timers that are meant: "OnCalendar=..."
  std::string zone;                           // IANA name of the host's zone at that time
  friend bool operator==(const SlotRange&, const SlotRange&) = default;
};

}  // namespace sa
