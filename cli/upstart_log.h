#pragma once

#include "core/reading.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// The file in which Upstart keeps the output of a job, all its runs together: FOLDER/JOB.log, of an
// instance JOB-INSTANCE.log, a slash being an underscore. nullopt: there is none.
std::optional<std::filesystem::path> upstart_log(const std::filesystem::path& folder,
                                                 const std::string& unit);
// Where Upstart of this host keeps them: $UPSTART_LOGDIR, else /var/log/upstart.
std::filesystem::path upstart_log_folder();

// The command that shows it, whole or its last lines.
std::vector<std::string> output_of_file(const std::filesystem::path& file, const Reading& reading);

}  // namespace sa
