#pragma once

#include <algorithm>
#include <chrono>

namespace sa {

// How many questions that only make a record more exact may be asked: a burst, then a
// few a second. A host whose timers fire together on the hour has them all answered; in a storm
// hardly any is asked, so that PID 1 and the bus carry no more than lean listening costs.
class QuestionBudget {
 public:
  using Clock = std::chrono::steady_clock;

  // True when a question may be asked at `now`, which is then counted.
  bool take(Clock::time_point now) {
    const std::chrono::duration<double> passed = now - filled_;
    left_ = std::min(most_at_once, left_ + passed.count() * per_second);
    filled_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  static constexpr double most_at_once = 300;
  static constexpr double per_second = 5;
  double left_ = most_at_once;
  Clock::time_point filled_{};
};

}  // namespace sa
