#pragma once

#include "core/calendar.h"
#include "core/wall_clock.h"

#include <cstdint>
#include <optional>

namespace sa {

// Walks a candidate time forward, unit by unit from the year down, until all of them fit. The order
// of questions to the clock is systemd's, since glibc's answers depend on it.
class CalendarSearch {
 public:
  // `guess`: what the zone's clock tries first, see WallClock. Both references must outlive this.
  CalendarSearch(const CalendarSpec& spec, const TimeZone& zone, std::int32_t guess)
      : spec_(spec), clock_(zone, guess) {}

  // The first time that fits, at or after `earliest`. nullopt: none until the end of 2199, or not
  // within the 1000 steps that systemd takes. Ask once.
  std::optional<Instant> first_from(Instant earliest);

 private:
  enum class Unit { year, month, day, hour, minute, microsecond };
  static constexpr Unit units[] = {Unit::year, Unit::month,  Unit::day,
                                   Unit::hour, Unit::minute, Unit::microsecond};
  // What became of one unit of the candidate time.
  enum class Fit {
    fits,
    moved,     // there is no such wall time, and the candidate is now a later one
    exhausted  // nothing fits any more within the unit above
  };

  bool goes_back() const;
  Fit step();
  Fit settle(Unit unit);
  bool pick(Unit unit);
  std::optional<int> earliest_match(const CalendarField& field, bool from_end, int value);
  int day_from_end(int back);
  Fit check_wall();
  bool fits_weekday();
  void reset_below(Unit unit);
  void carry_above(Unit unit);
  const CalendarField& field(Unit unit) const;
  int value(Unit unit) const;
  void set(Unit unit, int value);

  const CalendarSpec& spec_;
  WallClock clock_;
  WallTime start_;  // where the search began
  int start_usec_ = 0;
  WallTime wall_;  // the candidate
  int usec_ = 0;
  bool never_ = false;
  bool keeps_dst_ = false;
};

}  // namespace sa
