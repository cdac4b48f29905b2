#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// The first line of every generated file, without the line break:
// "# Made by sa-unitgen from /etc/scriptactivity/jobs.d/lp/garbo.yaml, changes here are lost"
// `job_file` has no line break.
std::string mark_of(std::string_view job_file);

// The job file that a generated text names in its mark; nullopt: it is no file of ours. Only the
// first line counts, so the beginning of a file is enough.
std::optional<std::string> job_file_of(std::string_view text);

}  // namespace sa
