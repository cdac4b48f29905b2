#include "watcher/started_by.h"

#include <algorithm>

namespace sa {
namespace {

constexpr Duration nearest = std::chrono::seconds(5);
constexpr std::size_t most_starts = 256;

bool may_be_manual(const Run& run) {
  const auto type = run.trigger.type;
  const bool is_open = type == TriggerType::manual || type == TriggerType::unknown;
  return is_open && run.attempt == 1 && run.began;
}

}  // namespace

void StartedBy::add(const Change& run) {
  if (starts_.size() == most_starts) starts_.erase(starts_.begin());
  starts_.push_back({run, std::nullopt});
}

bool StartedBy::complete(Run& run) {
  if (!may_be_manual(run)) return false;
  const auto start = std::ranges::find_if(starts_, [&](const Start& known) {
    if (known.run) return *known.run == run.identity;
    return known.change.unit == run.unit &&
           std::chrono::abs(known.change.at - *run.began) <= nearest;
  });
  if (start == starts_.end()) return false;
  start->run = run.identity;
  const Run before = run;
  run.trigger.type = TriggerType::manual;
  run.trigger.by = start->change.by;
  return run != before;
}

}  // namespace sa
