#include "tests/watcher/run_text.h"

#include "store/identity.h"

#include <algorithm>
#include <cstdint>

namespace sa::test {
namespace {

constexpr std::uint32_t greatest_start = 20000;

std::string short_id(const Id128& id) {
  const bool small =
      std::all_of(id.bytes.begin(), id.bytes.end() - 1, [](auto b) { return b == 0; });
  return small ? "#" + std::to_string(id.bytes.back()) : to_string(id);
}

std::string identity_text(const Run& run) {
  if (run.has_invocation) return short_id(run.identity);
  for (std::uint32_t start = 0; start <= greatest_start; ++start)
    if (derived_identity(run.boot, run.unit, start) == run.identity)
      return "start " + std::to_string(start);
  if (derived_identity(run.boot, run.trigger.unit + "@" + rfc3339(run.at), 0) == run.identity)
    return "queue failure";
  return "derived from what? " + to_string(run.identity);
}

std::string optional_text(const std::optional<Instant>& instant, const Frame& frame) {
  return instant ? text_of(*instant, frame) : "?";
}

std::string trigger_text(const Trigger& trigger, const Frame& frame) {
  std::string text(to_string(trigger.type));
  if (!trigger.unit.empty()) text += " " + trigger.unit;
  if (trigger.time) text += " " + text_of(*trigger.time, frame);
  return text + (trigger.inferred ? " inferred" : "");
}

std::string ending_text(const Run& run) {
  std::string text;
  if (run.result) text += " " + std::string(to_string(*run.result));
  if (run.exit_status) text += " exit " + std::to_string(*run.exit_status);
  if (run.exit_signal) text += " " + signal_name(*run.exit_signal);
  if (run.pid) text += " pid " + std::to_string(*run.pid);
  if (run.cpu) text += " cpu " + std::to_string(run.cpu->count()) + "us";
  return text;
}

}  // namespace

std::string text_of(Instant instant, const Frame& frame) {
  const auto usec = (instant - frame.zero).count();
  std::string text = (usec < 0 ? "-" : "+") + std::to_string(std::abs(usec) / 1000);
  if (usec % 1000 == 0) return text;
  const std::string fraction = std::to_string(std::abs(usec) % 1000);
  return text + "." + std::string(3 - fraction.size(), '0') + fraction;
}

std::string text_of(const Run& run, const Frame& frame) {
  std::string text = run.unit + " " + identity_text(run);
  if (run.attempt != 1) text += " attempt " + std::to_string(run.attempt);
  text += " " + std::string(to_string(run.state));
  if (run.began != run.at) text += " at " + text_of(run.at, frame);
  if (run.began || run.ended)
    text += " " + optional_text(run.began, frame) + ".." + optional_text(run.ended, frame);
  text += ending_text(run);
  if (!run.reason.empty()) text += " (" + run.reason + ")";
  text += ", " + trigger_text(run.trigger, frame);
  if (run.due) text += ", due " + text_of(*run.due, frame);
  if (run.boot != frame.boot) text += ", boot " + short_id(run.boot);
  if (run.host != "box") text += ", host '" + run.host + "'";
  return text + ", " + std::string(to_string(run.recorded_by));
}

std::string text_of(const std::vector<Run>& runs, const Frame& frame) {
  std::string text;
  for (const Run& run : runs) text += text_of(run, frame) + "\n";
  return text;
}

}  // namespace sa::test
