#include "check/judgement.h"

#include "check/plugin_text.h"
#include "core/local_time.h"
#include "core/time_span.h"

#include <algorithm>
#include <string_view>

namespace sa {
namespace {

// "02:00", or "2026-11-21 02:00" where that is another day.
std::string minute_words(Instant instant, Instant now) {
  constexpr std::size_t date_size = 10, minute_size = 16;
  const std::string text = local_second(instant).substr(0, minute_size);
  const bool today = local_second(now).starts_with(text.substr(0, date_size));
  return today ? text.substr(date_size + 1) : text;
}

// Whether the verdict is that no run began, so that next_due is what the unit is late for.
bool owes_a_run(const UnitStatus& unit, const Verdict& verdict) {
  if (!unit.next_due || !unit.expected_by || !verdict.since) return false;
  if (verdict.health == Health::overdue) return verdict.since == unit.expected_by;
  return verdict.health == Health::late && verdict.since >= unit.next_due &&
         verdict.since <= unit.expected_by;
}

// ": backup.timer is stopped": why no run began, which ends the reason where it is known.
std::string_view cause_in(std::string_view reason) {
  return reason.substr(std::min(reason.find(": "), reason.size()));
}

std::string health_words(const UnitStatus& unit, const Verdict& verdict, Instant now) {
  std::string words(to_string(verdict.health));
  if (!owes_a_run(unit, verdict))
    return verdict.reason.empty() ? words : words + ", " + one_line(in_local_zone(verdict.reason));
  const auto delay = std::chrono::floor<std::chrono::seconds>(now - *unit.next_due);
  words += " by " + time_span(delay) + " (due " + minute_words(*unit.next_due, now);
  if (unit.grace) words += ", grace " + time_span(*unit.grace);
  return words + ")" + one_line(in_local_zone(cause_in(verdict.reason)));
}

bool is_older(const std::optional<Duration>& age, const std::optional<Duration>& limit) {
  return limit && (!age || *age > *limit);
}

NagiosState age_state(const std::optional<Duration>& age, const CheckOptions& options) {
  if (is_older(age, options.critical_age)) return NagiosState::critical;
  if (is_older(age, options.warning_age)) return NagiosState::warning;
  return NagiosState::ok;
}

// The limit that was passed, or the first that will be.
Duration limit_of(const CheckOptions& options, NagiosState state) {
  if (state == NagiosState::critical || !options.warning_age) return *options.critical_age;
  return *options.warning_age;
}

std::string age_words(const std::optional<Duration>& age, Duration limit) {
  if (!age) return "has no known success";
  return "last succeeded " + time_span(*age) + " ago (at most " + time_span(limit) + ")";
}

// Nothing is expected of these, whatever is judged.
bool owes_nothing(Health health) {
  return health == Health::paused || health == Health::retired;
}

// What --state says of the health goes on beside the age.
void judge_by_age(Judgement& judged, const UnitStatus& unit, const CheckOptions& options,
                  Instant now) {
  const auto age = age_of(unit, now);
  const NagiosState by_age = age_state(age, options);
  const bool named = options.states.contains(judged.health);
  judged.state = named ? worse_of(by_age, judged.state) : by_age;
  const Duration limit = limit_of(options, by_age);
  if (by_age != NagiosState::ok) {
    const std::string why = judged.health == Health::ok ? "" : ": " + judged.words;
    judged.words = age_words(age, limit) + why;
  } else if (judged.state == NagiosState::ok) {
    judged.words = age_words(age, limit);
    judged.summary = "succeeded within " + time_span(limit);
  }
}

}  // namespace

std::optional<Duration> age_of(const UnitStatus& unit, Instant now) {
  if (!unit.last_success) return std::nullopt;
  return std::max(now - *unit.last_success, Duration(0));
}

Judgement judgement_of(const UnitStatus& unit, const CheckOptions& options, Instant now) {
  const Verdict& verdict = verdict_at(unit.outlook, now);
  Judgement judged;
  judged.health = verdict.health;
  judged.state = state_of(verdict.health, options);
  judged.words = health_words(unit, verdict, now);
  judged.summary = to_string(verdict.health);
  if (options.judges_age() && !owes_nothing(verdict.health))
    judge_by_age(judged, unit, options, now);
  return judged;
}

}  // namespace sa
