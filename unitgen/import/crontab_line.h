#pragma once

#include "unitgen/import/crontab.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sa {

// The parts of one line of a crontab, which has no line break.

// "NAME = value" by crontab(5): blanks round the '=' do not count, nor those at the end; name and
// value may each be in quotes, which keep blanks; nothing is expanded. nullopt: no such line.
std::optional<std::pair<std::string, std::string>> crontab_variable(std::string_view line);

// Where the schedule ends: behind the @word or the fifth field, or at the end of the line.
std::size_t schedule_end(std::string_view line);

// What stands behind schedule and user, taken apart at the '%' as cron does it.
struct CrontabCommand {
  std::string command;
  std::optional<std::string> input;  // ends with a line break; nullopt: nothing follows
};
CrontabCommand crontab_command(std::string_view text);

}  // namespace sa
