#include "cli/shown_pauses.h"

#include "cli/paused_timers.h"
#include "core/error.h"
#include "host/wall_clock.h"
#include "store/status_file.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sa {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 1s;
constexpr auto look_again_after = 10ms;

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_pause_shown(const UnitStatus& unit, const std::vector<std::string>& paused) {
  const auto held = std::ranges::count_if(
      unit.timers, [&](const std::string& timer) { return contains(paused, timer); });
  const bool all = held == std::ssize(unit.timers);
  return unit.paused ? held > 0 : !all;
}

}  // namespace

bool are_pauses_shown(const std::vector<UnitStatus>& units, const std::vector<std::string>& timers,
                      const std::vector<std::string>& paused) {
  return std::ranges::all_of(units, [&](const UnitStatus& unit) {
    const bool is_asked = std::ranges::any_of(
        unit.timers, [&](const std::string& timer) { return contains(timers, timer); });
    return !is_asked || is_pause_shown(unit, paused);
  });
}

void await_shown_pauses(const std::vector<std::string>& timers,
                        const std::filesystem::path& directory,
                        const std::filesystem::path& status) {
  const auto end = std::chrono::steady_clock::now() + patience;
  try {
    while (std::chrono::steady_clock::now() < end) {
      const PublishedStatus published = read_status(status);
      if (is_silent(published.heartbeat, wall_now()) ||
          are_pauses_shown(published.status.units, timers, paused_timers(directory)))
        return;
      std::this_thread::sleep_for(look_again_after);
    }
  } catch (const Error&) {
    return;  // there is none to wait for
  }
}

}  // namespace sa
