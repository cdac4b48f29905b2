#pragma once

#include "cli/bus_client.h"

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// What sa-ask tells the person of each call that was done, a line without its break.

std::string paused_words(const std::string& timer, std::optional<Instant> until,
                         const PauseAnswer& answer);
std::string resumed_words(const std::string& timer, bool is_started);
std::string started_words(const std::string& service);
std::string cancelled_words(const std::string& service);
std::string retired_words(const std::string& unit);
std::string stopped_words(const std::string& timer, bool was_going);
std::string unretired_words(const std::string& unit);
// "backup.service failed after 2.3s: exit 3; 'sa log backup.service' shows its output".
std::string ended_words(const std::string& service, const Run& run);

// How `sa` ends after a call that was refused so: exit_unwell, or exit_no_look where the person may
// not, or the bus is no good.
int exit_code_of(std::string_view refusal);

}  // namespace sa
