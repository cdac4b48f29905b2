#pragma once

#include "cli/context.h"
#include "cli/published.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sa {

struct PauseOptions {
  bool resume = false;  // the other way round
  std::vector<std::string> units;
  std::vector<std::string> teams;  // their units
  std::vector<std::string> tags;   // units with one of them
  bool all = false;
  std::optional<Instant> until;
  std::string reason;
  std::filesystem::path paused = SA_CONTROL_STATE_DIR "/paused";
};

// Becomes sa-ask, which holds or resumes the timers of what was chosen. Returns only where nothing
// was: exit_usage, or exit_unwell for names that stand for nothing.
int cmd_pause(const PauseOptions& options, const Context& context);

}  // namespace sa
