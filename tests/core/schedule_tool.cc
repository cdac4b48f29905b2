// Answers for cron_oracle.py. Each line of input is "ZONE\tFROM\tTO\tTEXT"; each line of output
// "NORMAL|NORMAL...\tDUE DUE...\tDATE MESSAGE|DATE MESSAGE...", or "!COLUMN: PROBLEM". Times are
// in minutes since 1970; DUE are all in [FROM, TO). With the argument "plain", for cron lines: of
// the calendar in the zone itself, instead of what is emitted.

#include "core/cron.h"
#include "core/schedule.h"

#include <cstdlib>
#include <iostream>
#include <set>

namespace {

struct Question {
  std::string zone;
  sa::Instant from;
  sa::Instant to;
  std::string text;
};

std::string taken_field(std::string& line) {
  const auto tab = line.find('\t');
  std::string field = line.substr(0, tab);
  line.erase(0, tab + 1);
  return field;
}

sa::Instant instant_of(const std::string& minutes) {
  return sa::Instant{std::chrono::minutes{std::strtoll(minutes.c_str(), nullptr, 10)}};
}

Question question_of(std::string line) {
  Question question;
  question.zone = taken_field(line);
  question.from = instant_of(taken_field(line));
  question.to = instant_of(taken_field(line));
  question.text = line;
  return question;
}

void print_due(const std::vector<sa::CalendarSpec>& calendars, const Question& question,
               sa::TimeZones& zones) {
  std::set<sa::Instant> due;
  for (const sa::CalendarSpec& spec : calendars) {
    sa::visit_due(spec, sa::zone_of(spec, zones), question.from - sa::Duration{1},
                  question.to - sa::Duration{1}, [&](sa::Instant at) {
                    due.insert(due.end(), at);
                    return true;
                  });
  }
  const char* blank = "";
  for (const sa::Instant at : due) {
    std::cout << blank << std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count();
    blank = " ";
  }
}

void print_changes(const Question& question, sa::TimeZones& zones) {
  const char* separator = "";
  for (const sa::ClockChange& change :
       sa::clock_changes(question.text, question.zone, zones, question.from, question.to)) {
    std::cout << separator << int{change.date.year()} << '-' << unsigned{change.date.month()} << '-'
              << unsigned{change.date.day()} << ' ' << change.message;
    separator = "|";
  }
}

void print_plain(const Question& question, sa::TimeZones& zones) {
  const auto line = std::get<sa::CronSchedule>(sa::parse_cron(question.text));
  std::cout << '\t';
  print_due(calendar_of(line, question.zone), question, zones);
  std::cout << "\t\n";
}

void answer(const Question& question, sa::TimeZones& zones) {
  const auto parsed = sa::parse_schedule(question.text, question.zone, zones);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    std::cout << '!' << problem->column << ": " << problem->message << '\n';
    return;
  }
  const auto& schedule = std::get<sa::Schedule>(parsed);
  const char* separator = "";
  for (const sa::CalendarSpec& spec : schedule.calendars) {
    std::cout << separator << sa::to_string(spec);
    separator = "|";
  }
  std::cout << '\t';
  print_due(schedule.calendars, question, zones);
  std::cout << '\t';
  print_changes(question, zones);
  std::cout << '\n';
}

}  // namespace

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  const bool plain = count > 1 && std::string(arguments[1]) == "plain";
  sa::TimeZones zones;
  for (std::string line; std::getline(std::cin, line);) {
    (plain ? print_plain : answer)(question_of(line), zones);
    std::cout.flush();
  }
}
