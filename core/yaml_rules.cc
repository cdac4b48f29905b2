#include "core/yaml_rules.h"

#include "core/ascii.h"
#include "core/plain_text.h"

#include <algorithm>
#include <initializer_list>

namespace sa {
namespace {

constexpr std::size_t most_bytes = 1'000'000;

std::optional<Problem> tag_directive_problem(std::string_view text) {
  const std::size_t at = text.starts_with("%TAG") ? 0 : text.find("\n%TAG");
  if (at == std::string_view::npos) return std::nullopt;
  return Problem{Severity::problem, place_of(text, at == 0 ? 0 : at + 1), "",
                 "expected no directive but %YAML, got '%TAG'"};
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](auto word) { return same_but_for_case(text, word); });
}

}  // namespace

std::optional<Problem> yaml_text_problem(std::string_view text) {
  if (text.size() > most_bytes) return Problem{Severity::problem, {}, "", "expected at most 1 MB"};
  if (auto problem = plain_text_problem(text)) return problem;
  return tag_directive_problem(text);
}

std::vector<const YamlNode::Entry*> repeated_entries(const YamlNode& map) {
  std::vector<const YamlNode::Entry*> sorted;
  for (const auto& entry : map.entries) sorted.push_back(&entry);
  std::ranges::stable_sort(sorted, {}, &YamlNode::Entry::key);
  std::vector<const YamlNode::Entry*> repeated;
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i]->key == sorted[i - 1]->key) repeated.push_back(sorted[i]);
  std::ranges::sort(repeated);
  return repeated;
}

bool is_text_to_all(std::string_view text) {
  if (text.empty() || !(is_letter(text[0]) || is_digit(text[0]) || text[0] == '/')) return false;
  if (is_digit(text[0]))
    return text.find_first_not_of("0123456789+-.:_exoabcdfABCDEFXO") < text.size();
  return !is_one_of(text, {"null", "true", "false", "yes", "no", "on", "off", "y", "n"});
}

bool fits_a_line(const YamlNode& list) {
  constexpr std::size_t longest = 72;
  std::size_t size = 0;
  for (const YamlNode& item : list.items) {
    if (item.kind != YamlNode::Kind::scalar || item.text.find('\n') != std::string::npos)
      return false;
    size += item.text.size() + 2;
  }
  return size <= longest;
}

}  // namespace sa
