#include "tests/replay/run_difference.h"

#include <chrono>
#include <map>

namespace sa::test {
namespace {

using std::chrono::milliseconds;

bool is_near(const std::optional<Instant>& a, const std::optional<Instant>& b, Duration slack) {
  if (!a || !b) return a == b;
  return *a - *b <= slack && *b - *a <= slack;
}

void forgive_lateness(Run& run, const Run& expected) {
  run.at = expected.at;
  run.recorded_by = expected.recorded_by;
  if (is_near(run.began, expected.began, milliseconds(1))) run.began = expected.began;
  // When a host went down is only known by its last sign of life.
  const bool is_guess = expected.reason == "the host went down while it was running";
  if (is_near(run.ended, expected.ended, milliseconds(is_guess ? 100 : 5)))
    run.ended = expected.ended;
  if (!run.cpu || !expected.cpu) run.cpu = expected.cpu;
  if (!run.due || (run.late && expected.late)) run.late = expected.late;
  if (!run.due) run.due = expected.due;
  if (run.result != Result::success || run.exit_status || run.exit_signal) return;
  run.exit_status = expected.exit_status;
  run.exit_signal = expected.exit_signal;
}

}  // namespace

std::string differences(const std::vector<Run>& expected, const std::vector<Run>& other,
                        const Frame& frame) {
  std::string text;
  std::map<Id128, Run> left;
  for (const Run& run : expected) left[run.identity] = run;
  for (Run run : other) {
    const auto found = left.find(run.identity);
    if (found == left.end()) {
      text += "  more: " + text_of(run, frame) + "\n";
      continue;
    }
    forgive_lateness(run, found->second);
    if (!(run == found->second))
      text += "  expected " + text_of(found->second, frame) + "\n       got " +
              text_of(run, frame) + "\n";
    left.erase(found);
  }
  for (const auto& [identity, run] : left) text += "  lost: " + text_of(run, frame) + "\n";
  return text;
}

}  // namespace sa::test
