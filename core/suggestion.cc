#include "core/suggestion.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace sa {
namespace {

// Letters to insert, drop or change to make one word the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Smaller is nearer; more than `word.size()` is too far.
std::size_t distance(std::string_view word, std::string_view candidate) {
  const std::size_t edits = edit_distance(word, candidate);
  if (edits <= std::max<std::size_t>(1, word.size() / 3)) return edits;
  return word.size() >= 3 && candidate.find(word) != std::string_view::npos ? word.size()
                                                                            : word.size() + 1;
}

}  // namespace

std::vector<std::string> near_words(std::string_view word,
                                    const std::vector<std::string>& candidates) {
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& candidate : candidates)
    if (const auto far = distance(word, candidate); far <= word.size())
      near.emplace_back(far, candidate);
  std::ranges::sort(near);
  near.erase(std::unique(near.begin(), near.end()), near.end());
  std::vector<std::string> words;
  for (auto& [far, candidate] : near) words.push_back(std::move(candidate));
  return words;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string> near = near_words(word, candidates);
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 3); ++i)
    text.append(i == 0 ? "; did you mean '" : " or '").append(near[i]).append("'");
  return text.empty() ? text : text + "?";
}

}  // namespace sa
