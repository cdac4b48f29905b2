#pragma once

#include "cli/doctor/host_facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The problems that sa-unitgen left (problems.json), those of a file next to each other. nullopt:
// the text is not of that form.
std::optional<std::vector<JobFacts::Mistake>> mistakes_of_json(std::string_view json);

// Of `sa-unitgen apply --dry-run`: "~ sa-garbo.timer (/etc/.../garbo.yaml)" of each unit that would
// change.
std::vector<std::string> changes_of_dry_run(std::string_view answer);

}  // namespace sa
