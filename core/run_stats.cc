#include "core/run_stats.h"

#include <algorithm>
#include <string_view>

namespace sa {
namespace {

constexpr std::string_view nothing = "·";
constexpr std::array<std::string_view, 8> bars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

std::string_view bar_of(Duration value, Duration longest) {
  if (longest <= Duration(0)) return bars.front();
  const double share = static_cast<double>(value.count()) / static_cast<double>(longest.count());
  const auto step = static_cast<std::size_t>(share * static_cast<double>(bars.size()));
  return bars.at(std::min(step, bars.size() - 1));
}

}  // namespace

RunStats::Part& RunStats::part_of(Instant at) {
  const double share =
      static_cast<double>((at - from_).count()) / static_cast<double>((to_ - from_).count());
  const double last = static_cast<double>(trend_parts - 1);
  const double part = share * static_cast<double>(trend_parts);
  return parts_.at(static_cast<std::size_t>(std::clamp(part, 0.0, last)));
}

void RunStats::add(const Run& run) {
  if (run.state == State::missed || run.state == State::skipped) return;
  ++runs_;
  if (run.state == State::failed || run.state == State::refused) ++failures_;
  if (run.state == State::succeeded) ++successes_;
  if (!run.began || !run.ended) return;
  const Duration duration = std::max(*run.ended - *run.began, Duration(0));
  durations_.add(duration);
  Part& part = part_of(run.at);
  part.sum += duration;
  ++part.count;
}

std::optional<double> RunStats::success_rate() const {
  const std::uint64_t judged = successes_ + failures_;
  if (judged == 0) return std::nullopt;
  return static_cast<double>(successes_) / static_cast<double>(judged);
}

RunStats::Trend RunStats::trend() const {
  Trend trend;
  for (std::size_t i = 0; i < trend_parts; ++i)
    if (parts_[i].count > 0) trend[i] = parts_[i].sum / parts_[i].count;
  return trend;
}

std::string sparkline(const RunStats::Trend& trend) {
  const auto longest = *std::ranges::max_element(trend);
  if (!longest) return "";
  std::string line;
  for (const auto& value : trend) line += value ? bar_of(*value, *longest) : nothing;
  return line;
}

}  // namespace sa
