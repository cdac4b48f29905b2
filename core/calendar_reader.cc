#include "core/calendar_reader.h"

#include "core/ascii.h"

#include <algorithm>
#include <climits>
#include <tuple>

namespace sa {
namespace {

constexpr int second_usec = 1000000;
constexpr std::size_t max_components = 241;

bool is_word(char c) {
  return is_digit(c) || is_letter(c);
}

bool ends_component(char c) {
  return c == '\0' || c == ' ' || c == ',' || c == '-' || c == '~' || c == ':';
}

bool is_from_end(const CalendarBounds& bounds) {
  return bounds.unit == CalendarBounds::Unit::last_day;
}

// "12" is the year 2012 and "89" is 1989.
int full_year(int year) {
  if (year < 0 || year >= 100) return year;
  return year + (year < 70 ? 2000 : 1900);
}

CalendarComponent normal(CalendarComponent part) {
  if (part.stop > part.start && part.repeat > 0) {
    part.stop -= (part.stop - part.start) % part.repeat;
  }
  if (part.start == part.stop) return {part.start, -1, 0};
  return part;
}

}  // namespace

std::string shown(std::string_view word) {
  constexpr std::size_t longest = 40;
  std::string out = "'";
  for (const char c : word.substr(0, longest)) out += c >= ' ' && c <= '~' ? c : '?';
  return out + (word.size() > longest ? "...'" : "'");
}

char CalendarReader::peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void CalendarReader::skip_blanks() {
  while (peek() == ' ') ++at_;
}

bool CalendarReader::fail(const std::string& expected) {
  return fail_at(at_, word_end(at_), expected);
}

bool CalendarReader::fail_at(std::size_t begin, std::size_t end, const std::string& expected) {
  const bool nothing = begin >= text_.size();
  const std::string got = nothing ? "the end" : shown(text_.substr(begin, end - begin));
  problem_ = {begin + 1, "expected " + expected + ", got " + got};
  return false;
}

// A word or number as a reader sees it, else one character.
std::size_t CalendarReader::word_end(std::size_t begin) const {
  std::size_t end = begin;
  while (end < text_.size() && is_word(text_[end])) ++end;
  return std::max(end, begin + 1);
}

bool CalendarReader::read_number(const std::string& noun, bool seconds, int& out) {
  if (!is_digit(peek())) return fail(noun);
  const std::size_t begin = at_;
  long long value = 0;
  for (; is_digit(peek()); ++at_) value = std::min(value * 10 + (peek() - '0'), 1LL << 40);
  int part = 0;
  if (seconds && peek() == '.' && peek(1) != '.' && !read_fraction(part)) return false;
  if (seconds) value = value * second_usec + part;
  if (value > INT_MAX) return fail_at(begin, at_, "a smaller number");
  out = static_cast<int>(value);
  return true;
}

// Six digits count, the seventh rounds.
bool CalendarReader::read_fraction(int& out) {
  ++at_;
  if (!is_digit(peek())) return fail("a digit after the decimal point");
  int value = 0;
  for (int digit = 0; digit < 6; ++digit) {
    value *= 10;
    if (is_digit(peek())) value += text_[at_++] - '0';
  }
  if (peek() >= '5' && peek() <= '9') ++value;
  while (is_digit(peek())) ++at_;
  out = value;
  return true;
}

bool CalendarReader::read_repetition(bool seconds, CalendarComponent& out) {
  const std::size_t begin = at_;
  if (!read_number("a repetition above 0", seconds, out.repeat)) return false;
  return out.repeat > 0 || fail_at(begin, at_, "a repetition above 0");
}

bool CalendarReader::read_part(const std::string& noun, bool seconds, CalendarList& out) {
  CalendarList::Part part{{}, at_, at_};
  CalendarComponent& component = part.component;
  if (!read_number(noun, seconds, component.start)) return false;
  const int one = seconds ? second_usec : 1;
  const bool range = peek() == '.' && peek(1) == '.';
  if (range) {
    at_ += 2;
    if (!read_number("a number", seconds, component.stop)) return false;
    component.repeat = one;
  }
  const bool repeats = peek() == '/';
  if (repeats) {
    ++at_;
    if (!read_repetition(seconds, component)) return false;
  }
  part.end = at_;
  if (!ends_component(peek())) return fail("',', '-', '~', ':', '..', '/' or the end");
  if (range && !repeats && seconds && component.stop - component.start < one) {
    return fail_at(part.begin, part.end, "a range of at least 1 second, or a repetition");
  }
  out.parts.push_back(part);
  return true;
}

bool CalendarReader::read_list(const char* noun, bool seconds, CalendarList& out) {
  if (peek() == '*') {
    ++at_;
    out.any = true;
    if (peek() == '/') return fail("no '/' after '*' (a repetition is written as 0/5)");
    return peek() != ',' || fail("no list after '*'");
  }
  const std::string first = std::string(noun) + " or '*'";
  while (out.parts.size() < max_components) {
    if (!read_part(out.parts.empty() ? first : "a number", seconds, out)) return false;
    if (peek() != ',') return true;
    ++at_;
  }
  return fail("at most 241 parts in a list");
}

bool CalendarReader::fits(const CalendarList::Part& part, const CalendarBounds& bounds) {
  const CalendarComponent& component = part.component;
  const auto within = [&](int value) { return value >= bounds.low && value <= bounds.high; };
  const auto refuse = [&](const std::string& expected) {
    return fail_at(part.begin, part.end, expected);
  };
  const bool ranges = component.stop >= 0;
  if (!within(component.start) || (ranges && !within(component.stop))) return refuse(bounds.noun);
  if (ranges && component.start > component.stop) return refuse("a range that rises");
  const int room = ranges                ? component.stop - component.start
                   : is_from_end(bounds) ? component.start - bounds.low
                                         : bounds.high - component.start;
  if (component.repeat > room) return refuse("a repetition that fits in at least once");
  return true;
}

bool CalendarReader::adopt(CalendarList list, CalendarBounds bounds, CalendarField& out) {
  if (list.any && bounds.unit == CalendarBounds::Unit::second) out.push_back({0, -1, second_usec});
  for (CalendarList::Part& part : list.parts) {
    if (bounds.unit == CalendarBounds::Unit::year) {
      part.component.start = full_year(part.component.start);
      part.component.stop = full_year(part.component.stop);
    }
    part.component = normal(part.component);
  }
  const auto key = [](const CalendarComponent& part) {
    return std::tuple(part.start, part.stop, part.repeat);
  };
  std::sort(list.parts.begin(), list.parts.end(),
            [&key](const CalendarList::Part& a, const CalendarList::Part& b) {
              return key(a.component) < key(b.component);
            });
  for (const CalendarList::Part& part : list.parts) {
    if (!out.empty() && out.back() == part.component) continue;
    if (!fits(part, bounds)) return false;
    out.push_back(part.component);
    if (is_from_end(bounds)) bounds.high -= 3;
  }
  return true;
}

}  // namespace sa
