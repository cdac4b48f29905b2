#pragma once

#include "core/job.h"
#include "core/job_places.h"

#include <vector>

namespace sa {

// What a job asks for that Upstart and cron cannot do; its schedule is cron_starts.h's. A problem
// where the job would run otherwise than its owner means it to: as another, with less, or when it
// should not; a warning where it would only run less well.
std::vector<Problem> shortcomings_of(const Job& job, const JobPlaces& places);

}  // namespace sa
