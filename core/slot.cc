#include "core/slot.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 7> verdict_words = {
    "on-time", "late", "absorbed", "skipped", "refused", "missed", "paused"};

static_assert(static_cast<std::size_t>(SlotVerdict::paused) + 1 == verdict_words.size());

}  // namespace

std::string_view to_string(SlotVerdict verdict) {
  return verdict_words.at(static_cast<std::size_t>(verdict));
}

std::optional<SlotVerdict> parse_slot_verdict(std::string_view word) {
  const auto* const found = std::ranges::find(verdict_words, word);
  if (found == verdict_words.end()) return std::nullopt;
  return static_cast<SlotVerdict>(found - verdict_words.begin());
}

}  // namespace sa
