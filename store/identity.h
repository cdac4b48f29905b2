#pragma once

#include "core/run.h"

#include <cstdint>
#include <string_view>

namespace sa {

// The identity of a start that got no invocation: the same whoever tells of it, since systemd's id
// of a queued start is unique within a boot.
Id128 derived_identity(const Id128& boot, std::string_view unit, std::uint32_t start);

// The identity of a run to which its init system gave none (Upstart), by when it began or was first
// seen.
Id128 seen_identity(const Id128& boot, std::string_view unit, Instant at);

// The identity of the record that nothing ran at a due instant.
Id128 missed_identity(std::string_view unit, Instant due);

}  // namespace sa
