#pragma once

#include "core/field.h"
#include "core/job.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sa {

// The readers of the values that only jobs and policies have. As in field.h: nullopt or empty means
// that a problem was told.

// "512M", "1.5G": bytes, K to E are powers of 1024; at least 1M, since nothing runs with less.
std::optional<std::uint64_t> memory_size_of(const Field& field);
// "50%", of one CPU.
std::optional<std::uint32_t> cpu_quota_of(const Field& field);
// Three or four octal digits.
std::optional<std::uint32_t> umask_of(const Field& field);
std::optional<int> nice_of(const Field& field);
std::optional<IoClass> io_class_of(const Field& field);
// A user's or group's name by systemd's strict rule; `numeric`: or its number.
std::optional<std::string> account_of(const Field& field, std::string_view what, bool numeric);
// Numbers from 0 to 255 and names of signals.
std::vector<std::string> exit_statuses_of(const Field& field);
// Words without blanks, quotes and backslashes; an empty list is none of them.
std::vector<std::string> words_of(const Field& field, std::string_view what);
// What NotifyTarget reads; an empty list is `none`.
std::vector<std::string> targets_of(const Field& field);
// The variables of a map. The value may be empty when it has quotes.
std::vector<std::pair<std::string, std::string>> environment_of(const Field& field);
std::vector<std::string> environment_files_of(const Field& field);
// {path: /x}
std::optional<std::string> condition_path_of(const Field& field);
// true, false, or a map; nullopt: false, or a problem.
std::optional<Respawn> respawn_of(const Field& field);

}  // namespace sa
