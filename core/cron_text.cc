#include "core/cron_text.h"

#include <vector>

namespace sa {
namespace {

struct Values {
  std::vector<int> allowed;
  int low;
  int high;
  bool all() const { return static_cast<int>(allowed.size()) == high - low + 1; }
};

template <std::size_t size>
Values values_in(const std::bitset<size>& bits, int low) {
  Values values{{}, low, static_cast<int>(size) - 1};
  for (std::size_t i = static_cast<std::size_t>(low); i < size; ++i)
    if (bits[i]) values.allowed.push_back(static_cast<int>(i));
  return values;
}

// The same distance between all of three values or more; 0: not so.
int step_of(const std::vector<int>& values) {
  if (values.size() < 3) return 0;
  for (std::size_t i = 2; i < values.size(); ++i)
    if (values[i] - values[i - 1] != values[1] - values[0]) return 0;
  return values[1] - values[0];
}

// "1-3,7"
std::string list_of(const std::vector<int>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i;
    while (i + 1 < values.size() && values[i + 1] == values[i] + 1) ++i;
    if (i == first + 1) i = first;
    text += (text.empty() ? "" : ",") + std::to_string(values[first]);
    if (i > first) text += "-" + std::to_string(values[i]);
  }
  return text;
}

bool reaches_the_end(const Values& values, int step) {
  return values.allowed.front() == values.low && values.allowed.back() + step > values.high;
}

std::string starred(const Values& values) {
  if (values.all()) return "*";
  const int step = step_of(values.allowed);
  if (step > 1 && reaches_the_end(values, step)) return "*/" + std::to_string(step);
  if (values.allowed.empty() || values.allowed.front() != values.low) return {};
  const std::vector<int> rest(values.allowed.begin() + 1, values.allowed.end());
  const std::string first = "*/" + std::to_string(values.high - values.low + 1);
  return rest.empty() ? first : first + "," + list_of(rest);
}

std::string unstarred(const Values& values) {
  const int step = step_of(values.allowed);
  if (step < 2) return list_of(values.allowed);
  return std::to_string(values.allowed.front()) + "-" + std::to_string(values.allowed.back()) +
         "/" + std::to_string(step);
}

std::string shortest(const Values& values) {
  const int step = step_of(values.allowed);
  const bool has_star = values.all() || (step > 1 && reaches_the_end(values, step));
  return has_star ? starred(values) : unstarred(values);
}

struct Days {
  std::string day, weekday;
};

std::optional<Days> days_of(const Values& day, const Values& weekday, bool either) {
  if (either) return Days{unstarred(day), unstarred(weekday)};
  if (day.all() || weekday.all()) return Days{shortest(day), shortest(weekday)};
  if (const std::string star = starred(day); !star.empty()) return Days{star, unstarred(weekday)};
  if (const std::string star = starred(weekday); !star.empty()) return Days{unstarred(day), star};
  return std::nullopt;
}

}  // namespace

std::optional<std::string> cron_text(const CronSchedule& schedule) {
  if (schedule.at_boot) return "@reboot";
  const bool either = !schedule.any_day && !schedule.any_weekday;
  const auto days = days_of(values_in(schedule.days, 1), values_in(schedule.weekdays, 0), either);
  if (!days) return std::nullopt;
  return shortest(values_in(schedule.minutes, 0)) + " " + shortest(values_in(schedule.hours, 0)) +
         " " + days->day + " " + shortest(values_in(schedule.months, 1)) + " " + days->weekday;
}

}  // namespace sa
