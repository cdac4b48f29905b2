#include "core/calendar_values.h"
#include "core/cron_difference.h"
#include "core/schedule_emission.h"
#include "core/schedule_text.h"

#include <algorithm>
#include <string>

namespace sa {
namespace {

// How long before and after a change the runs can differ. Where summer is the standard time
// (Ireland, Morocco) systemd loses hours of the day after a gap.
Duration effect_of(const ClockStep& step) {
  const bool loses_hours = step.is_forward() && step.to_standard;
  return step.size() + std::chrono::hours{loses_hours ? 26 : 1};
}

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
  bool stops(const CalendarSpec& spec, const ClockStep& step) const;
  std::string stop_text(const ClockStep& step) const;
  CronDifference difference(const ClockStep& step) const;

  const ScheduleText& said_;
  TimeZones& zones_;
  std::vector<CalendarSpec> emitted_;
};

CronDifference Comparison::difference(const ClockStep& step) const {
  const Instant begin = step.at - effect_of(step);
  const Instant end = step.at + effect_of(step);
  return difference_of(step, systemd_runs(emitted_, zones_, step, begin, end),
                       cron_runs(said_.calendars, said_.follows_clock, step, begin, end));
}

// Does systemd find no next time when it looks from before the change, though there is one?
bool Comparison::stops(const CalendarSpec& spec, const ClockStep& step) const {
  const TimeZone& zone = zone_of(spec, zones_);
  return !is_due_since(spec, zone, step.at - effect_of(step), step.at) &&
         next_due(spec, zone, step.at);
}

// Empty: nothing stops.
std::string Comparison::stop_text(const ClockStep& step) const {
  std::vector<const CalendarSpec*> stopping;
  for (const CalendarSpec& spec : emitted_) {
    if (stops(spec, step)) stopping.push_back(&spec);
  }
  if (stopping.empty()) return "";
  const bool all = stopping.size() == emitted_.size();
  return (all ? std::string("the timer") : "'" + to_string(*stopping.front()) + "' of the timer") +
         " stops for good, since systemd finds no run after this change; start it again then";
}

std::string Comparison::text(const ClockStep& step) const {
  const std::string stop = stop_text(step);
  return stop.empty() ? to_string(difference(step)) : stop;
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
