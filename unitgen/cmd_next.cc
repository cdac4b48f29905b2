#include "unitgen/cmd_next.h"

#include "core/due_instants.h"
#include "core/local_time.h"
#include "core/problem.h"
#include "core/wall_clock.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

namespace sa {
namespace {

constexpr std::array<const char*, 7> day_names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr int exit_done = 0;
constexpr int exit_not_well = 1;

// The column as a reader counts it, of a column in bytes.
std::uint32_t character_column(std::string_view text, std::size_t column) {
  const std::string_view before = text.substr(0, column - 1);
  return 1 + static_cast<std::uint32_t>(std::ranges::count_if(
                 before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Problem problem_of(std::string_view text, const CalendarProblem& found) {
  const Place place{1, character_column(text, found.column)};
  return {Severity::problem, place, "schedule", found.message};
}

// All texts together; nullopt: one of them is no schedule, as `err` tells.
std::optional<Schedule> schedule_of(const NextOptions& options, std::ostream& err,
                                    TimeZones& zones) {
  Schedule schedule;
  bool good = true;
  for (const std::string& text : options.schedules) {
    const auto parsed = parse_schedule(text, options.timezone, zones);
    if (const auto* problem = std::get_if<CalendarProblem>(&parsed)) {
      err << to_string(problem_of(text, *problem), text) << '\n';
      good = false;
    } else {
      append(schedule, std::get<Schedule>(parsed));
    }
  }
  return good ? std::optional(schedule) : std::nullopt;
}

// "Mon 2026-11-23 02:00:00 CET"
std::string zone_time(Instant at, const TimeZone& zone) {
  const auto second = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  const WallTime wall = WallClock(zone, 0).shown_at(second);
  std::array<char, 96> out{};
  std::snprintf(out.data(), out.size(), "%s %04d-%02d-%02d %02d:%02d:%02d %s",
                day_names[static_cast<std::size_t>(wall.weekday)], wall.year, wall.month, wall.day,
                wall.hour, wall.minute, wall.second,
                zone.abbreviations()[wall.dst > 0 ? 1 : 0].c_str());
  return out.data();
}

const TimeZone& shown_zone(const NextOptions& options, TimeZones& zones) {
  return options.timezone.empty() ? zones.local() : zones.zone(options.timezone);
}

void print(Instant due, const NextOptions& options, TimeZones& zones, std::ostream& out) {
  if (options.json) {
    out << R"({"due":")" << rfc3339(due) << "\"}\n";
  } else {
    out << zone_time(due, shown_zone(options, zones)) << "  " << relative(due, options.now) << '\n';
  }
}

void explain_none(const Schedule& schedule, const NextOptions& options, std::ostream& err) {
  if (schedule.at_boot) {
    err << "@reboot is due at each boot, which has no time\n";
  } else {
    err << "nothing is due any more after " << rfc3339(options.from) << '\n';
  }
}

}  // namespace

int cmd_next(const NextOptions& options, std::ostream& out, std::ostream& err, TimeZones& zones) {
  if (!options.timezone.empty() && zones.find(options.timezone) == nullptr) {
    err << "timezone: expected a time zone such as Europe/Berlin, got " << quoted(options.timezone)
        << '\n';
    return exit_not_well;
  }
  const auto schedule = schedule_of(options, err, zones);
  if (!schedule) return exit_not_well;
  DueInstants instants(*schedule, zones, options.from);
  std::size_t printed = 0;
  while (printed < options.count) {
    const auto due = instants.next();
    if (!due) break;
    print(*due, options, zones, out);
    ++printed;
  }
  if (schedule->at_boot || (printed == 0 && options.count > 0)) {
    explain_none(*schedule, options, err);
  }
  return exit_done;
}

}  // namespace sa
