#include "core/slot.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 7> verdict_words = {
    "on-time", "late", "absorbed", "skipped", "refused", "missed", "paused"};

// A schedule with many gaps ("*/7 * * * *") ends its ranges sooner.
constexpr std::size_t most_gaps = 64;

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

bool extend(SlotRange& range, Instant due) {
  const Duration span = due - range.last;
  if (span <= Duration(0)) return false;
  const bool is_new = range.gaps.empty() || range.gaps.back().span != span;
  if (is_new && range.gaps.size() == most_gaps) return false;
  if (is_new) range.gaps.push_back({span, 0});
  ++range.gaps.back().times;
  ++range.count;
  range.last = due;
  return true;
}

void visit_slots(const SlotRange& range, const std::function<bool(Instant)>& visit) {
  Instant due = range.first;
  if (!visit(due)) return;
  for (const auto& gap : range.gaps)
    for (std::uint32_t i = 0; i < gap.times; ++i)
      if (!visit(due += gap.span)) return;
}

}  // namespace sa
