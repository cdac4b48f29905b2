#include "core/schedule.h"

#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace {

using sa::Instant;

// A list of a calendar expression, and the values that it means.
struct List {
  std::string text;
  std::set<int> values;
};

class Expression {
 public:
  explicit Expression(unsigned seed) : random_(seed) {
    from_end_ = number(0, 5) == 0;
    month_ = list(1, 12, 2);
    day_ = from_end_ ? days_from_end() : list(1, 31, 2);
    hour_ = list(0, 23, 1);
    minute_ = list(0, 59, 1);
    second_ = number(0, 2) == 0 ? list(0, 59, 1) : List{"00", {0}};
  }

  std::string text() const {
    return "*-" + month_.text + (from_end_ ? "~" : "-") + day_.text + ' ' + hour_.text + ':' +
           minute_.text + ':' + second_.text;
  }

  // What the values say, day by day, in [begin, end).
  std::vector<Instant> due(std::chrono::sys_days begin, std::chrono::sys_days end) const {
    std::vector<Instant> out;
    for (auto day = begin; day < end; day += std::chrono::days{1}) {
      if (allows(day)) append_times(day, out);
    }
    return out;
  }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  static std::string padded(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

  List list(int low, int high, int most) {
    List list;
    for (int parts = number(1, most); parts > 0; --parts) add_part(low, high, list);
    return list;
  }

  void add_part(int low, int high, List& list) {
    const int start = number(low, high - 1);
    const int step = number(0, 3) == 0 ? 0 : number(1, high - start);
    const int stop = number(0, 2) == 0 ? number(start + step, high) : high;
    if (!list.text.empty()) list.text += ',';
    list.text += padded(start);
    if (step == 0) {
      list.values.insert(start);
      return;
    }
    if (stop != high) list.text += ".." + padded(stop);
    list.text += '/' + std::to_string(step);
    for (int value = start; value <= stop; value += step) list.values.insert(value);
  }

  List days_from_end() {
    const int start = number(2, 28);
    const int step = number(1, start - 1);
    List list{padded(start) + '/' + std::to_string(step), {}};
    for (int value = start; value >= 1; value -= step) list.values.insert(value);
    return list;
  }

  bool allows(std::chrono::sys_days day) const {
    const std::chrono::year_month_day date{day};
    const int month_days =
        static_cast<int>(unsigned{(date.year() / date.month() / std::chrono::last).day()});
    const int of_month = static_cast<int>(unsigned{date.day()});
    return month_.values.contains(static_cast<int>(unsigned{date.month()})) &&
           day_.values.contains(from_end_ ? month_days - of_month + 1 : of_month);
  }

  void append_times(std::chrono::sys_days day, std::vector<Instant>& out) const {
    for (const int hour : hour_.values) {
      for (const int minute : minute_.values) {
        for (const int second : second_.values) {
          out.push_back(day + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                        std::chrono::seconds{second});
        }
      }
    }
  }

  std::mt19937 random_;
  bool from_end_ = false;
  List month_, day_, hour_, minute_, second_;
};

std::vector<Instant> emitted_due(const std::string& text, std::chrono::sys_days begin,
                                 std::chrono::sys_days end) {
  sa::TimeZones zones;
  const auto schedule = std::get<sa::Schedule>(sa::parse_schedule(text, "UTC", zones));
  std::vector<Instant> due;
  sa::visit_due(schedule.calendars.at(0), sa::TimeZone(), begin - sa::Duration{1},
                end - sa::Duration{1}, [&due](Instant at) {
                  due.push_back(at);
                  return true;
                });
  return due;
}

class ScheduleSteps : public testing::TestWithParam<unsigned> {};

TEST_P(ScheduleSteps, LoseNothingOfWhatTheTextSays) {
  const std::chrono::sys_days begin{std::chrono::year{2027} / 11 / 1};
  const std::chrono::sys_days end{std::chrono::year{2029} / 2 / 1};
  for (unsigned seed = GetParam() * 100; seed < GetParam() * 100 + 100; ++seed) {
    const Expression expression(seed);
    const auto wanted = expression.due(begin, end);
    if (wanted.empty()) continue;  // the 31st of February
    const auto due = emitted_due(expression.text(), begin, end);
    const auto [ours, theirs] = std::mismatch(due.begin(), due.end(), wanted.begin(), wanted.end());
    ASSERT_TRUE(ours == due.end() && theirs == wanted.end())
        << expression.text() << " differs after " << ours - due.begin() << " of " << due.size()
        << " and of " << wanted.size();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ScheduleSteps, testing::Range(0U, 4U));

}  // namespace
