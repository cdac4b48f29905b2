#include "core/cron.h"

#include "core/ascii.h"
#include "core/calendar_reader.h"

#include <array>
#include <optional>
#include <span>
#include <string>

namespace sa {
namespace {

constexpr std::array<std::string_view, 12> month_names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> day_names = {"sun", "mon", "tue", "wed",
                                                       "thu", "fri", "sat"};

struct CronField {
  const char* noun;
  int low;
  int high;
  std::span<const std::string_view> names;  // the first means `low`
};

constexpr CronField minute_field{"a minute from 0 to 59", 0, 59, {}};
constexpr CronField hour_field{"an hour from 0 to 23", 0, 23, {}};
constexpr CronField day_field{"a day from 1 to 31", 1, 31, {}};
constexpr CronField month_field{"a month from 1 to 12 or jan to dec", 1, 12, month_names};
constexpr CronField weekday_field{"a weekday from 0 to 7 or sun to sat", 0, 7, day_names};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

class CronParser {
 public:
  explicit CronParser(std::string_view text) : text_(text) {}

  // False: problem() says why.
  bool parse(CronSchedule& out);
  const CalendarProblem& problem() const { return problem_; }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char wanted);
  void skip_blanks();
  std::size_t word_end() const;
  bool fail(std::size_t begin, const std::string& expected);

  bool word(CronSchedule& out);
  bool fields(CronSchedule& out);
  template <std::size_t size>
  bool field(const CronField& field, std::bitset<size>& out);
  bool list(const CronField& field, std::bitset<64>& out);
  bool part(const CronField& field, std::bitset<64>& out);
  std::optional<int> number();
  bool value(const CronField& field, int& out);
  bool step(int& out);

  std::string_view text_;
  std::size_t at_ = 0;
  CalendarProblem problem_{1, ""};
};

bool CronParser::take(char wanted) {
  if (peek() != wanted) return false;
  ++at_;
  return true;
}

void CronParser::skip_blanks() {
  while (is_blank(peek())) ++at_;
}

std::size_t CronParser::word_end() const {
  std::size_t end = at_;
  while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
  return std::max(end, at_ + 1);
}

// Tells what stands from `begin` to the end of the word at hand.
bool CronParser::fail(std::size_t begin, const std::string& expected) {
  const std::size_t end = begin < at_ ? at_ : word_end();
  const bool nothing = begin >= text_.size();
  const std::string got = nothing ? "the end" : shown(text_.substr(begin, end - begin));
  problem_ = {begin + 1, "expected " + expected + ", got " + got};
  return false;
}

std::optional<int> CronParser::number() {
  if (!is_digit(peek())) return std::nullopt;
  int found = 0;
  for (; is_digit(peek()); ++at_) found = std::min(found * 10 + (peek() - '0'), 100000);
  return found;
}

bool CronParser::value(const CronField& field, int& out) {
  const std::size_t begin = at_;
  if (const auto found = number()) {
    out = *found;
    return (out >= field.low && out <= field.high) || fail(begin, field.noun);
  }
  const std::string_view word = text_.substr(std::min(at_, text_.size()), word_end() - at_);
  for (std::size_t i = 0; i < field.names.size(); ++i) {
    if (!same_but_for_case(word, field.names[i])) continue;
    at_ += word.size();
    out = field.low + static_cast<int>(i);
    return true;
  }
  return fail(begin, field.noun);
}

bool CronParser::step(int& out) {
  const std::size_t begin = at_;
  const auto found = number();
  if (!found || *found == 0) return fail(begin, "a step above 0");
  out = *found;
  return true;
}

bool CronParser::part(const CronField& field, std::bitset<64>& out) {
  const std::size_t begin = at_;
  int first = field.low;
  int last = field.high;
  int by = 1;
  bool range = take('*');
  if (!range) {
    if (!value(field, first)) return false;
    last = first;
    range = take('-');
    if (range && !value(field, last)) return false;
    if (first > last) return fail(begin, "a range that rises");
  }
  if (peek() == '/' && !range) return fail(at_, "a range or '*' before the step");
  if (take('/') && !step(by)) return false;
  for (int each = first; each <= last; each += by) out.set(static_cast<std::size_t>(each));
  return true;
}

bool CronParser::list(const CronField& field, std::bitset<64>& out) {
  do {
    if (!part(field, out)) return false;
  } while (take(','));
  if (at_ >= text_.size() || is_blank(peek())) return true;
  return fail(at_, "',', '-', '/' or a blank");
}

template <std::size_t size>
bool CronParser::field(const CronField& field, std::bitset<size>& out) {
  skip_blanks();
  std::bitset<64> values;
  if (!list(field, values)) return false;
  for (std::size_t i = 0; i < 64; ++i) {
    if (values[i]) out.set(i % size == i ? i : i - size);  // weekday 7 is 0
  }
  return true;
}

bool CronParser::fields(CronSchedule& out) {
  out.any_minute = peek() == '*';
  if (!field(minute_field, out.minutes)) return false;
  skip_blanks();
  out.any_hour = peek() == '*';
  if (!field(hour_field, out.hours)) return false;
  skip_blanks();
  out.any_day = peek() == '*';
  if (!field(day_field, out.days) || !field(month_field, out.months)) return false;
  skip_blanks();
  out.any_weekday = peek() == '*';
  if (!field(weekday_field, out.weekdays)) return false;
  skip_blanks();
  return at_ >= text_.size() || fail(at_, "the end after five fields");
}

struct CronWord {
  std::string_view word;
  std::string_view fields;  // empty: at boot
};

constexpr std::array<CronWord, 8> cron_words = {{{"@reboot", ""},
                                                 {"@yearly", "0 0 1 1 *"},
                                                 {"@annually", "0 0 1 1 *"},
                                                 {"@monthly", "0 0 1 * *"},
                                                 {"@weekly", "0 0 * * 0"},
                                                 {"@daily", "0 0 * * *"},
                                                 {"@midnight", "0 0 * * *"},
                                                 {"@hourly", "0 * * * *"}}};

bool CronParser::word(CronSchedule& out) {
  const std::size_t begin = at_++;
  at_ = word_end();
  const std::string_view found = text_.substr(begin, at_ - begin);
  for (const CronWord& each : cron_words) {
    if (!same_but_for_case(found, each.word)) continue;
    skip_blanks();
    if (at_ < text_.size()) return fail(at_, "the end after '" + std::string(each.word) + "'");
    out.at_boot = each.fields.empty();
    return out.at_boot || CronParser(each.fields).parse(out);
  }
  return fail(begin,
              "@reboot, @yearly, @annually, @monthly, @weekly, @daily, @midnight or @hourly");
}

bool CronParser::parse(CronSchedule& out) {
  skip_blanks();
  return peek() == '@' ? word(out) : fields(out);
}

}  // namespace

std::variant<CronSchedule, CalendarProblem> parse_cron(std::string_view text) {
  CronSchedule schedule;
  CronParser parser(text);
  if (!parser.parse(schedule)) return parser.problem();
  return schedule;
}

}  // namespace sa
