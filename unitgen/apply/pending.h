#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sa {

// What is still to be done once the unit files are changed. It is written down before the first of
// them changes, so that an apply that was killed is completed by the next.
struct Pending {
  std::set<std::string> stop;       // units that were removed, or are not started any more
  std::set<std::string> start;      // new timers and daemons
  std::set<std::string> restart;    // daemons that changed, if they run
  std::set<std::string> revive;     // timers of jobs that changed, if they failed
  std::set<std::string> forgotten;  // removed units, whose failure is nobody's any more
  std::set<std::string> links;      // units whose links are made or removed
  std::set<std::string> scripts;    // script files to remove
  bool empty() const;
  friend bool operator==(const Pending&, const Pending&) = default;
};

// What is left to do after `before` was not finished and `now` came up. `now` wins.
Pending merged(Pending before, const Pending& now);

// One line a thing to do: "start sa-garbo.timer".
std::string pending_text(const Pending& pending);
// Lines that are none are left out: a note of another version.
Pending read_pending(std::string_view text);

}  // namespace sa
