#pragma once

#include "core/instant.h"

#include <cstdint>
#include <functional>
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

// Due instants in a row with one verdict: a minute job that runs for an hour costs one record. Runs
// hold the other verdicts. Whoever reads it needs no calendar.
struct SlotRange {
  // So many times in a row the next one was due `span` later.
  struct Gap {
    Duration span{0};
    std::uint32_t times = 0;
    friend bool operator==(const Gap&, const Gap&) = default;
  };
  std::string unit;
  Instant first;
  Instant last;
  std::uint32_t count = 1;
  SlotVerdict verdict = SlotVerdict::missed;  // absorbed, missed or paused
  std::string reason;                         // in words; empty: nothing to add
  std::vector<Gap> gaps{};                    // from the first to the last
  friend bool operator==(const SlotRange&, const SlotRange&) = default;
};

// False: `due` must begin another, because the range is as long as one may become or `due` is not
// after it.
bool extend(SlotRange& range, Instant due);
// All due instants of the range, ascending, until `visit` returns false.
void visit_slots(const SlotRange& range, const std::function<bool(Instant)>& visit);

}  // namespace sa
