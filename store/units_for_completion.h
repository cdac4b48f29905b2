#pragma once

#include "core/unit_status.h"

#include <filesystem>
#include <vector>

namespace sa {

// The units of the status file; none where it cannot be read, for a shell must not be told why.
std::vector<UnitStatus> units_for_completion(const std::filesystem::path& status);

}  // namespace sa
