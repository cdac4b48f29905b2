#include "core/change.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sa {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> past = {{
    {"retire", "retired"},
    {"unretire", "expected again"},
    {"pause", "paused"},
    {"resume", "resumed"},
    {"run", "started"},
    {"cancel", "cancelled"},
    {"stop", "stopped and disabled"},
}};

std::string_view past_of(const std::string& verb) {
  const auto found =
      std::ranges::find(past, std::string_view(verb), [](const auto& word) { return word.first; });
  return found == past.end() ? std::string_view(verb) : found->second;
}

}  // namespace

bool add_change(std::vector<Change>& changes, const Change& change) {
  if (std::ranges::find(changes, change) != changes.end()) return false;
  const bool is_full = changes.size() >= most_changes;
  if (is_full && change.at < changes.front().at) return false;
  changes.insert(std::ranges::upper_bound(changes, change.at, {}, &Change::at), change);
  if (is_full) changes.erase(changes.begin());
  return true;
}

std::string in_words(const Change& change) {
  std::string words = std::string(past_of(change.verb)) + " " + change.unit;
  if (change.until) words += " until " + utc_words(*change.until);
  words += " by " + change.by;
  return change.reason.empty() ? words : words + ": " + change.reason;
}

}  // namespace sa
