#pragma once

#include <chrono>
#include <optional>

namespace sa {

// When to apply, of what changes when. Pure; all times are of one steady clock.
class ApplyTimes {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Span = std::chrono::steady_clock::duration;

  static constexpr Span quiet = std::chrono::milliseconds(200);  // after the last of many changes
  static constexpr Span patience = std::chrono::seconds(1);      // with changes that do not end
  static constexpr Span pause = std::chrono::seconds(2);         // from one apply to the next
  static constexpr Span first_retry = std::chrono::seconds(10);  // after one that failed
  static constexpr Span last_retry = std::chrono::minutes(5);

  // Something changed, or changed again.
  void changed(Time now);
  // Somebody asks for it: at once, but for the pause.
  void asked(Time now);
  void began(Time now);
  void ended(Time now, bool is_failed);

  bool is_waiting() const { return wanted_.has_value(); }
  // When the next apply begins, not before a running one has ended; nullopt: none is wanted.
  std::optional<Time> due() const;

 private:
  std::optional<Time> first_change_, wanted_, retry_, last_begin_;
  Span delay_ = first_retry;
};

}  // namespace sa
