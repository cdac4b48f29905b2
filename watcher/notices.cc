#include "watcher/notices.h"

#include "core/notify_target.h"
#include "watcher/retry.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

constexpr Duration settling = std::chrono::seconds(1);
constexpr Duration answer_patience = std::chrono::seconds(30);
constexpr Duration respawn_patience = std::chrono::minutes(1);
constexpr std::ptrdiff_t most_under_way = 4;

bool is_alarm(Health health) {
  return health == Health::broken || health == Health::failed || health == Health::overdue;
}

bool is_well(Health health, bool has_timer) {
  return health == Health::ok || health == Health::waiting ||
         (health == Health::running && !has_timer);
}

// It happened before people wanted to hear of the unit again.
bool is_old(const Verdict& verdict, const UnitRecord& record) {
  const bool by_run = verdict.health == Health::failed || verdict.health == Health::broken;
  return by_run && verdict.since && record.exempt_until && *verdict.since <= *record.exempt_until;
}

void set_run(Notice& notice, const std::optional<Run>& run) {
  if (!run || !run->has_invocation) return;
  notice.invocation = run->identity;
  notice.run_began = run->began;
  notice.run_ended = run->ended;
}

// A start that is refused after a run that failed has no output of its own.
void carry_run(const Notice& before, Notice& notice) {
  notice.invocation = before.invocation;
  notice.run_began = before.run_began;
  notice.run_ended = before.run_ended;
}

bool has_failed(const std::optional<Run>& run) {
  return run && run->state == State::failed;
}

}  // namespace

Notices::Stand Notices::stand_of(const UnitStatus& row, Instant now) const {
  const Verdict& verdict = verdict_at(row.outlook, now);
  if (row.paused && row.paused->by == watcher_ && verdict.health == Health::paused)
    return {Standing::alarm, {Health::failed, row.paused->reason, row.paused->at}};
  if (verdict.health == Health::paused || verdict.health == Health::retired)
    return {Standing::exempt, verdict};
  if (is_alarm(verdict.health)) return {Standing::alarm, verdict};
  if (is_well(verdict.health, !row.timers.empty())) return {Standing::well, verdict};
  return {Standing::neither, verdict};
}

std::optional<Notices::Told> Notices::look(const UnitStatus& row, const UnitRecord& record,
                                           Instant now) {
  const auto owed = owed_.find(row.unit);
  if (owed != owed_.end() && owed->second.under_way) return std::nullopt;
  const Health told = record.told.value_or(Health::ok);
  const Stand stand = stand_of(row, now);
  if (stand.standing == Standing::exempt) {
    forget(row.unit);
    return told == Health::paused ? std::nullopt : std::optional(Told{Health::paused, {}});
  }
  if (told == Health::paused) return Told{Health::ok, now};
  if (stand.standing == Standing::neither) {
    if (owed != owed_.end() && is_alarm(owed->second.notice.health)) owed_.erase(owed);
    return std::nullopt;
  }
  const Health health = stand.standing == Standing::well ? Health::ok : stand.verdict.health;
  if (health == told || is_old(stand.verdict, record)) {
    forget(row.unit);
    return std::nullopt;
  }
  return owe(stand, row, record, now);
}

std::optional<Notices::Told> Notices::accept(const UnitStatus& row, const UnitRecord& record,
                                             Instant now) {
  const Stand stand = stand_of(row, now);
  Health health = Health::ok;
  if (stand.standing == Standing::exempt) health = Health::paused;
  if (stand.standing == Standing::alarm) health = stand.verdict.health;
  if (record.told.value_or(Health::ok) == health) return std::nullopt;
  return Told{health, {}};
}

std::optional<Notices::Told> Notices::owe(const Stand& stand, const UnitStatus& row,
                                          const UnitRecord& record, Instant now) {
  Notice notice;
  notice.unit = row.unit;
  notice.job = row.job;
  notice.team = row.team;
  notice.health = stand.standing == Standing::well ? Health::ok : stand.verdict.health;
  notice.was = record.told.value_or(Health::ok);
  notice.since = stand.verdict.since;
  notice.reason = stand.verdict.reason;
  notice.targets = record.notify.empty() ? default_ : record.notify;
  set_run(notice, row.last_run);
  if (tells_nobody_ || notice.targets.empty() || notice.targets.front() == notify_nobody) {
    forget(row.unit);
    return Told{notice.health, {}};
  }
  const bool may_start_again = notice.health == Health::failed && has_failed(row.last_run);
  const auto [place, is_new] = owed_.try_emplace(row.unit);
  Owed& owed = place->second;
  if (!is_new && !notice.invocation) carry_run(owed.notice, notice);
  if (is_new || owed.notice.health != notice.health)
    owed = {std::move(notice), std::max(now + settling, hold_until_), may_start_again};
  else
    update(owed, std::move(notice), may_start_again, now);
  return std::nullopt;
}

// The same is owed still. A run that goes on has nothing to say of the one that failed.
void Notices::update(Owed& owed, Notice notice, bool may_start_again, Instant now) const {
  if (notice.invocation == owed.notice.invocation || !notice.run_ended) return;
  owed.notice = std::move(notice);
  owed.may_start_again = may_start_again;
  owed.is_asked = false;
  if (owed.tries == 0) owed.act_at = std::max({std::min(owed.act_at, now + settling), hold_until_});
}

void Notices::forget(std::string_view unit) {
  const auto owed = owed_.find(unit);
  if (owed != owed_.end() && !owed->second.under_way) owed_.erase(owed);
}

std::vector<std::string> Notices::questions(Instant now) {
  std::vector<std::string> units;
  for (auto& [unit, owed] : owed_) {
    if (owed.under_way || !owed.may_start_again || owed.act_at > now) continue;
    owed.is_asked = true;
    owed.act_at = now + answer_patience;
    units.push_back(unit);
  }
  return units;
}

void Notices::answer(std::string_view unit, bool starts_again, Instant now) {
  const auto found = owed_.find(unit);
  if (found == owed_.end() || !found->second.is_asked) return;
  Owed& owed = found->second;
  owed.is_asked = false;
  owed.may_start_again = starts_again;
  owed.act_at = starts_again ? now + respawn_patience : now;
}

std::ptrdiff_t Notices::under_way() const {
  return std::ranges::count_if(owed_, [](const auto& entry) { return entry.second.under_way; });
}

std::vector<Notice> Notices::due(Instant now) {
  std::vector<Notice> notices;
  auto room = most_under_way - under_way();
  for (auto& [unit, owed] : owed_) {
    if (room <= 0) break;
    if (owed.under_way || owed.may_start_again || owed.act_at > now) continue;
    owed.under_way = true;
    --room;
    notices.push_back(owed.notice);
  }
  return notices;
}

std::optional<Notices::Told> Notices::sent(std::string_view unit) {
  const auto owed = owed_.find(unit);
  if (owed == owed_.end() || !owed->second.under_way) return std::nullopt;
  const Health health = owed->second.notice.health;
  owed_.erase(owed);
  return Told{health, {}};
}

bool Notices::failed(std::string_view unit, Instant now) {
  const auto found = owed_.find(unit);
  if (found == owed_.end() || !found->second.under_way) return false;
  Owed& owed = found->second;
  owed.under_way = false;
  ++owed.tries;
  owed.act_at = now + retry_after(owed.tries);
  return owed.tries == 1;
}

std::optional<Instant> Notices::next() const {
  std::optional<Instant> next;
  if (under_way() >= most_under_way) return next;
  for (const auto& [unit, owed] : owed_)
    if (!owed.under_way) next = std::min(next.value_or(owed.act_at), owed.act_at);
  return next;
}

}  // namespace sa
