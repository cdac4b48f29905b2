#include "core/calendar_search.h"

#include <tuple>
#include <utility>

namespace sa {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr int max_year = 2199;
constexpr int max_steps = 1000;
constexpr int second_usec = 1000000;

}  // namespace

const CalendarField& CalendarSearch::field(Unit unit) const {
  switch (unit) {
    case Unit::year:
      return spec_.year;
    case Unit::month:
      return spec_.month;
    case Unit::day:
      return spec_.day;
    case Unit::hour:
      return spec_.hour;
    case Unit::minute:
      return spec_.minute;
    case Unit::microsecond:
      break;
  }
  return spec_.microsecond;
}

int CalendarSearch::value(Unit unit) const {
  switch (unit) {
    case Unit::year:
      return wall_.year;
    case Unit::month:
      return wall_.month;
    case Unit::day:
      return wall_.day;
    case Unit::hour:
      return wall_.hour;
    case Unit::minute:
      return wall_.minute;
    case Unit::microsecond:
      break;
  }
  return wall_.second * second_usec + usec_;
}

void CalendarSearch::set(Unit unit, int value) {
  switch (unit) {
    case Unit::year:
      wall_.year = value;
      return;
    case Unit::month:
      wall_.month = value;
      return;
    case Unit::day:
      wall_.day = value;
      return;
    case Unit::hour:
      wall_.hour = value;
      return;
    case Unit::minute:
      wall_.minute = value;
      return;
    case Unit::microsecond:
      break;
  }
  wall_.second = value / second_usec;
  usec_ = value % second_usec;
}

void CalendarSearch::reset_below(Unit unit) {
  for (const Unit below : units) {
    if (below > unit) set(below, below == Unit::month || below == Unit::day ? 1 : 0);
  }
}

void CalendarSearch::carry_above(Unit unit) {
  const Unit above = units[static_cast<int>(unit) - 1];
  set(above, value(above) + 1);
  reset_below(above);
}

// The day that is the `back`-th last of the candidate's month; below 0: not in that month.
int CalendarSearch::day_from_end(int back) {
  WallTime wall = wall_;
  wall.month += 1;
  wall.day = 1 - back;
  const auto second = clock_.settle(wall);
  return second && *second >= 0 && wall.month == wall_.month ? wall.day : -1;
}

std::optional<int> CalendarSearch::earliest_match(const CalendarField& field, bool from_end,
                                                  int value) {
  std::optional<int> best;
  for (const CalendarComponent& part : field) {
    int start = from_end ? day_from_end(part.start) : part.start;
    int stop = from_end ? day_from_end(part.stop) : part.stop;
    if (from_end && stop > 0) std::swap(start, stop);
    int match = start;
    if (start < value) {
      if (part.repeat == 0) continue;
      match += part.repeat * ((value - start + part.repeat - 1) / part.repeat);
      if (stop >= 0 && match > stop) continue;
    }
    if (!best || match < *best) best = match;
  }
  return best;
}

// Moves the unit to the next value that its field allows; false: there is none.
bool CalendarSearch::pick(Unit unit) {
  const CalendarField& allowed = field(unit);
  if (allowed.empty()) return true;
  const int now = value(unit);
  const auto match = earliest_match(allowed, spec_.end_of_month && unit == Unit::day, now);
  if (!match) return false;
  if (*match != now) reset_below(unit);
  set(unit, *match);
  return true;
}

// Is there such a wall time? If it lies later, go there, from the start of what it moved to.
CalendarSearch::Fit CalendarSearch::check_wall() {
  if (wall_.year > max_year) return Fit::exhausted;
  WallTime real = wall_;
  const auto second = clock_.settle(real);
  if (!second || *second < 0) return Fit::exhausted;
  int moved = 0;
  if ((moved = real.year - wall_.year) != 0) {
    real.month = 1;
  } else if ((moved = real.month - wall_.month) != 0) {
    real.day = 1;
  } else if ((moved = real.day - wall_.day) != 0) {
    real.hour = 0;
  } else if ((moved = real.hour - wall_.hour) != 0) {
    real.minute = 0;
  } else if ((moved = real.minute - wall_.minute) != 0) {
    real.second = 0;
  } else {
    moved = real.second - wall_.second;
  }
  if (moved < 0) return Fit::exhausted;
  if (moved > 0) wall_ = real;
  return moved == 0 ? Fit::fits : Fit::moved;
}

bool CalendarSearch::fits_weekday() {
  if (spec_.weekdays == 0) return true;
  WallTime real = wall_;
  const auto second = clock_.settle(real);
  return second && *second >= 0 && (spec_.weekdays >> real.weekday & 1) != 0;
}

CalendarSearch::Fit CalendarSearch::settle(Unit unit) {
  const Fit fit = pick(unit) ? check_wall() : Fit::exhausted;
  if (unit == Unit::year) {
    never_ = fit != Fit::fits;
  } else if (fit == Fit::exhausted) {
    carry_above(unit);
  } else if (fit == Fit::fits && unit == Unit::day && !fits_weekday()) {
    carry_above(Unit::hour);
    return Fit::moved;
  }
  return fit;
}

CalendarSearch::Fit CalendarSearch::step() {
  clock_.settle(wall_);
  if (!keeps_dst_) wall_.dst = spec_.dst;
  for (const Unit unit : units) {
    if (const Fit fit = settle(unit); fit != Fit::fits) return fit;
  }
  return Fit::fits;
}

// Did the clock send the candidate to where the search has been? A gap can, where summer is the
// standard time (Ireland, Morocco).
bool CalendarSearch::goes_back() const {
  const auto fields = [](const WallTime& wall, int usec) {
    return std::tuple(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second, usec);
  };
  return fields(wall_, usec_) < fields(start_, start_usec_);
}

std::optional<Instant> CalendarSearch::first_from(Instant earliest) {
  const auto second = std::chrono::floor<seconds>(earliest);
  start_ = wall_ = clock_.shown_at(second.time_since_epoch().count());
  start_usec_ = usec_ = static_cast<int>((earliest - second).count());
  for (int steps = 0; steps < max_steps && !never_; ++steps) {
    if (step() != Fit::fits) continue;
    if (goes_back()) {
      keeps_dst_ = true;
      ++wall_.hour;
      continue;
    }
    const auto found = clock_.settle(wall_);
    if (!found || *found < 0) return std::nullopt;
    return Instant{seconds{*found} + microseconds{usec_}};
  }
  return std::nullopt;
}

}  // namespace sa
