#include "core/duration_spread.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sa {
namespace {

constexpr int bits_kept = 7;
constexpr std::uint64_t buckets_per_power = 1U << (bits_kept - 1);

std::size_t bucket_of(std::uint64_t usec) {
  const int shift = std::max(0, static_cast<int>(std::bit_width(usec)) - bits_kept);
  return static_cast<std::uint64_t>(shift) * buckets_per_power + (usec >> shift);
}

std::uint64_t middle_of(std::size_t bucket) {
  if (bucket < 2 * buckets_per_power) return bucket;
  const std::uint64_t shift = bucket / buckets_per_power - 1;
  const std::uint64_t first = (bucket - shift * buckets_per_power) << shift;
  return first + (std::uint64_t{1} << (shift - 1));
}

Duration duration_of(std::uint64_t usec) {
  return Duration(static_cast<std::int64_t>(usec));
}

}  // namespace

void DurationSpread::add(Duration duration) {
  const auto usec = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
  shortest_ = count_ == 0 ? usec : std::min(shortest_, usec);
  longest_ = std::max(longest_, usec);
  if (++count_ > most_exact_) {
    become_buckets();
    count_in_bucket(usec);
  } else {
    exact_.push_back(usec);
  }
}

void DurationSpread::become_buckets() {
  for (const std::uint64_t usec : exact_) count_in_bucket(usec);
  exact_.clear();
  exact_.shrink_to_fit();
}

void DurationSpread::count_in_bucket(std::uint64_t usec) {
  const std::size_t bucket = bucket_of(usec);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
}

std::optional<Duration> DurationSpread::shortest() const {
  if (count_ == 0) return std::nullopt;
  return duration_of(shortest_);
}

std::optional<Duration> DurationSpread::longest() const {
  if (count_ == 0) return std::nullopt;
  return duration_of(longest_);
}

std::optional<Duration> DurationSpread::quantile(double share) const {
  if (count_ == 0) return std::nullopt;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t rank = std::clamp<std::uint64_t>(wanted, 1, count_);
  if (!exact_.empty()) {
    std::vector<std::uint64_t> sorted = exact_;
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::ranges::nth_element(sorted, at);
    return duration_of(*at);
  }
  std::size_t bucket = 0;
  while (rank > buckets_[bucket]) rank -= buckets_[bucket++];
  return duration_of(std::clamp(middle_of(bucket), shortest_, longest_));
}

}  // namespace sa
