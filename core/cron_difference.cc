#include "core/cron_difference.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <optional>

namespace sa {
namespace {

using Runs = std::vector<WallRun>;
using Walls = std::vector<WallInstant>;

enum class Kind { in_gap, left_out_first, left_out_second, left_out, later, twice, added };

struct Phrase {
  Kind kind;
  const char* systemd;
  const char* cron;  // "#" stands for it or them
};

constexpr std::array<Phrase, 7> phrases = {
    {{Kind::in_gap, "left out", "would make # at "},
     {Kind::left_out_first, "left out the first time", "would make # then"},
     {Kind::left_out_second, "left out the second time", "would make # both times"},
     {Kind::left_out, "left out", "would make #"},
     {Kind::later, "made the second time", "would make # the first time"},
     {Kind::twice, "made twice", "would make # once"},
     {Kind::added, "made", "would not make #"}}};

Runs without(const Runs& runs, const Runs& others) {
  Runs rest;
  std::set_difference(runs.begin(), runs.end(), others.begin(), others.end(),
                      std::back_inserter(rest));
  return rest;
}

bool has_wall(const Runs& runs, WallInstant wall) {
  return std::any_of(runs.begin(), runs.end(),
                     [wall](const WallRun& run) { return run.wall == wall; });
}

Kind kind_of_left_out(const CronDifference& difference, const WallRun& run) {
  const ClockStep& step = difference.step;
  if (run.wall < step.odd_begin() || run.wall >= step.odd_end()) return Kind::left_out;
  if (step.is_forward()) return Kind::in_gap;
  if (run.at >= step.at) return Kind::left_out_second;
  return has_wall(difference.added, run.wall) ? Kind::later : Kind::left_out_first;
}

// nullopt: it is told with what is left out.
std::optional<Kind> kind_of_added(const CronDifference& difference, const WallRun& run) {
  const ClockStep& step = difference.step;
  if (has_wall(difference.left_out, run.wall)) return std::nullopt;
  const bool again = !step.is_forward() && run.at >= step.at && run.wall < step.odd_end();
  return again ? Kind::twice : Kind::added;
}

Walls walls_of(const CronDifference& difference, Kind kind) {
  Walls walls;
  for (const WallRun& run : difference.left_out) {
    if (kind_of_left_out(difference, run) == kind) walls.push_back(run.wall);
  }
  for (const WallRun& run : difference.added) {
    if (kind_of_added(difference, run) == kind) walls.push_back(run.wall);
  }
  return walls;
}

// "02:30", "02:30:15"
std::string clock_text(WallInstant wall) {
  const std::chrono::hh_mm_ss time{wall - std::chrono::floor<std::chrono::days>(wall)};
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(),
                time.seconds().count() == 0 ? "%02d:%02d" : "%02d:%02d:%02d",
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::string runs_text(const Walls& walls) {
  const std::string first = clock_text(walls.front());
  const std::string last = clock_text(walls.back());
  if (walls.size() == 1) return "the run of " + first + " is ";
  if (walls.size() == 2) return "the runs of " + first + " and " + last + " are ";
  return "the " + std::to_string(walls.size()) + " runs from " + first + " to " + last + " are ";
}

std::string sentence(const ClockStep& step, const Phrase& phrase, const Walls& walls) {
  std::string cron = phrase.cron;
  cron.replace(cron.find('#'), 1, walls.size() == 1 ? "it" : "them");
  if (phrase.kind == Kind::in_gap) cron += clock_text(step.wall_at(step.at));
  return runs_text(walls) + phrase.systemd + ", cron " + cron;
}

}  // namespace

CronDifference difference_of(const ClockStep& step, const std::vector<WallRun>& systemd,
                             const std::vector<WallRun>& cron) {
  return {step, without(cron, systemd), without(systemd, cron)};
}

std::string to_string(const CronDifference& difference) {
  std::string out;
  for (const Phrase& phrase : phrases) {
    const Walls walls = walls_of(difference, phrase.kind);
    if (walls.empty()) continue;
    if (!out.empty()) out += "; ";
    out += sentence(difference.step, phrase, walls);
  }
  return out;
}

}  // namespace sa
