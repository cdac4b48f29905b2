#include "core/cron_clock.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::chrono::hours small_change{3};

WallInstant wall_of(Instant instant, std::chrono::seconds offset) {
  return WallInstant{instant.time_since_epoch() + offset};
}

Instant instant_of(WallInstant wall, std::chrono::seconds offset) {
  return Instant{wall.time_since_epoch() - offset};
}

// cron counts minutes, and from the last minute before the change to the first one after it; it
// takes 180 of them as small forward, and less than 180 back.
bool is_small(const ClockStep& step) {
  return step.is_forward() ? step.size() < small_change : step.size() <= small_change;
}

// All wall times that the calendars name in (from, to].
std::vector<WallInstant> wall_times(const std::vector<CalendarSpec>& calendars, WallInstant from,
                                    WallInstant to) {
  std::vector<WallInstant> walls;
  for (CalendarSpec spec : calendars) {
    spec.zone = "UTC";
    visit_due(spec, TimeZone(), Instant{from.time_since_epoch()}, Instant{to.time_since_epoch()},
              [&walls](Instant at) {
                walls.emplace_back(at.time_since_epoch());
                return true;
              });
  }
  std::sort(walls.begin(), walls.end());
  walls.erase(std::unique(walls.begin(), walls.end()), walls.end());
  return walls;
}

void append_runs(WallInstant wall, bool follows_clock, const ClockStep& step,
                 std::vector<WallRun>& runs) {
  const bool cares = is_small(step) && !follows_clock;
  const Instant first = instant_of(wall, step.before);
  const Instant second = instant_of(wall, step.after);
  const bool comes_before = first < step.at;
  const bool comes_after = second >= step.at;
  if (comes_before) runs.push_back({first, wall});
  if (comes_after && !(comes_before && cares)) runs.push_back({second, wall});
  if (!comes_before && !comes_after && cares) runs.push_back({step.at, wall});
}

}  // namespace

WallInstant ClockStep::wall_at(Instant instant) const {
  return wall_of(instant, instant < at ? before : after);
}

WallInstant ClockStep::odd_begin() const {
  return wall_of(at, std::min(before, after));
}

WallInstant ClockStep::odd_end() const {
  return wall_of(at, std::max(before, after));
}

std::vector<ClockStep> clock_steps(const TimeZone& zone, Instant from, Instant to) {
  std::vector<ClockStep> steps;
  const auto& spans = zone.spans();
  const auto first = std::chrono::floor<std::chrono::seconds>(from).time_since_epoch().count();
  for (std::size_t i = std::max<std::size_t>(zone.span_at(first), 1); i < spans.size(); ++i) {
    const Instant at{std::chrono::seconds{spans[i].begin}};
    if (at >= to) break;
    if (at < from || spans[i].offset == spans[i - 1].offset) continue;
    steps.push_back({at, std::chrono::seconds{spans[i - 1].offset},
                     std::chrono::seconds{spans[i].offset}, !spans[i].dst});
  }
  return steps;
}

std::vector<WallRun> cron_runs(const std::vector<CalendarSpec>& calendars, bool follows_clock,
                               const ClockStep& step, Instant from, Instant to) {
  std::vector<WallRun> runs;
  for (const WallInstant wall :
       wall_times(calendars, wall_of(from, std::min(step.before, step.after)),
                  wall_of(to, std::max(step.before, step.after)))) {
    append_runs(wall, follows_clock, step, runs);
  }
  std::erase_if(runs, [&](const WallRun& run) { return run.at <= from || run.at > to; });
  std::sort(runs.begin(), runs.end());
  return runs;
}

}  // namespace sa
