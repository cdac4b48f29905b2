#pragma once

#include "core/change.h"
#include "core/run.h"

#include <optional>
#include <vector>

namespace sa {

// Whom a run is owed to that was started through sa-control: it tells the journal right after it
// asked systemd, so the run of the unit that began within seconds of that is the one. Pure.
class StartedBy {
 public:
  void add(const Change& run);
  // Sets the trigger of a run that somebody started, with his name. False: it is as it was.
  bool complete(Run& run);

 private:
  struct Start {
    Change change;
    std::optional<Id128> run;  // that it was found to be
  };
  std::vector<Start> starts_;  // the newest few
};

}  // namespace sa
