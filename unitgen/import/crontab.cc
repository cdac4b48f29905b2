#include "unitgen/import/crontab.h"

#include "core/blanks.h"
#include "core/cron.h"
#include "core/place_finder.h"
#include "unitgen/import/crontab_line.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

std::string in_single_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = blanks.find(c) != std::string_view::npos;
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

// The words of a comment without the strokes round them.
std::string comment_text(std::string_view line) {
  constexpr std::string_view strokes = "#-=*+_ \t";
  const std::size_t begin = line.find_first_not_of(strokes);
  if (begin == std::string_view::npos) return "";
  line = line.substr(begin, line.find_last_not_of(strokes) - begin + 1);
  return in_single_blanks(line);
}

// An empty comment, and the headings that Debian's crontabs come with: what stands above them is
// about the file and not about a line.
bool ends_paragraph(std::string_view inner) {
  return inner.empty() || inner.find("command to be executed") != std::string_view::npos ||
         in_single_blanks(inner).starts_with("m h dom mon dow");
}

class CrontabParser {
 public:
  CrontabParser(std::string_view text, CrontabForm form)
      : text_(text), places_(text), form_(form) {}
  Crontab parse();

 private:
  void line();
  void comment();
  bool variable();
  void entry();
  bool schedule(CrontabEntry& entry);
  bool user(CrontabEntry& entry);
  bool command(CrontabEntry& entry);
  void fail(std::size_t offset, std::string_view key, std::string message);
  Place place_of(std::string_view part) {
    return places_.at(static_cast<std::size_t>(part.data() - text_.data()));
  }

  std::string_view text_;
  PlaceFinder places_;
  CrontabForm form_;
  std::string_view rest_;  // of the line at hand
  std::string comment_;
  Crontab crontab_;
};

bool has_schedule(std::string_view line) {
  const std::size_t end = schedule_end(line);
  if (without_blanks_before(line.substr(end)).empty()) return false;
  const auto parsed = parse_cron(line.substr(0, end));
  return std::holds_alternative<CronSchedule>(parsed);
}

void CrontabParser::comment() {
  const std::string_view inner = without_blanks_before(rest_.substr(1));
  if (ends_paragraph(inner)) return comment_.clear();
  if (has_schedule(inner)) {
    crontab_.problems.push_back({Severity::note, place_of(rest_), "",
                                 "left alone, since it is a comment: " + quoted(inner)});
    return comment_.clear();
  }
  const std::string words = comment_text(inner);
  comment_ += (comment_.empty() || words.empty() ? "" : " ") + words;
}

bool CrontabParser::variable() {
  const auto found = crontab_variable(rest_);
  if (!found) return false;
  crontab_.variables.push_back({found->first, found->second, place_of(rest_)});
  return true;
}

void CrontabParser::fail(std::size_t offset, std::string_view key, std::string message) {
  crontab_.problems.push_back(
      {Severity::problem, place_of(rest_.substr(offset)), std::string(key), std::move(message)});
}

bool CrontabParser::schedule(CrontabEntry& entry) {
  const std::size_t end = schedule_end(rest_);
  const auto parsed = parse_cron(rest_.substr(0, end));
  if (const auto* problem = std::get_if<CalendarProblem>(&parsed)) {
    fail(std::min(problem->column - 1, rest_.size()), "schedule", problem->message);
    return false;
  }
  entry.schedule = in_single_blanks(rest_.substr(0, end));
  rest_ = without_blanks_before(rest_.substr(end));
  return true;
}

bool CrontabParser::user(CrontabEntry& entry) {
  if (form_ == CrontabForm::user) return true;
  entry.user_place = place_of(rest_);
  const std::size_t end = std::min(rest_.find_first_of(blanks), rest_.size());
  entry.user = rest_.substr(0, end);
  if (entry.user.empty()) fail(0, "user", "expected a user, got the end");
  rest_ = without_blanks_before(rest_.substr(end));
  return !entry.user.empty();
}

bool CrontabParser::command(CrontabEntry& entry) {
  entry.command_place = place_of(rest_);
  auto found = crontab_command(rest_);
  entry.command = std::move(found.command);
  entry.input = std::move(found.input);
  if (entry.command.find_first_not_of(blanks) == std::string::npos) {
    fail(0, "command", "expected a command, got the end");
    return false;
  }
  return true;
}

void CrontabParser::entry() {
  CrontabEntry entry;
  entry.place = place_of(rest_);
  // A '-' before the fields keeps some crons from logging the line.
  if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ' ') rest_.remove_prefix(1);
  entry.comment = std::exchange(comment_, "");
  entry.variables = crontab_.variables.size();
  if (schedule(entry) && user(entry) && command(entry)) {
    crontab_.entries.push_back(std::move(entry));
  }
}

void CrontabParser::line() {
  if (rest_.starts_with('#')) return comment();
  if (!rest_.empty() && !variable()) entry();
  comment_.clear();
}

Crontab CrontabParser::parse() {
  for (std::size_t at = 0; at < text_.size();) {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    rest_ = without_blanks_before(text_.substr(at, end - at));
    line();
    at = end + 1;
  }
  return std::move(crontab_);
}

}  // namespace

Crontab parse_crontab(std::string_view text, CrontabForm form) {
  return CrontabParser(text, form).parse();
}

}  // namespace sa
