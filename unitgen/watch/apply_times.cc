#include "unitgen/watch/apply_times.h"

#include <algorithm>

namespace sa {

void ApplyTimes::changed(Time now) {
  if (!first_change_) first_change_ = now;
  wanted_ = std::min(now + quiet, *first_change_ + patience);
}

void ApplyTimes::asked(Time now) {
  first_change_ = wanted_ = now;
}

void ApplyTimes::began(Time now) {
  last_begin_ = now;
  first_change_ = wanted_ = retry_ = std::nullopt;
}

void ApplyTimes::ended(Time now, bool is_failed) {
  if (!is_failed) {
    delay_ = first_retry;
    return;
  }
  retry_ = now + delay_;
  delay_ = std::min(delay_ * 2, last_retry);
}

std::optional<ApplyTimes::Time> ApplyTimes::due() const {
  if (!wanted_) return retry_;
  const Time wanted = retry_ ? std::min(*wanted_, *retry_) : *wanted_;
  return last_begin_ ? std::max(wanted, *last_begin_ + pause) : wanted;
}

}  // namespace sa
