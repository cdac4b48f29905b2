#pragma once

#include "core/run.h"
#include "core/unit_record.h"
#include "core/unit_status.h"

#include <cstdint>
#include <string>

namespace sa::bench {

// The log of a host of `units` units that its timers start in turn, a second apart, one in twenty
// failing with a reason. Run `number` is the same at every call.
class SampleRuns {
 public:
  explicit SampleRuns(std::uint64_t units) : units_(units) {}

  Run operator()(std::uint64_t number) const;
  std::string unit(std::uint64_t number) const;
  UnitRecord record(std::uint64_t number) const;
  UnitStatus status(std::uint64_t number) const;
  std::uint64_t units() const { return units_; }

 private:
  std::uint64_t units_;
};

}  // namespace sa::bench
