#include "core/field.h"

#include "core/plain_text.h"
#include "core/suggestion.h"
#include "core/time_span.h"
#include "core/yaml_hint.h"

#include <algorithm>
#include <charconv>

namespace sa {
namespace {

constexpr Duration longest_duration = std::chrono::hours(24) * 36525;
constexpr std::size_t longest_path = 4095;

std::string_view without_last_break(const YamlNode& scalar) {
  std::string_view text = scalar.text;
  if (scalar.block && text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

// What keeps a text from standing in one line of a unit file.
std::string_view line_trouble(std::string_view text) {
  if (text.find('\n') != std::string_view::npos) return "text in one line";
  if (has_control_character(text) || text.find('\t') != std::string_view::npos)
    return "text without control characters";
  if (text.ends_with('\\')) return "text without a backslash at its end";
  if (text.front() == ' ' || text.back() == ' ') return "text without blanks at its ends";
  return {};
}

bool is_normal_path(std::string_view path) {
  if (!path.starts_with('/')) return false;
  if (path == "/") return true;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == ".." || part.size() > 255) return false;
    begin = end + 1;
  }
  return true;
}

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

void warn_without_unit(const Field& field, Duration span) {
  const std::string number = field.value.text;
  if (span == Duration::zero()) return;
  field.warn(field.value.place, "read as seconds, write '" + number + "s' or '" + number + "min'");
}

}  // namespace

void Field::tell(const Place& place, std::string message) const {
  problems.push_back({Severity::problem, place, std::string(key), std::move(message)});
}

void Field::warn(const Place& place, std::string message) const {
  problems.push_back({Severity::warning, place, std::string(key), std::move(message)});
}

void Field::expected(std::string_view what) const {
  std::string message = "expected ";
  tell(message.append(what).append(", got ").append(got(value)));
}

std::optional<std::string_view> text_of(const Field& field, std::string_view what) {
  if (field.value.kind == YamlNode::Kind::scalar && !field.value.text.empty())
    return field.value.text;
  field.expected(what);
  return std::nullopt;
}

std::optional<std::string_view> line_of(const Field& field, std::string_view what,
                                        std::size_t longest) {
  if (!text_of(field, what)) return std::nullopt;
  const std::string_view text = without_last_break(field.value);
  if (text.size() > longest) {
    field.tell("expected at most " + std::to_string(longest) + " bytes, got " +
               std::to_string(text.size()));
    return std::nullopt;
  }
  const std::string_view trouble = text.empty() ? what : line_trouble(text);
  if (trouble.empty()) return text;
  field.expected(trouble);
  return std::nullopt;
}

std::optional<bool> truth_of(const Field& field) {
  if (field.value.text == "true") return true;
  if (field.value.text == "false") return false;
  field.expected("true or false");
  return std::nullopt;
}

std::optional<std::uint64_t> count_of(const Field& field, std::uint64_t low, std::uint64_t high) {
  const std::string& text = field.value.text;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && number >= low && number <= high) return number;
  field.expected("a number from " + std::to_string(low) + " to " + std::to_string(high));
  return std::nullopt;
}

std::optional<Duration> duration_of(const Field& field, Duration least) {
  constexpr std::string_view what = "a duration such as 15min";
  const auto text = line_of(field, what);
  if (!text) return std::nullopt;
  const auto span = parse_time_span(*text);
  if (!span) {
    field.expected(what);
    return std::nullopt;
  }
  if (*span < least || *span > longest_duration) {
    field.expected(*span < least ? "a duration of at least " + time_span(least)
                                 : "a duration of at most 100 years");
    return std::nullopt;
  }
  if (is_number(*text)) warn_without_unit(field, *span);
  return span;
}

std::optional<std::string_view> path_of(const Field& field) {
  const auto text = line_of(field, "an absolute path", longest_path);
  if (!text || is_normal_path(*text)) return text;
  field.expected("an absolute path without '.', '..', '//' or a '/' at its end");
  return std::nullopt;
}

std::vector<const YamlNode*> items_of(const Field& field, std::string_view what) {
  std::vector<const YamlNode*> items;
  if (field.value.kind == YamlNode::Kind::scalar) {
    items.push_back(&field.value);
  } else if (field.value.kind == YamlNode::Kind::list) {
    for (const YamlNode& item : field.value.items) items.push_back(&item);
  } else {
    field.expected(what);
  }
  return items;
}

const YamlNode::Entry* entry_of(const YamlNode& map, std::string_view key) {
  const auto found = std::ranges::find(map.entries, key, &YamlNode::Entry::key);
  return found == map.entries.end() ? nullptr : &*found;
}

void tell_unknown_key(const YamlNode::Entry& entry, std::string_view path,
                      const std::vector<std::string>& known, std::vector<Problem>& problems) {
  const auto near = near_words(std::string_view(entry.key).substr(0, 40), known);
  std::string message = "unknown key";
  if (!near.empty()) message += ", did you mean '" + near.front() + "'?";
  std::string key(path);
  if (!key.empty()) key += '.';
  key += entry.key;
  problems.push_back({Severity::problem, entry.place, std::move(key), std::move(message)});
}

void sort_by_place(std::vector<Problem>& problems) {
  std::ranges::stable_sort(
      problems, {}, [](const Problem& p) { return std::pair(p.place.line, p.place.column); });
}

bool has_problem(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems,
                             [](const Problem& p) { return p.severity == Severity::problem; });
}

}  // namespace sa
