#pragma once

#include "core/calendar.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The fields of a calendar expression: reads lists of numbers and judges them. Used by
// parse_calendar only.

// What a field may hold.
struct CalendarBounds {
  enum class Unit { year, month, day, last_day, hour, minute, second };
  Unit unit;
  const char* noun;  // "an hour from 0 to 23"
  int low;
  int high;
};

inline constexpr CalendarBounds year_bounds{CalendarBounds::Unit::year, "a year from 1970 to 2199",
                                            1970, 2199};
inline constexpr CalendarBounds month_bounds{CalendarBounds::Unit::month, "a month from 1 to 12", 1,
                                             12};
inline constexpr CalendarBounds day_bounds{CalendarBounds::Unit::day, "a day from 1 to 31", 1, 31};
// systemd takes three days off again for each further part of the list.
inline constexpr CalendarBounds last_day_bounds{
    CalendarBounds::Unit::last_day,
    "a day from 1 to 28 before the end of the month (3 less for each part of the list before it)",
    1, 28};
inline constexpr CalendarBounds hour_bounds{CalendarBounds::Unit::hour, "an hour from 0 to 23", 0,
                                            23};
inline constexpr CalendarBounds minute_bounds{CalendarBounds::Unit::minute, "a minute from 0 to 59",
                                              0, 59};
inline constexpr CalendarBounds second_bounds{CalendarBounds::Unit::second,
                                              "a second from 0 to below 60", 0, 59999999};

// A list as it was read, before it is known of what unit it is.
struct CalendarList {
  struct Part {
    CalendarComponent component;
    std::size_t begin;  // where it stands in the text
    std::size_t end;
  };
  bool any = false;  // "*"
  std::vector<Part> parts;
};

// `word` in single quotes for a message, what cannot be printed as '?', cut after 40 characters.
std::string shown(std::string_view word);

// A place in the text, and the problem that was met. What returns bool says false when there is
// one.
class CalendarReader {
 public:
  // `text` must outlive the reader.
  explicit CalendarReader(std::string_view text) : text_(text) {}

  // The character that comes next, or `ahead` further; '\0' is the end.
  char peek(std::size_t ahead = 0) const;
  bool at_end() const { return at_ >= text_.size(); }
  std::size_t at() const { return at_; }
  std::string_view rest() const { return text_.substr(at_); }
  void skip(std::size_t size = 1) { at_ += size; }
  void go_to(std::size_t at) { at_ = at; }
  void skip_blanks();

  // Always false. `expected` is told with what stands there instead.
  bool fail(const std::string& expected);
  bool fail_at(std::size_t begin, std::size_t end, const std::string& expected);
  const CalendarProblem& problem() const { return problem_; }

  // Reads a list or "*". `noun` is what it should be a list of.
  bool read_list(const char* noun, CalendarList& out) { return read_list(noun, false, out); }
  // The same with fractions; values are microseconds.
  bool read_seconds(CalendarList& out) { return read_list("a second", true, out); }
  // Judges a list that was read, and brings it into systemd's normal form.
  bool adopt(CalendarList list, CalendarBounds bounds, CalendarField& out);

 private:
  std::size_t word_end(std::size_t begin) const;
  bool read_list(const char* noun, bool seconds, CalendarList& out);
  bool read_part(const std::string& noun, bool seconds, CalendarList& out);
  bool read_repetition(bool seconds, CalendarComponent& out);
  bool read_number(const std::string& noun, bool seconds, int& out);
  bool read_fraction(int& out);
  bool fits(const CalendarList::Part& part, const CalendarBounds& bounds);

  std::string_view text_;
  std::size_t at_ = 0;
  CalendarProblem problem_{1, ""};
};

}  // namespace sa
