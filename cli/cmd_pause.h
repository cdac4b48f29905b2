#pragma once

#include "cli/context.h"
#include "cli/published.h"
#include "cli/unit_wish.h"

#include <filesystem>
#include <optional>
#include <string>

namespace sa {

// Beside the units that are named, those of the group.
struct PauseOptions : UnitWish {
  bool resume = false;  // the other way round
  bool all = false;
  std::optional<Instant> until;
  std::string reason;
  std::filesystem::path paused = SA_CONTROL_STATE_DIR "/paused";
};

// Becomes sa-ask, which holds or resumes the timers of what was chosen. Returns only where nothing
// was: exit_usage, or exit_unwell for names that stand for nothing.
int cmd_pause(const PauseOptions& options, const Context& context);

}  // namespace sa
