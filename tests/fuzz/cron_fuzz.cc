#include "core/cron.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static sa::TimeZones zones;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = sa::parse_cron(text);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    if (problem->column < 1 || problem->column > text.size() + 1) std::abort();
    return 0;
  }
  for (const auto& spec : sa::calendar_of(std::get<sa::CronSchedule>(parsed), "UTC")) {
    // What unitgen writes must be what systemd reads.
    const auto again = sa::parse_calendar(sa::to_string(spec), zones);
    if (!std::holds_alternative<sa::CalendarSpec>(again)) std::abort();
    if (std::get<sa::CalendarSpec>(again) != spec) std::abort();
  }
  return 0;
}
