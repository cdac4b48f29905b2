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

struct TeamPolicy;
class TimeZones;
struct Field;

// Judges the map under `defaults` by itself, for root's own files or by a team's policy, and tells
// what is wrong with it. Keys that say what a job is, and not how it runs, are no defaults:
// command, script, slow-start-command, schedule, at-boot, disabled, description, requires, unit.
// Where the value is no good, the keys are null.
JobDefaults defaults_of(const Field& field, const TeamPolicy* policy, TimeZones& zones);

}  // namespace sa
