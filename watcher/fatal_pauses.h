#pragma once

#include "core/unit_facts.h"
#include "core/unit_record.h"
#include "core/unit_status.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sa {

// Timers that are to be paused because a run of their service failed fatally (FatalExitStatus= and
// OnFatal=pause): each once for such a run, whatever anybody does with it afterwards. Pure.
class FatalPauses {
 public:
  // The unit as it is; `timers`: those of its timers that are loaded. An answer is the run for
  // which nothing is left to be done, for the unit's record.
  std::optional<Id128> look(const UnitStatus& row, const UnitRecord& record, const RunRules& rules,
                            const std::vector<std::string>& timers, Instant now);

  struct Wish {
    std::string unit, timer, reason;
    friend bool operator==(const Wish&, const Wish&) = default;
  };
  // They are under way from now on.
  std::vector<Wish> due(Instant now);
  // It is paused, or never will be. Then look at the unit again.
  void done(const std::string& timer);
  // True when this is its first failure.
  bool failed(const std::string& timer, Instant now);
  std::optional<Instant> next() const;

 private:
  struct Wanted {
    Wish wish;
    Id128 run;
    Instant act_at;
    bool under_way = false;
    std::uint32_t tries = 0;
  };
  void drop(const std::string& unit);

  std::map<std::string, Wanted> wanted_;            // by timer
  std::map<std::string, Id128, std::less<>> done_;  // by timer, for which run
};

}  // namespace sa
