#pragma once

#include "core/outlook.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A unit whose timer is due each hour (allowance 5 s, grace 1 min, deadline 30 min, runtime between
// 5 s and 10 min) and to which something happens. Keeps the expectation and the runs as the watcher
// does. It begins ten seconds after its timer was started, which was at a due instant.
class OutlookScene {
 public:
  OutlookScene();

  Health health() const;
  // False: that cannot happen now, and nothing did.
  bool happens(std::string_view event);
  // All that can happen to a unit.
  static std::vector<std::string_view> events();
  // The same for two scenes in which the same happens from now on.
  std::string likeness() const;

 private:
  friend struct SceneEvents;
  void owe();
  void serve();
  Run& start(State state);
  void finish(State state, Duration lasted);
  bool is_running() const;
  bool is_over() const;

  Expectation owed_;
  RecentRuns runs_;
  Instant now_, served_, succeeded_;
};

}  // namespace sa
