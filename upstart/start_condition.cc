#include "upstart/start_condition.h"

#include "upstart/upstart_failure.h"

#include <algorithm>
#include <string_view>

#include <fnmatch.h>

namespace sa::upstart {
namespace {

bool fits_value(const std::string& pattern, std::string_view value) {
  if (pattern.find('$') != std::string::npos) return true;
  return fnmatch(pattern.c_str(), std::string(value).c_str(), 0) == 0;
}

std::string_view value_at(const std::vector<std::string>& env, std::size_t place) {
  if (place >= env.size()) return {};
  const std::string_view entry = env[place];
  const auto equals = entry.find('=');
  return equals == std::string_view::npos ? entry : entry.substr(equals + 1);
}

bool fits_argument(const std::string& argument, std::size_t place, const EventEmitted& event) {
  const auto equals = argument.find('=');
  if (equals == std::string::npos) return fits_value(argument, value_at(event.env, place));
  const bool is_negated = equals > 0 && argument[equals - 1] == '!';
  const auto key = std::string_view(argument).substr(0, is_negated ? equals - 1 : equals);
  const std::string pattern = argument.substr(equals + 1);
  if (pattern.find('$') != std::string::npos) return true;
  return fits_value(pattern, value_in(event.env, key)) != is_negated;
}

bool fits(const std::vector<std::string>& match, const EventEmitted& event) {
  if (match.empty() || match[0] != event.name) return false;
  for (std::size_t i = 1; i < match.size(); ++i)
    if (!fits_argument(match[i], i - 1, event)) return false;
  return true;
}

bool is_of_jobs(std::string_view name) {
  return name == "starting" || name == "started" || name == "stopping" || name == "stopped" ||
         name.ends_with("/failed");
}

}  // namespace

bool StartCondition::names(const EventEmitted& event) const {
  if (!is_told_) return !is_of_jobs(event.name);
  return std::ranges::any_of(operators_, [&](const auto& match) { return fits(match, event); });
}

}  // namespace sa::upstart
