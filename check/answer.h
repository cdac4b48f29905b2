#pragma once

#include "check/options.h"
#include "store/status_file.h"

#include <string>
#include <string_view>

namespace sa {

// What the plugin prints and what it ends with.
struct Answer {
  NagiosState state = NagiosState::unknown;
  std::string text;  // ends with a newline
  friend bool operator==(const Answer&, const Answer&) = default;
};

// Old NRPE hands on no more of an output, and a pipe takes so much in one piece.
constexpr std::size_t longest_answer = 4000;

// The plugin's whole judgement. A silent watcher and a selection of no unit are one line, without
// performance data; where -v asks for it, it tells of `file`, which was read.
Answer answer_of(const PublishedStatus& published, const CheckOptions& options, Instant now,
                 std::string_view file);

// One line about the plugin's own trouble.
Answer trouble(std::string_view why, NagiosState state = NagiosState::unknown);

}  // namespace sa
