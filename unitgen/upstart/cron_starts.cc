#include "unitgen/upstart/cron_starts.h"

#include "core/cron_lines.h"
#include "core/schedule_emission.h"
#include "core/time_span.h"

namespace sa {
namespace {

class CronReader {
 public:
  CronReader(const Job& job, const JobPlaces& places, TimeZones& zones)
      : job_(job), places_(places), zones_(zones) {}

  CronPart read() {
    const Schedule& schedule = job_.schedule;
    part_.calendars = schedule.calendars;
    for (std::size_t i = 0; i < schedule.every.size(); ++i) add_span(schedule.every[i], i);
    add_lines();
    return std::move(part_);
  }

 private:
  void tell(Severity severity, const Place& place, std::string message) {
    part_.problems.push_back({severity, place, "schedule", std::move(message)});
  }

  void add_span(Duration span, std::size_t at) {
    const auto calendar = by_the_clock(span);
    const std::string got = "'every " + time_span(span) + "'";
    if (!calendar)
      return tell(
          Severity::problem, places_.every[at],
          "expected a part of the hour or of the day, as cron goes by the clock, got " + got);
    part_.calendars.push_back(emitted(*calendar, zones_));
    tell(Severity::warning, places_.every[at],
         got + " is kept by the clock, at " + to_string(*calendar));
  }

  Place place_of(std::size_t calendar) const {
    const std::size_t own = places_.calendars.size();
    return calendar < own ? places_.calendars[calendar] : places_.of("schedule");
  }

  void add_lines() {
    auto lines = cron_lines(part_.calendars, zones_);
    if (auto* obstacle = std::get_if<CronObstacle>(&lines))
      tell(Severity::problem, place_of(obstacle->calendar), std::move(obstacle->message));
    else
      part_.lines = std::get<std::vector<std::string>>(std::move(lines));
  }

  const Job& job_;
  const JobPlaces& places_;
  TimeZones& zones_;
  CronPart part_;
};

}  // namespace

CronPart cron_part_of(const Job& job, const JobPlaces& places, TimeZones& zones) {
  if (job.disabled) return {};
  return CronReader(job, places, zones).read();
}

}  // namespace sa
