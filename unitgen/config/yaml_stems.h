#pragma once

#include "core/completion.h"

#include <filesystem>
#include <vector>

namespace sa {

// The names of the YAML files in a folder and the folders in it ("garbo" of lp/garbo.yaml), each
// once, ascending, for completion. What cannot be read is left out.
std::vector<Candidate> yaml_stems(const std::filesystem::path& folder);

}  // namespace sa
