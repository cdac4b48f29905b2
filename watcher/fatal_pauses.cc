#include "watcher/fatal_pauses.h"

#include "core/outlook.h"
#include "watcher/retry.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

bool is_fatal(const std::optional<Run>& run, const RunRules& rules) {
  if (!run || run->state != State::failed || !rules.pause_on_fatal) return false;
  const std::string signal = run->exit_signal ? signal_name(*run->exit_signal) : std::string();
  return is_fatal_ending(rules, run->exit_status, signal);
}

bool is_held(const UnitRecord& record, const std::string& timer) {
  const auto found = std::ranges::find(record.timers, timer, &TimerRecord::name);
  return found != record.timers.end() && found->pause && !found->pause->ended;
}

}  // namespace

std::optional<Id128> FatalPauses::look(const UnitStatus& row, const UnitRecord& record,
                                       const RunRules& rules,
                                       const std::vector<std::string>& timers, Instant now) {
  if (!is_fatal(row.last_run, rules) || record.fatal_run == row.last_run->identity) {
    drop(row.unit);
    return std::nullopt;
  }
  const Id128 run = row.last_run->identity;
  bool is_left = false;
  for (const auto& timer : timers) {
    const auto done = done_.find(timer);
    if (is_held(record, timer) || (done != done_.end() && done->second == run)) continue;
    is_left = true;
    const Wish wish{row.unit, timer, "failed fatally: " + ending_of(*row.last_run)};
    const auto [place, is_new] = wanted_.try_emplace(timer, Wanted{wish, run, now});
    if (!is_new && place->second.run != run) place->second = {wish, run, now};
  }
  if (is_left) return std::nullopt;
  drop(row.unit);
  return run;
}

void FatalPauses::drop(const std::string& unit) {
  std::erase_if(wanted_, [&](const auto& entry) { return entry.second.wish.unit == unit; });
}

std::vector<FatalPauses::Wish> FatalPauses::due(Instant now) {
  std::vector<Wish> wishes;
  for (auto& [timer, wanted] : wanted_) {
    if (wanted.under_way || wanted.act_at > now) continue;
    wanted.under_way = true;
    wishes.push_back(wanted.wish);
  }
  return wishes;
}

void FatalPauses::done(const std::string& timer) {
  const auto found = wanted_.find(timer);
  if (found == wanted_.end()) return;
  done_[timer] = found->second.run;
  wanted_.erase(found);
}

bool FatalPauses::failed(const std::string& timer, Instant now) {
  const auto found = wanted_.find(timer);
  if (found == wanted_.end()) return false;
  found->second.under_way = false;
  ++found->second.tries;
  found->second.act_at = now + retry_after(found->second.tries);
  return found->second.tries == 1;
}

std::optional<Instant> FatalPauses::next() const {
  std::optional<Instant> next;
  for (const auto& [timer, wanted] : wanted_)
    if (!wanted.under_way) next = std::min(next.value_or(wanted.act_at), wanted.act_at);
  return next;
}

}  // namespace sa
