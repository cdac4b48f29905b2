#include "cli/invocation_choice.h"

#include "cli/run_words.h"
#include "core/local_time.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::size_t most_candidates = 100;

std::string ambiguous(const std::string& prefix, const std::vector<Run>& runs) {
  std::string text = "several runs begin with '" + prefix + "':";
  for (std::size_t i = 0; i < std::min<std::size_t>(runs.size(), 3); ++i)
    text.append(i == 0 ? " " : ", ")
        .append(to_string(runs[i].identity))
        .append(" (" + runs[i].unit + ", " + local_second(happened(runs[i])) + ")");
  return text + (runs.size() > 3 ? " and more" : "") + "; say more digits";
}

}  // namespace

bool may_be_invocation(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

InvocationChoice run_with_invocation(const RunLog& log, const std::string& prefix,
                                     std::string_view unit) {
  if (!may_be_invocation(prefix))
    return {{}, "'" + prefix + "' is no invocation: expected up to 32 hex digits"};
  std::vector<Run> runs = log.runs_with_invocation(prefix, most_candidates);
  if (!unit.empty()) std::erase_if(runs, [&](const Run& run) { return run.unit != unit; });
  if (runs.empty())
    return {{},
            "no run" + (unit.empty() ? "" : " of '" + std::string(unit) + "'") +
                " has an invocation that begins with '" + prefix + "'"};
  if (runs.size() > 1) return {{}, ambiguous(prefix, runs), true};
  return {runs.front(), ""};
}

}  // namespace sa
