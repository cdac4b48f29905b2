#pragma once

#include "core/unit_event.h"

#include <optional>
#include <string_view>

namespace sa {

// The fields of one journal entry of PID 1 that matter, as systemd.journal-fields(7) names them;
// empty: not there. A user's manager writes USER_UNIT= and USER_INVOCATION_ID= for unit and
// invocation.
struct JournalFields {
  std::string_view message_id, unit, invocation, job_id, job_type, job_result, message, code_func;
  std::string_view command, exit_code, exit_status, unit_result, n_restarts, cpu_nsec;
  std::string_view source_time;  // _SOURCE_REALTIME_TIMESTAMP, microseconds
};

// What the entry says of a service or timer. nullopt: nothing that makes or changes a run.
// `at` is used where the entry has no time of its own. Message ids: systemd's sd-messages.h (252).
std::optional<JournalEvent> unit_event_of(const JournalFields& fields, Instant at,
                                          const Id128& boot);

}  // namespace sa
