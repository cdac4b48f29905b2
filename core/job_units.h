#pragma once

#include "core/job_draft.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Reads `after` or `required`: full names of units, or names of jobs of the same team, which become
// "sa-NAME.service".
//
// A team's job may require the team's own jobs only. It may be ordered after anything that has no
// part in a shutdown; but a daemon is started at boot together with everything else, where an
// ordering that leads back to itself makes systemd drop somebody's start: it may wait for its own
// jobs, and for targets that wait for no service. What root wrote into scriptactivity.yaml is not
// judged so.
std::vector<std::string> unit_names_of(const Field& field, JobKey key, const JobDraft& draft);

// Whether `unit` is "sa-NAME.service" of a job of the same team.
bool is_own_unit(std::string_view unit, const JobDraft& draft);

// Reads `unit`: lines of a unit, as they are.
std::vector<UnitDirective> directives_of(const Field& field);

}  // namespace sa
