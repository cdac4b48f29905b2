#pragma once

#include "core/calendar.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace sa {

// The words of a calendar expression. Upper and lower case are the same. Used by parse_calendar
// only.

struct WeekdayWord {
  int day;           // 0 is Monday; -1: a weekday's name begins another word
  std::size_t size;  // of the word
};
// The weekday that `rest` begins with. nullopt: it begins with none.
std::optional<WeekdayWord> weekday_at(std::string_view rest);

// What a word such as "daily" stands for; any other text as it is.
std::string_view written_out(std::string_view text);

// Takes the last word off if it names a zone, or what the local zone calls its times, and sets that
// in `spec`.
std::string_view without_zone(std::string_view text, TimeZones& zones, CalendarSpec& spec);

}  // namespace sa
