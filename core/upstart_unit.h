#pragma once

#include <string>
#include <string_view>

namespace sa {

// A job of Upstart has the unit "JOB.upstart", one of its instances "JOB@INSTANCE.upstart". Where
// cron starts it, "JOB.cron" stands for the timer that Upstart does not have.
inline constexpr std::string_view upstart_suffix = ".upstart";
inline constexpr std::string_view cron_suffix = ".cron";

inline bool is_upstart(std::string_view unit) {
  return unit.ends_with(upstart_suffix);
}

inline bool is_upstart_timer(std::string_view timer) {
  return timer.ends_with(cron_suffix);
}

// "JOB", "JOB@INSTANCE".
inline std::string upstart_name(std::string_view unit) {
  return std::string(unit.substr(0, unit.rfind('.')));
}

}  // namespace sa
