// Answers for calendar_oracle.py. Each line of input is "ZONE\tBASE\tCOUNT\tEXPRESSION", BASE in
// microseconds since 1970; each line of output "NORMAL\tDUE\tDUE...", or "!COLUMN: PROBLEM".

#include "core/calendar.h"

#include <cstdlib>
#include <iostream>
#include <map>

namespace {

struct Question {
  std::string zone;
  sa::Instant base;
  int count;
  std::string expression;
};

Question question_of(const std::string& line) {
  const auto first = line.find('\t');
  const auto second = line.find('\t', first + 1);
  const auto third = line.find('\t', second + 1);
  const std::string base = line.substr(first + 1, second - first - 1);
  return {line.substr(0, first),
          sa::Instant{std::chrono::microseconds{std::strtoll(base.c_str(), nullptr, 10)}},
          std::atoi(line.substr(second + 1, third - second - 1).c_str()), line.substr(third + 1)};
}

void answer(const Question& question, sa::TimeZones& zones) {
  const auto parsed = sa::parse_calendar(question.expression, zones);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    std::cout << '!' << problem->column << ": " << problem->message << '\n';
    return;
  }
  const auto& spec = std::get<sa::CalendarSpec>(parsed);
  const sa::TimeZone& zone = sa::zone_of(spec, zones);
  std::cout << sa::to_string(spec);
  std::optional<sa::Instant> at = question.base;
  for (int i = 0; i < question.count; ++i) {
    at = sa::next_due(spec, zone, *at);
    if (!at) break;
    std::cout << '\t' << at->time_since_epoch().count();
  }
  std::cout << '\n';
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::map<std::string, sa::TimeZones> hosts;
  for (std::string line; std::getline(std::cin, line);) {
    const Question question = question_of(line);
    answer(question, hosts.try_emplace(question.zone, question.zone).first->second);
  }
}
