#pragma once

#include "core/problem.h"
#include "core/yaml.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Keys of job files that hold for every job that does not say otherwise: `defaults` of
// scriptactivity.yaml or of a team's policy. Already judged by themselves.
struct JobDefaults {
  YamlNode keys;  // a map of job keys, or null
};

}  // namespace sa
