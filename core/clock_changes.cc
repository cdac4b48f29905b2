#include "core/calendar_values.h"
#include "core/cron_difference.h"
#include "core/schedule_emission.h"
#include "core/schedule_text.h"

#include <algorithm>
#include <string>

namespace sa {
namespace {

constexpr std::chrono::hours usual_effect{1};
constexpr std::chrono::hours longest_effect{26};

std::vector<WallRun> systemd_runs(const std::vector<CalendarSpec>& calendars, TimeZones& zones,
                                  const ClockStep& step, Instant from, Instant to) {
  std::vector<WallRun> runs;
  for (const CalendarSpec& spec : calendars) {
    visit_due(spec, zone_of(spec, zones), from, to, [&](Instant at) {
      runs.push_back({at, step.wall_at(at)});
      return true;
    });
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

bool all_in_utc(const std::vector<CalendarSpec>& calendars) {
  return std::all_of(calendars.begin(), calendars.end(),
                     [](const CalendarSpec& spec) { return spec.zone == "UTC"; });
}

bool is_often(const CalendarSpec& spec) {
  constexpr int each_second = 60;
  int times = 0;  // a minute
  for (const CalendarComponent& part : spec.microsecond) {
    const int last = last_of(part, microsecond_range.high);
    times += 1 + (last - part.start) / std::max(part.repeat, 1);
  }
  return times > each_second;
}

bool is_due_since(const CalendarSpec& spec, const TimeZone& zone, Instant from, Instant since) {
  constexpr Instant end_of_time{std::chrono::sys_days{std::chrono::year{2199} / 1 / 1}};
  bool found = false;
  visit_due(spec, zone, from, end_of_time, [&](Instant at) {
    found = at >= since;
    return !found;
  });
  return found;
}

// One schedule as cron would have it, and as systemd has it.
class Comparison {
 public:
  Comparison(const ScheduleText& said, TimeZones& zones) : said_(said), zones_(zones) {
    for (const CalendarSpec& spec : said.calendars) emitted_.push_back(emitted(spec, zones));
  }

  // What cron makes of it is known to be the same.
  bool is_equal() const { return said_.follows_clock && all_in_utc(emitted_); }
  // What to tell of a change; empty: nothing.
  std::string text(const ClockStep& step) const;

 private:
  bool stops(const ClockStep& step) const;
  CronDifference difference(const ClockStep& step, Duration around) const;

  const ScheduleText& said_;
  TimeZones& zones_;
  std::vector<CalendarSpec> emitted_;
};

CronDifference Comparison::difference(const ClockStep& step, Duration around) const {
  const Instant begin = step.at - step.size() - around;
  const Instant end = step.at + step.size() + around;
  return difference_of(step, systemd_runs(emitted_, zones_, step, begin, end),
                       cron_runs(said_.calendars, said_.follows_clock, step, begin, end));
}

// Does systemd find no next time when it looks from before the change, though there is one?
bool Comparison::stops(const ClockStep& step) const {
  const Instant begin = step.at - step.size() - usual_effect;
  return std::any_of(emitted_.begin(), emitted_.end(), [&](const CalendarSpec& spec) {
    const TimeZone& zone = zone_of(spec, zones_);
    return !is_due_since(spec, zone, begin, step.at) && next_due(spec, zone, step.at);
  });
}

// In zones where winter is the daylight saving time (Ireland) systemd loses hours after a gap.
std::string Comparison::text(const ClockStep& step) const {
  if (stops(step)) {
    return "the timer stops for good, since systemd finds no run after this change; start it again "
           "then";
  }
  const CronDifference usual = difference(step, usual_effect);
  const bool lasts = usual.lasts_until(step.at + step.size());
  return to_string(lasts ? difference(step, longest_effect) : usual);
}

}  // namespace

std::vector<ClockChange> clock_changes(std::string_view text, std::string_view zone,
                                       TimeZones& zones, Instant from, Instant to) {
  const auto read = read_schedule(text, zone, zones);
  const auto* said = std::get_if<ScheduleText>(&read);
  if (said == nullptr || said->calendars.empty()) return {};
  const CalendarSpec& any = said->calendars.front();  // all are in the same zone
  const Comparison comparison(*said, zones);
  if (any.dst >= 0 || is_often(any) || comparison.is_equal()) return {};
  std::vector<ClockChange> changes;
  for (const ClockStep& step : clock_steps(zone_of(any, zones), from, to)) {
    const std::string message = comparison.text(step);
    if (message.empty()) continue;
    const auto date = std::chrono::floor<std::chrono::days>(step.wall_at(step.at));
    changes.push_back({std::chrono::year_month_day{date}, message});
  }
  return changes;
}

}  // namespace sa
