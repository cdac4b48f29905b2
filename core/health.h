#pragma once

#include "core/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The verdict on a unit at an instant, worst first; the worst that holds is shown (interface of `sa
// status`).
enum class Health : std::uint8_t {
  broken,
  failed,
  overdue,
  overrunning,
  late,
  suspect,
  running,
  ok,
  waiting,
  paused,
  retired,
  stale
};

std::string_view to_string(Health health);
std::optional<Health> parse_health(std::string_view word);

// True for what makes `sa` exit with 1: what the Nagios plugin calls WARNING or worse.
bool is_unwell(Health health);

struct Verdict {
  Health health = Health::waiting;
  std::string reason;            // in words; empty when there is nothing to say
  std::optional<Instant> since;  // when it became so; nullopt: not known
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// A verdict that takes over at an instant if nothing happens until then.
struct HealthChange {
  Instant at;
  Verdict verdict;
  friend bool operator==(const HealthChange&, const HealthChange&) = default;
};

// All that a reader needs to judge a unit without a calendar: compare instants with the clock.
struct Outlook {
  Verdict verdict;                    // holds until the first change
  std::vector<HealthChange> changes;  // ascending by `at`
  friend bool operator==(const Outlook&, const Outlook&) = default;
};

// The verdict at `now`: of the last change that is not after it, else the first one.
const Verdict& verdict_at(const Outlook& outlook, Instant now);

}  // namespace sa
