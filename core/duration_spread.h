#pragma once

#include "core/instant.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sa {

// How many durations are spread, however many there are: at most 15 kB. The shortest and the
// longest are exact; so is all else of the first thousand, and beyond that right to 0.8 %. Negative
// durations (the clock was put back) count as zero.
class DurationSpread {
 public:
  void add(Duration duration);

  std::uint64_t count() const { return count_; }
  // nullopt: there are no durations.
  std::optional<Duration> shortest() const;
  std::optional<Duration> longest() const;
  // The shortest one that is not exceeded by `share` (0 to 1) of all: 0.5 for the median, of an
  // even number the lower one of the two in the middle.
  std::optional<Duration> quantile(double share) const;

 private:
  static constexpr std::size_t most_exact_ = 1000;

  void count_in_bucket(std::uint64_t usec);
  void become_buckets();

  std::uint64_t count_ = 0;
  std::uint64_t shortest_ = 0;
  std::uint64_t longest_ = 0;
  std::vector<std::uint64_t> exact_;  // in the order of add(); empty once there are buckets
  // Each as wide as 1/64 of the power of two below it, as far as the longest one.
  std::vector<std::uint32_t> buckets_;
};

}  // namespace sa
