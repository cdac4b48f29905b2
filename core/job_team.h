#pragma once

#include "core/job_draft.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sa {

// Drops what scriptactivity.yaml says for root's own files only: `user`, `group`,
// `environment-file`.
void drop_host_defaults(JobDraft& draft);

// Holds the values of a team's job against its policy, and fills in what the policy decides: the
// user, the bounds for memory and tasks. The policy must be there. What scriptactivity.yaml asks
// for beyond the policy is cut down to it; `notify` of there is root's word.
//
// Nor may a team's job run more than once a second, or respawn in less than 100 ms: each start
// costs systemd itself, which serves all, 3 ms.
void judge_team(
    JobDraft& draft, Instant now,
    const std::function<std::optional<std::string>(std::string_view user)>& primary_group);

}  // namespace sa
