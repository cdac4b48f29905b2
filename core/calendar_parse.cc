#include "core/ascii.h"
#include "core/calendar_reader.h"
#include "core/calendar_words.h"

#include <algorithm>
#include <chrono>

namespace sa {
namespace {

constexpr int second_usec = 1000000;

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Reads the text without its zone; that is cut off before.
class Parser {
 public:
  Parser(std::string_view text, CalendarSpec& spec) : text_(text), spec_(spec) {}

  // False: problem() says why.
  bool parse();
  const CalendarProblem& problem() const { return text_.problem(); }

 private:
  bool weekdays();
  bool add_weekday(int day, int since, std::size_t begin);
  bool weekday_joint(int day, int& since);
  bool instant();
  bool seconds_since_1970(std::int64_t& out);
  void set_instant(std::int64_t value);
  bool date();
  bool rest_of_date(const CalendarList& first);
  bool set_day(const CalendarList& months, const CalendarList& days, bool from_end);
  bool time();
  bool rest_of_time(CalendarList& minutes, CalendarList& seconds);

  CalendarReader text_;
  CalendarSpec& spec_;
};

bool Parser::add_weekday(int day, int since, std::size_t begin) {
  if (since > day) {
    return text_.fail_at(begin, text_.at(), "a weekday that is not before the first of the range");
  }
  for (int each = since < 0 ? day : since; each <= day; ++each) {
    spec_.weekdays = static_cast<std::uint8_t>(spec_.weekdays | 1 << each);
  }
  return true;
}

// Reads what joins a weekday to the next one.
bool Parser::weekday_joint(int day, int& since) {
  const char joint = text_.peek();
  const bool ranges = joint == '.' || joint == '-';
  if (ranges && since >= 0) return text_.fail("',' or a blank after a range");
  if (joint == '.' && text_.peek(1) != '.') return text_.fail("'..'");
  since = ranges ? day : -1;
  if (ranges || joint == ',') text_.skip(joint == '.' ? 2 : 1);
  return true;
}

bool Parser::weekdays() {
  int since = -1;  // the first day of an open range
  for (bool first = true;; first = false) {
    const std::size_t begin = text_.at();
    const auto word = weekday_at(text_.rest());
    if (!word && first) return true;
    if (!word || word->day < 0) return text_.fail("a weekday");
    text_.skip(word->size);
    if (!add_weekday(word->day, since, begin) || !weekday_joint(word->day, since)) return false;
    if (!text_.at_end() && text_.peek() != ' ') continue;
    if (since >= 0) return text_.fail("a weekday");
    text_.skip_blanks();
    return true;
  }
}

// Read by strtoul() in systemd, so blanks and a sign may stand before the number.
bool Parser::seconds_since_1970(std::int64_t& out) {
  constexpr std::int64_t most = 7258118400;  // 2200-01-01
  text_.skip();
  const std::size_t begin = text_.at();
  while (is_blank(text_.peek())) text_.skip();
  const bool negative = text_.peek() == '-';
  if (negative || text_.peek() == '+') text_.skip();
  if (!is_digit(text_.peek())) return text_.fail("seconds since 1970");
  for (out = 0; is_digit(text_.peek()); text_.skip()) {
    out = std::min(out * 10 + (text_.peek() - '0'), most);
  }
  if (out < most && (!negative || out == 0)) return true;
  return text_.fail_at(begin, text_.at(), "seconds since 1970, before the year 2200");
}

void Parser::set_instant(std::int64_t value) {
  using namespace std::chrono;
  const sys_seconds when{seconds{value}};
  const auto day = floor<days>(when);
  const year_month_day date{day};
  const hh_mm_ss time{when - day};
  spec_.year = {{int{date.year()}}};
  spec_.month = {{static_cast<int>(unsigned{date.month()})}};
  spec_.day = {{static_cast<int>(unsigned{date.day()})}};
  spec_.hour = {{static_cast<int>(time.hours().count())}};
  spec_.minute = {{static_cast<int>(time.minutes().count())}};
  spec_.microsecond = {{static_cast<int>(time.seconds().count()) * second_usec}};
  spec_.zone = "UTC";
  spec_.dst = -1;
  spec_.abbreviation.clear();
}

bool Parser::instant() {
  std::int64_t seconds = 0;
  if (!seconds_since_1970(seconds)) return false;
  set_instant(seconds);
  return text_.at_end() || text_.fail("the end");
}

bool Parser::date() {
  const std::size_t begin = text_.at();
  if (text_.at_end()) return true;
  CalendarList first;
  if (!text_.read_list("a weekday, a date, a time", first)) return false;
  if (!text_.at_end() && text_.peek() != ':') return rest_of_date(first);
  text_.go_to(begin);  // it is a time
  return true;
}

bool Parser::rest_of_date(const CalendarList& first) {
  bool from_end = text_.peek() == '~';
  if (!from_end && text_.peek() != '-') return text_.fail("'-', '~' or ':'");
  text_.skip();
  CalendarList second;
  if (!text_.read_list(from_end ? "a day" : "a month or a day", second)) return false;
  if (text_.at_end() || text_.peek() == ' ') return set_day(first, second, from_end);
  if (from_end) return text_.fail("a blank or the end");
  from_end = text_.peek() == '~';
  if (!from_end && text_.peek() != '-') return text_.fail("'-', '~', a blank or the end");
  text_.skip();
  CalendarList third;
  if (!text_.read_list("a day", third)) return false;
  if (!text_.at_end() && text_.peek() != ' ') return text_.fail("a blank or the end");
  return text_.adopt(first, year_bounds, spec_.year) && set_day(second, third, from_end);
}

bool Parser::set_day(const CalendarList& months, const CalendarList& days, bool from_end) {
  spec_.end_of_month = from_end && !days.any;
  text_.skip_blanks();
  return text_.adopt(months, month_bounds, spec_.month) &&
         text_.adopt(days, from_end ? last_day_bounds : day_bounds, spec_.day);
}

bool Parser::time() {
  CalendarList hours;
  CalendarList minutes;
  CalendarList seconds;
  hours.parts = minutes.parts = seconds.parts = {{{0, -1, 0}, text_.at(), text_.at()}};
  if (!text_.at_end()) {
    hours = {};
    if (!text_.read_list("an hour", hours)) return false;
    if (text_.peek() != ':') return text_.fail("':'");
    if (!rest_of_time(minutes, seconds)) return false;
  }
  return text_.adopt(hours, hour_bounds, spec_.hour) &&
         text_.adopt(minutes, minute_bounds, spec_.minute) &&
         text_.adopt(seconds, second_bounds, spec_.microsecond);
}

bool Parser::rest_of_time(CalendarList& minutes, CalendarList& seconds) {
  text_.skip();
  minutes = {};
  if (!text_.read_list("a minute", minutes)) return false;
  if (text_.at_end()) return true;
  if (text_.peek() != ':') return text_.fail("':', a time zone or the end");
  text_.skip();
  seconds = {};
  if (!text_.read_seconds(seconds)) return false;
  return text_.at_end() || text_.fail("a time zone or the end");
}

bool Parser::parse() {
  if (text_.at_end()) return text_.fail("a weekday, a date, a time or '*'");
  if (!weekdays()) return false;
  if (text_.peek() == '@') return instant();
  return date() && time();
}

}  // namespace

std::variant<CalendarSpec, CalendarProblem> parse_calendar(std::string_view text,
                                                           TimeZones& zones) {
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    return CalendarProblem{zero + 1, "expected text, got a zero byte"};
  }
  CalendarSpec spec;
  const std::string_view body = without_zone(text, zones, spec);
  Parser parser(written_out(body), spec);
  if (!parser.parse()) return parser.problem();
  if (spec.weekdays == 127) spec.weekdays = 0;
  return spec;
}

}  // namespace sa
