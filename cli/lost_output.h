#pragma once

#include "core/run.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// journald loses the invocation of output that it gets to read only after the run has ended: of
// every fifth run that lasts a millisecond, say. Such lines still carry the unit, and the id of the
// stream over which they came, which belongs to one run only.

// The journalctl command that tells the streams of the unit's output while the run went and a
// little later, but not after the unit's next run began.
std::vector<std::string> stream_query(const Run& run, std::optional<Instant> next_began);

// Of its answer (journal export format) the streams without an invocation, each once.
std::vector<std::string> streams_without_invocation(std::string_view answer);

}  // namespace sa
