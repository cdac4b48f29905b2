#pragma once

#include <algorithm>
#include <chrono>

namespace sa {

// Keeps costly work from taking more than its share of time: after work that took `cost`, the next
// may begin when `rest` times the cost is over, and not before `least` is.
class Pacer {
 public:
  using Clock = std::chrono::steady_clock;

  Pacer(double rest, Clock::duration least) : rest_(rest), least_(least) {}

  Clock::time_point next() const { return next_; }
  bool is_due(Clock::time_point now) const { return now >= next_; }

  void done(Clock::time_point began, Clock::time_point ended) {
    const auto cost = std::chrono::duration_cast<Clock::duration>((ended - began) * rest_);
    next_ = ended + std::max(least_, cost);
  }
  void retry_at(Clock::time_point when) { next_ = when; }

 private:
  double rest_;
  Clock::duration least_;
  Clock::time_point next_{};
};

}  // namespace sa
