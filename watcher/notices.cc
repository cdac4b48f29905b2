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
constexpr Duration writing_patience = std::chrono::minutes(1);
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

Health told_as(bool is_well, Health health) {
  return is_well ? Health::ok : health;
}

bool is_nobody(const std::vector<std::string>& targets) {
  return targets.empty() || targets.front() == notify_nobody;
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
  const bool is_owed = owed != owed_.end();
  if (is_owed && owed->second.is_fixed()) return std::nullopt;
  const Health told = record.told.value_or(Health::ok);
  const Stand stand = stand_of(row, now);
  if (stand.standing == Standing::exempt) {
    forget(row.unit);
    return told == Health::paused ? std::nullopt : std::optional(Told{Health::paused, {}});
  }
  if (told == Health::paused) return Told{Health::ok, now};
  if (is_owed && owed->second.reached_some) return look_at_rest(owed->second, stand, record);
  if (stand.standing == Standing::neither) {
    if (is_owed && is_alarm(owed->second.notice.health)) owed_.erase(owed);
    return std::nullopt;
  }
  const Health health = told_as(stand.standing == Standing::well, stand.verdict.health);
  if (health == told || is_old(stand.verdict, record)) {
    forget(row.unit);
    return std::nullopt;
  }
  return owe(stand, row, record, now);
}

// Some targets were told, others are not yet.
std::optional<Notices::Told> Notices::look_at_rest(Owed& owed, const Stand& stand,
                                                   const UnitRecord& record) {
  const Health health = owed.notice.health;
  const Health now = told_as(stand.standing == Standing::well, stand.verdict.health);
  const bool is_over = stand.standing != Standing::neither && now != health;
  owed.notice.targets = targets_of(record);
  if (!is_over && !is_nobody(owed.notice.targets)) return std::nullopt;
  forget(record.unit);
  return Told{health, {}};
}

std::optional<Notices::Told> Notices::accept(const UnitStatus& row, const UnitRecord& record,
                                             Instant now) {
  if (const auto owed = owed_.find(row.unit); owed != owed_.end() && owed->second.is_fixed())
    return std::nullopt;
  const Stand stand = stand_of(row, now);
  Health health = Health::ok;
  if (stand.standing == Standing::exempt) health = Health::paused;
  if (stand.standing == Standing::alarm) health = stand.verdict.health;
  if (record.told.value_or(Health::ok) == health) return std::nullopt;
  return Told{health, {}};
}

std::vector<std::string> Notices::targets_of(const UnitRecord& record) const {
  return record.notify.empty() ? default_ : record.notify;
}

void Notices::restore(const Notice& telling, Instant now) {
  if (tells_nobody_) return;
  Owed& owed = owed_[telling.unit];
  owed.notice = telling;
  owed.act_at = now;
  owed.stage = Stage::written;
}

std::optional<Notices::Told> Notices::owe(const Stand& stand, const UnitStatus& row,
                                          const UnitRecord& record, Instant now) {
  Notice notice;
  notice.unit = row.unit;
  notice.job = row.job;
  notice.team = row.team;
  notice.health = told_as(stand.standing == Standing::well, stand.verdict.health);
  notice.was = record.told.value_or(Health::ok);
  notice.since = stand.verdict.since;
  notice.reason = stand.verdict.reason;
  notice.targets = targets_of(record);
  set_run(notice, row.last_run);
  if (tells_nobody_ || is_nobody(notice.targets)) {
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
  if (owed != owed_.end() && !owed->second.is_fixed()) owed_.erase(owed);
}

std::vector<std::string> Notices::questions(Instant now) {
  std::vector<std::string> units;
  for (auto& [unit, owed] : owed_) {
    if (owed.stage != Stage::settling || !owed.may_start_again || owed.act_at > now) continue;
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

std::ptrdiff_t Notices::asked() const {
  return std::ranges::count_if(
      owed_, [](const auto& entry) { return entry.second.stage == Stage::asked; });
}

std::ptrdiff_t Notices::on_their_way() const {
  return std::ranges::count_if(owed_, [](const auto& entry) {
    const Owed& owed = entry.second;
    return owed.stage == Stage::decided || owed.stage == Stage::asked ||
           (owed.stage == Stage::written && owed.tries == 0);
  });
}

std::vector<Notice> Notices::decide(Instant now) {
  std::vector<Notice> notices;
  auto room = most_under_way - on_their_way();
  for (auto& [unit, owed] : owed_) {
    if (room <= 0) break;
    if (owed.stage != Stage::settling || owed.may_start_again || owed.act_at > now) continue;
    owed.stage = Stage::decided;
    owed.notice.decided = now;
    --room;
    notices.push_back(owed.notice);
  }
  return notices;
}

void Notices::written() {
  for (auto& [unit, owed] : owed_)
    if (owed.stage == Stage::decided) owed.stage = Stage::written;
}

std::vector<Notice> Notices::due(Instant now) {
  std::vector<Notice> notices;
  auto room = most_under_way - asked();
  for (auto& [unit, owed] : owed_) {
    if (room <= 0) break;
    const bool is_due = owed.stage == Stage::written && owed.act_at <= now;
    const bool waited_enough =
        owed.stage == Stage::decided && now - *owed.notice.decided >= writing_patience;
    if (!is_due && !waited_enough) continue;
    owed.stage = Stage::asked;
    --room;
    notices.push_back(owed.notice);
  }
  return notices;
}

std::optional<Notices::Told> Notices::sent(std::string_view unit) {
  const auto owed = owed_.find(unit);
  if (owed == owed_.end() || owed->second.stage != Stage::asked) return std::nullopt;
  const Health health = owed->second.notice.health;
  owed_.erase(owed);
  return Told{health, {}};
}

bool Notices::failed(std::string_view unit, Reached reached, Instant now) {
  const auto found = owed_.find(unit);
  if (found == owed_.end() || found->second.stage != Stage::asked) return false;
  Owed& owed = found->second;
  ++owed.tries;
  owed.act_at = now + retry_after(owed.tries);
  owed.stage = Stage::written;
  if (reached == Reached::some) owed.reached_some = true;
  if (reached == Reached::nobody) {
    owed.stage = Stage::settling;
    owed.reached_some = false;
    owed.notice.decided.reset();
  }
  // Who was killed is there again in no time.
  if (reached == Reached::unknown && owed.tries == 1) owed.act_at = now + settling;
  return owed.tries == 1;
}

std::optional<Instant> Notices::next() const {
  std::optional<Instant> next;
  if (asked() >= most_under_way) return next;
  const bool has_room = on_their_way() < most_under_way;
  for (const auto& [unit, owed] : owed_) {
    if (owed.stage == Stage::asked) continue;
    if (owed.stage == Stage::settling && !owed.may_start_again && !has_room) continue;
    const Instant at =
        owed.stage == Stage::decided ? *owed.notice.decided + writing_patience : owed.act_at;
    next = std::min(next.value_or(at), at);
  }
  return next;
}

}  // namespace sa
