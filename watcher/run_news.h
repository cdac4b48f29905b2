#pragma once

#include "core/run.h"

#include <deque>
#include <set>

namespace sa {

// What those who listen are told of runs that were written: that each began, once, and how it
// ended, again where more became known later. Pure.
class RunNews {
 public:
  struct News {
    bool began = false;
    bool ended = false;
  };
  // Somebody listens from now on; what began before began unheard.
  void listen(Instant now) { since_ = now; }
  News of(const Run& run);

 private:
  static constexpr std::size_t most_remembered = 10'000;

  Instant since_;
  std::set<Id128> began_;  // of those that was told
  std::deque<Id128> in_order_;
};

}  // namespace sa
