#pragma once

#include "core/duration_spread.h"
#include "core/run.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace sa {

// What the runs of one unit in a span of time come to, in memory of a fixed size. A due instant
// that was missed and a start that a condition kept off are no runs.
class RunStats {
 public:
  static constexpr std::size_t trend_parts = 16;
  // The mean duration of the runs that began in each part of the span; nullopt: none ended.
  using Trend = std::array<std::optional<Duration>, trend_parts>;

  // From `from` on to `to`, where `from` < `to`; what began later is of the last part.
  RunStats(Instant from, Instant to) : from_(from), to_(to) {}

  void add(const Run& run);

  Instant from() const { return from_; }
  Instant to() const { return to_; }
  std::uint64_t runs() const { return runs_; }
  // Failed, or refused by systemd.
  std::uint64_t failures() const { return failures_; }
  // Of those that succeeded or failed the share that succeeded, 0 to 1; nullopt: there are none.
  std::optional<double> success_rate() const;
  // Of the runs that have ended.
  const DurationSpread& durations() const { return durations_; }
  Trend trend() const;

 private:
  struct Part {
    Duration sum{0};
    std::int64_t count = 0;
  };

  Part& part_of(Instant at);

  Instant from_;
  Instant to_;
  std::uint64_t runs_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t successes_ = 0;
  DurationSpread durations_;
  std::array<Part, trend_parts> parts_;
};

// The trend in so many characters: "▁▃█·" with "·" for nothing and the highest for the longest one.
// Empty: there is nothing in any part.
std::string sparkline(const RunStats::Trend& trend);

}  // namespace sa
