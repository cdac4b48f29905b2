#include "core/calendar_values.h"
#include "core/cron_clock.h"
#include "core/schedule_emission.h"
#include "core/schedule_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <string>

namespace sa {
namespace {

using Runs = std::vector<WallRun>;

constexpr std::chrono::hours usual_effect{1};
constexpr std::chrono::hours longest_effect{26};

// How systemd and cron can differ in a run.
enum class Kind { in_gap, left_out_first, left_out_second, left_out, later, twice, added };

struct Phrase {
  Kind kind;
  const char* systemd;
  const char* cron;  // "#" stands for it or them
};

constexpr std::array<Phrase, 7> phrases = {
    {{Kind::in_gap, "left out", "would make # at "},
     {Kind::left_out_first, "left out the first time", "would make # then"},
     {Kind::left_out_second, "left out the second time", "would make # both times"},
     {Kind::left_out, "left out", "would make #"},
     {Kind::later, "made the second time", "would make # the first time"},
     {Kind::twice, "made twice", "would make # once"},
     {Kind::added, "made", "would not make #"}}};

Runs systemd_runs(const std::vector<CalendarSpec>& calendars, TimeZones& zones,
                  const ClockStep& step, Instant from, Instant to) {
  Runs runs;
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

Runs without(const Runs& runs, const Runs& others) {
  Runs rest;
  std::set_difference(runs.begin(), runs.end(), others.begin(), others.end(),
                      std::back_inserter(rest));
  return rest;
}

bool has_wall(const Runs& runs, WallInstant wall) {
  return std::any_of(runs.begin(), runs.end(),
                     [wall](const WallRun& run) { return run.wall == wall; });
}

// The runs of which systemd and cron make something else.
class Differences {
 public:
  Differences(const ClockStep& step, const Runs& systemd, const Runs& cron)
      : step_(step), left_out_(without(cron, systemd)), added_(without(systemd, cron)) {}

  bool empty() const { return left_out_.empty() && added_.empty(); }
  bool last_until(Instant end) const;
  // "the run of 02:30 is left out, cron would make it at 03:00"
  std::string text() const;

 private:
  Kind kind_of_left_out(const WallRun& run) const;
  std::optional<Kind> kind_of_added(const WallRun& run) const;
  std::vector<WallInstant> walls(Kind kind) const;
  std::string sentence(const Phrase& phrase, const std::vector<WallInstant>& walls) const;

  ClockStep step_;
  Runs left_out_;
  Runs added_;
};

Kind Differences::kind_of_left_out(const WallRun& run) const {
  if (run.wall < step_.odd_begin() || run.wall >= step_.odd_end()) return Kind::left_out;
  if (step_.is_forward()) return Kind::in_gap;
  if (run.at >= step_.at) return Kind::left_out_second;
  return has_wall(added_, run.wall) ? Kind::later : Kind::left_out_first;
}

std::optional<Kind> Differences::kind_of_added(const WallRun& run) const {
  if (has_wall(left_out_, run.wall)) return std::nullopt;  // told as `later`
  const bool again = !step_.is_forward() && run.at >= step_.at && run.wall < step_.odd_end();
  return again ? Kind::twice : Kind::added;
}

bool Differences::last_until(Instant end) const {
  return (!left_out_.empty() && left_out_.back().at >= end) ||
         (!added_.empty() && added_.back().at >= end);
}

std::vector<WallInstant> Differences::walls(Kind kind) const {
  std::vector<WallInstant> found;
  for (const WallRun& run : left_out_) {
    if (kind_of_left_out(run) == kind) found.push_back(run.wall);
  }
  for (const WallRun& run : added_) {
    if (kind_of_added(run) == kind) found.push_back(run.wall);
  }
  return found;
}

// "02:30", "02:30:15"
std::string clock_text(WallInstant wall) {
  const std::chrono::hh_mm_ss time{wall - std::chrono::floor<std::chrono::days>(wall)};
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(),
                time.seconds().count() == 0 ? "%02d:%02d" : "%02d:%02d:%02d",
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::string runs_text(const std::vector<WallInstant>& walls) {
  const std::string first = clock_text(walls.front());
  const std::string last = clock_text(walls.back());
  if (walls.size() == 1) return "the run of " + first + " is ";
  if (walls.size() == 2) return "the runs of " + first + " and " + last + " are ";
  return "the " + std::to_string(walls.size()) + " runs from " + first + " to " + last + " are ";
}

std::string Differences::sentence(const Phrase& phrase,
                                  const std::vector<WallInstant>& walls) const {
  std::string cron = phrase.cron;
  cron.replace(cron.find('#'), 1, walls.size() == 1 ? "it" : "them");
  if (phrase.kind == Kind::in_gap) cron += clock_text(step_.wall_at(step_.at));
  return runs_text(walls) + phrase.systemd + ", cron " + cron;
}

std::string Differences::text() const {
  std::string out;
  for (const Phrase& phrase : phrases) {
    const std::vector<WallInstant> found = walls(phrase.kind);
    if (found.empty()) continue;
    if (!out.empty()) out += "; ";
    out += sentence(phrase, found);
  }
  return out;
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
  Differences differences(const ClockStep& step, Duration around) const;

  const ScheduleText& said_;
  TimeZones& zones_;
  std::vector<CalendarSpec> emitted_;
};

Differences Comparison::differences(const ClockStep& step, Duration around) const {
  const Instant begin = step.at - step.size() - around;
  const Instant end = step.at + step.size() + around;
  return {step, systemd_runs(emitted_, zones_, step, begin, end),
          cron_runs(said_.calendars, said_.follows_clock, step, begin, end)};
}

bool is_due_between(const CalendarSpec& spec, const TimeZone& zone, Instant from, Instant since) {
  constexpr Instant end_of_time{std::chrono::sys_days{std::chrono::year{2199} / 1 / 1}};
  bool found = false;
  visit_due(spec, zone, from, end_of_time, [&](Instant at) {
    found = at >= since;
    return !found;
  });
  return found;
}

// Does systemd find no next time on the other side, though there is one?
bool Comparison::stops(const ClockStep& step) const {
  for (const CalendarSpec& spec : emitted_) {
    const Instant begin = step.at - step.size() - usual_effect;
    if (is_due_between(spec, zone_of(spec, zones_), begin, step.at)) continue;
    CalendarSpec plain = spec;
    plain.zone = "UTC";
    const Instant same{step.odd_end().time_since_epoch()};
    if (next_due(plain, TimeZone(), same)) return true;
  }
  return false;
}

// In zones where winter is the daylight saving time (Ireland) systemd loses hours after a gap.
std::string Comparison::text(const ClockStep& step) const {
  if (stops(step)) {
    return "the timer stops for good, since systemd finds no run after this change; start it again "
           "then";
  }
  const Differences usual = differences(step, usual_effect);
  const bool lasts = usual.last_until(step.at + step.size());
  return lasts ? differences(step, longest_effect).text() : usual.text();
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
