#pragma once

#include "core/calendar.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Whether a text of a schedule is "OnCalendar=...", whatever it says.
bool is_calendar(std::string_view text);

// Due instants by the texts of a schedule: "OnCalendar=*-*-* 02:00:00" or the expression alone.
// Texts that are no calendar expression ("OnBootSec=1h", or one that cannot be read) have none.
// Knows each text once it was parsed. All throw Error where a zone is not in the database any more.
class DueBook {
 public:
  // `zones` must live as long.
  explicit DueBook(TimeZones& zones) : zones_(zones) {}

  // The newest due instant of any text at or before `at`; nullopt: none.
  std::optional<Instant> before(const std::vector<std::string>& schedule, Instant at);
  // The first due instant of any text after `at`; nullopt: never again.
  std::optional<Instant> after(const std::vector<std::string>& schedule, Instant at);
  // Whether any text is a calendar expression.
  bool has_calendar(const std::vector<std::string>& schedule);

 private:
  // nullptr: not an expression that we can read.
  const CalendarSpec* spec(std::string_view text);
  std::optional<Instant> after(const CalendarSpec& spec, Instant at);
  std::map<std::string, std::optional<CalendarSpec>, std::less<>> specs_;
  TimeZones& zones_;
};

}  // namespace sa
