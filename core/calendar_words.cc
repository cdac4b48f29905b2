#include "core/calendar_words.h"

#include "core/ascii.h"

#include <algorithm>
#include <array>
#include <string>

namespace sa {
namespace {

struct DayName {
  std::string_view text;
  int day;
};
// Each long name stands before its short one, which it begins with.
constexpr std::array<DayName, 14> day_names = {{{"Monday", 0},
                                                {"Mon", 0},
                                                {"Tuesday", 1},
                                                {"Tue", 1},
                                                {"Wednesday", 2},
                                                {"Wed", 2},
                                                {"Thursday", 3},
                                                {"Thu", 3},
                                                {"Friday", 4},
                                                {"Fri", 4},
                                                {"Saturday", 5},
                                                {"Sat", 5},
                                                {"Sunday", 6},
                                                {"Sun", 6}}};

struct Shorthand {
  std::string_view word;
  std::string_view meaning;
};

constexpr std::array<Shorthand, 13> shorthands = {{
    {"minutely", "*:*"},
    {"hourly", "*:0"},
    {"daily", "0:0"},
    {"monthly", "*-1"},
    {"weekly", "Mon"},
    {"yearly", "1-1"},
    {"annually", "1-1"},
    {"anually", "1-1"},
    {"quarterly", "1,4,7,10-1"},
    {"semiannually", "1,7-1"},
    {"semi-annually", "1,7-1"},
    {"biannually", "1,7-1"},
    {"bi-annually", "1,7-1"},
}};

bool ends_weekday(char c) {
  return c == '\0' || c == '-' || c == '.' || c == ',' || c == ' ';
}

}  // namespace

std::optional<WeekdayWord> weekday_at(std::string_view rest) {
  for (const DayName& name : day_names) {
    const std::size_t size = name.text.size();
    if (!same_but_for_case(rest.substr(0, size), name.text)) continue;
    const bool is_whole = rest.size() == size || ends_weekday(rest[size]);
    return WeekdayWord{is_whole ? name.day : -1, size};
  }
  return std::nullopt;
}

std::string_view written_out(std::string_view text) {
  for (const Shorthand& each : shorthands) {
    if (same_but_for_case(text, each.word)) return each.meaning;
  }
  return text;
}

std::string_view without_zone(std::string_view text, TimeZones& zones, CalendarSpec& spec) {
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string_view::npos) return text;
  const std::string_view word = text.substr(blank + 1);
  const bool can_be_zone = std::any_of(word.begin(), word.end(), is_letter);
  const bool can_be_offset = !word.empty() && (word[0] == '+' || word[0] == '-');
  if (!can_be_zone && !can_be_offset) return text;
  if (same_but_for_case(word, "UTC")) {
    spec.zone = "UTC";
    return text.substr(0, blank);
  }
  const auto& local_names = zones.local().abbreviations();
  for (int dst = 0; dst < 2; ++dst) {
    const std::string& name = local_names[static_cast<std::size_t>(dst)];
    if (!same_but_for_case(word, name)) continue;
    spec.dst = dst;
    spec.abbreviation = name;
    return text.substr(0, blank);
  }
  if (!can_be_zone || zones.find(word) == nullptr) return text;
  spec.zone = word;
  return text.substr(0, blank);
}

}  // namespace sa
