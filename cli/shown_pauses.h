#pragma once

#include "core/unit_status.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sa {

// Whether the rows of `timers` say what is so: their unit is paused where all its timers are in
// `paused` (ascending), and is not where none is. A unit of which some are may say either.
bool are_pauses_shown(const std::vector<UnitStatus>& units, const std::vector<std::string>& timers,
                      const std::vector<std::string>& paused);

// Waits until the watcher has published what sa-control's `directory` says of `timers`, so that the
// next `sa status` shows it. A second at most, and not at all for a watcher that is silent.
void await_shown_pauses(const std::vector<std::string>& timers,
                        const std::filesystem::path& directory,
                        const std::filesystem::path& status);

}  // namespace sa
