#include "core/unit_section.h"

#include "core/suggestion.h"
#include "core/time_span.h"
#include "core/unit_directives.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

bool is_any(std::string_view) {
  return true;
}

bool is_span(std::string_view value) {
  return parse_time_span(value).has_value();
}

bool is_limit(std::string_view value) {
  return value == "infinity" || is_span(value);
}

bool is_count(std::string_view value) {
  return value.size() <= 9 && value.find_first_not_of("0123456789") == std::string_view::npos &&
         value.find_first_not_of('0') != std::string_view::npos;
}

bool is_pause(std::string_view value) {
  return value == "pause";
}

constexpr std::string_view text = "text";
constexpr std::string_view list = "words with blanks between them";
constexpr std::string_view span = "a time span such as 15min";

constexpr std::array<SectionKey, 11> keys = {{
    {"Job", text, is_any},
    {"Team", text, is_any},
    {"Tags", list, is_any},
    {"Grace", span, is_span},
    {"Deadline", span, is_limit},
    {"MinRuntime", span, is_span},
    {"MaxRuntime", span, is_limit},
    {"AlertAfter", "a number from 1 on", is_count},
    {"Notify", list, is_any},
    {"FatalExitStatus", list, is_any},
    {"OnFatal", "pause", is_pause},
}};

std::string unknown_key(std::string_view key) {
  std::vector<std::string> names;
  for (const SectionKey& known : keys) names.emplace_back(known.name);
  return "unknown key '" + std::string(key) + "'" + did_you_mean(key, names);
}

// Empty: it is as it should be. An empty value takes back what was said before.
std::string mistake_in(std::string_view name, std::string_view value) {
  const auto* const key = std::ranges::find(keys, name, &SectionKey::name);
  if (key == keys.end()) return unknown_key(name);
  if (value.empty() || key->is_read(value)) return "";
  return std::string(name) + "=: expected " + std::string(key->expected) + ", got '" +
         std::string(value) + "'";
}

}  // namespace

std::span<const SectionKey> section_keys() {
  return keys;
}

std::vector<std::string> section_mistakes(std::string_view text) {
  std::vector<std::string> mistakes;
  visit_directives(text, [&](auto section, auto key, auto value) {
    const bool is_head = section == our_section && key.empty() && value.empty();
    if (section != our_section || is_head) return;
    if (std::string mistake = mistake_in(key, value); !mistake.empty())
      mistakes.push_back(std::move(mistake));
  });
  return mistakes;
}

}  // namespace sa
