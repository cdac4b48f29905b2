#include "core/schedule_text.h"

#include "core/ascii.h"
#include "core/calendar_reader.h"
#include "core/cron.h"
#include "core/schedule_emission.h"
#include "core/time_span.h"

#include <algorithm>
#include <string>

namespace sa {
namespace {

using Answer = std::variant<ScheduleText, CalendarProblem>;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view every_word = "every";
constexpr Duration shortest_every = std::chrono::seconds{1};
constexpr Duration longest_every = std::chrono::hours{24 * 36525};

struct Word {
  std::size_t begin;  // in the text
  std::string_view text;
};

CalendarProblem expected(std::size_t begin, const std::string& what, std::string_view got) {
  return {begin + 1, "expected " + what + ", got " + (got.empty() ? "the end" : shown(got))};
}

// The first words of the text, and where it ends.
std::vector<Word> first_words(std::string_view text, std::size_t most) {
  std::vector<Word> words;
  std::size_t begin = text.find_first_not_of(blanks);
  while (begin != std::string_view::npos && words.size() < most) {
    const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
    words.push_back({begin, text.substr(begin, end - begin)});
    begin = text.find_first_not_of(blanks, end);
  }
  return words;
}

std::string_view trimmed_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

class ScheduleReader {
 public:
  ScheduleReader(std::string_view text, std::string_view zone, TimeZones& zones)
      : text_(trimmed_end(text)), zone_(zone), zones_(zones), words_(first_words(text_, 7)) {}

  Answer read();

 private:
  Answer every();
  Answer cron();
  Answer calendar();
  bool looks_like_cron() const;
  Answer wrong_field_count() const;
  std::optional<CalendarProblem> zone_problem(const CalendarSpec& spec) const;

  std::string_view text_;  // without blanks at its end
  std::string_view zone_;
  TimeZones& zones_;
  std::vector<Word> words_;
};

Answer ScheduleReader::every() {
  const std::size_t begin = words_.size() > 1 ? words_[1].begin : text_.size();
  const std::string_view span = text_.substr(begin);
  const auto duration = parse_time_span(span);
  if (!duration) return expected(begin, "a duration such as 15min", span);
  if (*duration < shortest_every) return expected(begin, "a duration of at least 1s", span);
  if (*duration > longest_every) return expected(begin, "a duration of at most 100y", span);
  ScheduleText said;
  said.every.push_back(*duration);
  return said;
}

Answer ScheduleReader::cron() {
  const std::size_t begin = words_.front().begin;
  const auto parsed = parse_cron(text_.substr(begin));
  if (const auto* problem = std::get_if<CalendarProblem>(&parsed)) {
    return CalendarProblem{begin + problem->column, problem->message};
  }
  const auto& line = std::get<CronSchedule>(parsed);
  ScheduleText said;
  said.at_boot = line.at_boot;
  said.follows_clock = line.any_minute || line.any_hour;
  for (const CalendarSpec& spec : calendar_of(line, zone_)) {
    if (can_be_due(spec)) said.calendars.push_back(spec);
  }
  if (!said.at_boot && said.calendars.empty()) {
    return expected(words_[2].begin, "a day that one of the months has", words_[2].text);
  }
  return said;
}

// As "*" and "*/5" of cron: any, or any n-th.
bool is_wildcard(const CalendarField& field) {
  if (field.empty()) return true;
  const CalendarComponent& part = field.front();
  return field.size() == 1 && part.start == 0 && part.stop < 0 && part.repeat > 0;
}

// A text that names a zone must name that of the job.
std::optional<CalendarProblem> ScheduleReader::zone_problem(const CalendarSpec& spec) const {
  const bool names_zone =
      text_[words_.front().begin] != '@' && (!spec.zone.empty() || !spec.abbreviation.empty());
  if (zone_.empty() || !names_zone || spec.zone == zone_) return std::nullopt;
  const std::size_t begin = text_.rfind(' ') + 1;
  return expected(begin, "no time zone, or " + shown(zone_) + " as in timezone",
                  text_.substr(begin));
}

Answer ScheduleReader::calendar() {
  const std::size_t begin = words_.front().begin;
  auto parsed = parse_calendar(text_.substr(begin), zones_);
  if (auto* problem = std::get_if<CalendarProblem>(&parsed)) {
    problem->column += begin;
    return looks_like_cron() ? wrong_field_count() : *problem;
  }
  auto& spec = std::get<CalendarSpec>(parsed);
  if (auto problem = zone_problem(spec)) return *problem;
  if (!can_be_due(spec)) return expected(begin, "a date that exists", text_.substr(begin));
  if (spec.zone.empty()) spec.zone = zone_;
  ScheduleText said;
  said.follows_clock = is_wildcard(spec.minute) || is_wildcard(spec.hour);
  said.calendars.push_back(std::move(spec));
  return said;
}

// Two words or more, the first fields of which have only what those of cron have.
bool ScheduleReader::looks_like_cron() const {
  const std::size_t fields = std::min<std::size_t>(words_.size(), 5);
  for (std::size_t i = 0; i < fields; ++i) {
    const std::string_view word = words_[i].text;
    if (word.find_first_of(i < 3 ? ":~." : ":~") != std::string_view::npos) return false;
    if (i < 2 && word.find_first_not_of("0123456789*/,-") != std::string_view::npos) return false;
    if (fields == 2 && word.find('-') != std::string_view::npos) return false;
  }
  return fields > 1;
}

Answer ScheduleReader::wrong_field_count() const {
  const std::string what = "five cron fields (minute, hour, day, month, weekday)";
  if (words_.size() > 5) return expected(words_[5].begin, what + " and the end", words_[5].text);
  return CalendarProblem{text_.size() + 1,
                         "expected " + what + ", got " + std::to_string(words_.size()) + " fields"};
}

Answer ScheduleReader::read() {
  if (!zone_.empty() && zones_.find(zone_) == nullptr) {
    return expected(0, "a time zone such as Europe/Berlin", zone_);
  }
  if (const std::size_t zero = text_.find('\0'); zero != std::string_view::npos) {
    return CalendarProblem{zero + 1, "expected text, got a zero byte"};
  }
  if (words_.empty()) {
    return expected(0, "five cron fields, an @word, a calendar expression or 'every 15min'", "");
  }
  const std::string_view first = words_.front().text;
  if (same_but_for_case(first, every_word)) return every();
  if (first.size() > 1 && first[0] == '@' && is_letter(first[1])) return cron();
  return words_.size() == 5 ? cron() : calendar();
}

}  // namespace

std::variant<ScheduleText, CalendarProblem> read_schedule(std::string_view text,
                                                          std::string_view zone, TimeZones& zones) {
  return ScheduleReader(text, zone, zones).read();
}

}  // namespace sa
