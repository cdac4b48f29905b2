#include "core/schedule.h"

#include "core/schedule_emission.h"
#include "core/schedule_text.h"

#include <algorithm>

namespace sa {
namespace {

template <typename Part>
void append_new(std::vector<Part>& parts, const std::vector<Part>& more) {
  for (const Part& part : more) {
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
  }
}

}  // namespace

std::variant<Schedule, CalendarProblem> parse_schedule(std::string_view text, std::string_view zone,
                                                       TimeZones& zones) {
  const auto read = read_schedule(text, zone, zones);
  if (const auto* problem = std::get_if<CalendarProblem>(&read)) return *problem;
  const auto& said = std::get<ScheduleText>(read);
  Schedule schedule;
  schedule.every = said.every;
  schedule.at_boot = said.at_boot;
  for (const CalendarSpec& spec : said.calendars)
    schedule.calendars.push_back(emitted(spec, zones));
  return schedule;
}

void append(Schedule& schedule, const Schedule& more) {
  append_new(schedule.calendars, more.calendars);
  append_new(schedule.every, more.every);
  schedule.at_boot = schedule.at_boot || more.at_boot;
}

}  // namespace sa
