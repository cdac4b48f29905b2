#pragma once

#include <string_view>

// Words in the reasons of verdicts, by which `sa explain` and `sa doctor` know what helps. Whoever
// writes a reason takes them from here.
namespace sa::reason {

inline constexpr std::string_view job_file_refused = "job file refused: ";  // FILE:LINE: ...
inline constexpr std::string_view is_dead = " is dead: ";                   // after a timer
inline constexpr std::string_view is_masked = " is masked";                 // after a unit
inline constexpr std::string_view remains_active = "remains active";
inline constexpr std::string_view is_stopped_since = " is stopped since ";  // after a timer
inline constexpr std::string_view is_gone_since = " is gone since ";        // after a timer
inline constexpr std::string_view is_not_active = " is not active";         // after a timer
inline constexpr std::string_view the_host_was = "the host was ";           // off or asleep
inline constexpr std::string_view the_clock_was = "the clock was ";         // put forward
inline constexpr std::string_view the_watcher_was = "the watcher was ";     // not running
inline constexpr std::string_view still_running = "still running ";
inline constexpr std::string_view no_success = "no success";
inline constexpr std::string_view runs_again = "runs again";
inline constexpr std::string_view runs_more_often = "runs more often";

}  // namespace sa::reason
