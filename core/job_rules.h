#pragma once

#include "core/job_draft.h"

namespace sa {

// Judges what the values of a job mean together: what excludes each other is a problem, what makes
// no difference or probably not the one that was meant is a warning. A default of `on: always`
// holds for daemons only. `now`: when its schedule is looked at.
void judge_together(JobDraft& draft, Instant now);

// The part of it that is about how long a run takes.
void judge_durations(JobDraft& draft);

// Tells, as notes at the schedule, on which days of the two years after `now` a change of the
// clocks makes a difference.
void note_clock_changes(JobDraft& draft, Instant now);

}  // namespace sa
