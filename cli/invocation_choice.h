#pragma once

#include "cli/run_log.h"
#include "core/run.h"

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// True for 1 to 32 hex digits.
bool may_be_invocation(std::string_view text);

// The one run whose invocation begins so, or in one line why there is none.
struct InvocationChoice {
  std::optional<Run> run;
  std::string problem;
  bool is_ambiguous = false;  // several begin so
};

// `unit`: only of that unit; empty: of any.
InvocationChoice run_with_invocation(const RunLog& log, const std::string& prefix,
                                     std::string_view unit);

}  // namespace sa
