#include "core/health.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 12> health_words = {
    "broken",  "failed", "overdue", "overrunning", "late",    "suspect",
    "running", "ok",     "waiting", "paused",      "retired", "stale"};

static_assert(static_cast<std::size_t>(Health::stale) + 1 == health_words.size());

}  // namespace

std::string_view to_string(Health health) {
  return health_words.at(static_cast<std::size_t>(health));
}

std::optional<Health> parse_health(std::string_view word) {
  const auto* const found = std::ranges::find(health_words, word);
  if (found == health_words.end()) return std::nullopt;
  return static_cast<Health>(found - health_words.begin());
}

bool is_unwell(Health health) {
  return health <= Health::suspect || health == Health::stale;
}

const Verdict& verdict_at(const Outlook& outlook, Instant now) {
  const auto after = std::ranges::upper_bound(outlook.changes, now, {}, &HealthChange::at);
  if (after == outlook.changes.begin()) return outlook.verdict;
  return std::prev(after)->verdict;
}

}  // namespace sa
