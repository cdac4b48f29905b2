#include "tests/core/outlook_scene.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sa {
namespace {

using namespace std::chrono_literals;

constexpr Duration period = 1h;

Instant due_after(Instant at) {
  return Instant((at.time_since_epoch() / period + 1) * period);
}

}  // namespace

OutlookScene::OutlookScene() : now_(Instant(period) + 10s), served_(now_), succeeded_(now_) {
  owed_.has_timer = true;
  owed_.allowance = 5s;
  owed_.deadline = 30min;
  owed_.min_runtime = 5s;
  owed_.max_runtime = 10min;
  owe();
}

Health OutlookScene::health() const {
  return verdict_at(outlook_of(owed_, runs_), now_).health;
}

bool OutlookScene::is_running() const {
  return runs_.newest && runs_.newest->state == State::running;
}

bool OutlookScene::is_over() const {
  return runs_.newest && is_ended(runs_.newest->state) && !runs_.remains_active;
}

// A pause takes the due instants up to its end away.
void OutlookScene::owe() {
  const auto& pause = owed_.paused;
  const auto first = [&](Instant after) {
    return due_after(pause ? std::max(after, *pause->until) : after);
  };
  owed_.absorbed.reset();
  if (is_running()) owed_.absorbed = first(runs_.newest->began.value());
  owed_.next_due = is_running() ? owed_.absorbed : first(served_);
  owed_.unsucceeded.reset();
  if (owed_.deadline) owed_.unsucceeded = first(succeeded_);
}

void OutlookScene::serve() {
  served_ = now_;
}

Run& OutlookScene::start(State state) {
  Run run;
  run.unit = "backup.service";
  run.state = state;
  run.at = now_;
  if (state == State::running) run.began = now_;
  if (due_after(served_) <= now_) run.due = due_after(now_) - period;
  serve();
  runs_.surplus = false;
  return runs_.newest.emplace(std::move(run));
}

void OutlookScene::finish(State state, Duration lasted) {
  Run& run = *runs_.newest;
  now_ = std::max(now_, *run.began + lasted);
  run.state = state;
  run.ended = now_;
  if (state == State::failed) ++runs_.consecutive_failures;
  if (state == State::succeeded) {
    runs_.consecutive_failures = 0;
    succeeded_ = now_;
  }
  runs_.last_ended = run;
}

// Each returns whether it can happen.
struct SceneEvents {
  using Scene = OutlookScene;

  static bool begin(Scene& scene) {
    if (scene.is_running() || scene.runs_.remains_active) return false;
    scene.start(State::running);
    return true;
  }
  static bool begin_again(Scene& scene) {
    if (!scene.is_over() || !scene.runs_.newest->due) return false;
    const auto due = scene.runs_.newest->due;
    scene.start(State::running).due = due;
    scene.runs_.surplus = true;
    return true;
  }
  template <State state>
  static bool end(Scene& scene) {
    if (!scene.is_running()) return false;
    scene.finish(state, 10s);
    return true;
  }
  static bool end_too_soon(Scene& scene) {
    if (!scene.is_running() || scene.now_ - *scene.runs_.newest->began >= 5s) return false;
    scene.finish(State::succeeded, 1s);
    return true;
  }
  static bool remain_active(Scene& scene) {
    return end<State::succeeded>(scene) && (scene.runs_.remains_active = true);
  }
  static bool stop(Scene& scene) { return std::exchange(scene.runs_.remains_active, false); }
  static bool skip(Scene& scene) {
    if (scene.is_running() || scene.runs_.remains_active) return false;
    scene.start(State::skipped);
    return true;
  }
  static bool refuse(Scene& scene) {
    if (scene.is_running() || scene.runs_.remains_active) return false;
    scene.start(State::refused);
    ++scene.runs_.consecutive_failures;
    return true;
  }
  static bool hit_start_limit(Scene& scene) {
    return refuse(scene) && (scene.runs_.newest->result = Result::start_limit_hit);
  }
  static bool drop_runs(Scene& scene) {
    if (!scene.is_over()) return false;
    scene.runs_.newest.reset();
    scene.runs_.last_ended.reset();
    scene.runs_.surplus = false;
    return true;
  }
  static bool set_dead(Scene& scene) {
    if (!scene.owed_.dead_timer.empty()) return false;
    scene.owed_.dead_timer = "backup.timer";
    return true;
  }
  static bool revive(Scene& scene) { return !std::exchange(scene.owed_.dead_timer, "").empty(); }
  static bool pause(Scene& scene) {
    if (scene.owed_.paused) return false;
    scene.owed_.paused = PausedSpan{.by = "alice", .at = scene.now_, .until = scene.now_ + period};
    return true;
  }
  static bool resume(Scene& scene) {
    if (!scene.owed_.paused) return false;
    scene.owed_.paused.reset();
    scene.serve();
    scene.succeeded_ = scene.now_;
    return true;
  }
  static bool retire(Scene& scene) {
    scene.owed_.retired = Retirement{.by = "alice", .at = scene.now_};
    return true;
  }
  static bool unretire(Scene& scene) {
    if (!scene.owed_.retired) return false;
    scene.owed_.retired.reset();
    scene.serve();
    scene.succeeded_ = std::max(scene.succeeded_, scene.now_);
    return true;
  }
  static bool change_schedule(Scene& scene) {
    scene.serve();
    scene.succeeded_ = scene.now_;
    return true;
  }
  static bool lift_limits(Scene& scene) {
    if (!scene.owed_.deadline) return false;
    scene.owed_.deadline = scene.owed_.min_runtime = scene.owed_.max_runtime = std::nullopt;
    scene.owed_.grace = 2h;
    return true;
  }
  static bool set_limits(Scene& scene) {
    if (scene.owed_.deadline) return false;
    const Expectation fresh = OutlookScene().owed_;
    scene.owed_.deadline = fresh.deadline;
    scene.owed_.min_runtime = fresh.min_runtime;
    scene.owed_.max_runtime = fresh.max_runtime;
    scene.owed_.grace = fresh.grace;
    return true;
  }
  template <std::uint32_t failures>
  static bool alert_after(Scene& scene) {
    return std::exchange(scene.owed_.alert_after, failures) != failures;
  }
  // When something may change, whatever hides it.
  static std::vector<Instant> turns(const Scene& scene) {
    const Expectation& owed = scene.owed_;
    std::vector<Instant> instants;
    const auto add = [&](const std::optional<Instant>& from, const std::optional<Duration>& after) {
      if (from && after && *from + *after > scene.now_) instants.push_back(*from + *after);
    };
    add(owed.next_due, owed.allowance);
    add(owed.next_due, owed.allowance + owed.grace);
    add(owed.unsucceeded, owed.deadline);
    if (scene.is_running()) add(scene.runs_.newest->began, owed.max_runtime);
    return instants;
  }
  static bool pass_time(Scene& scene) {
    const auto instants = turns(scene);
    if (instants.empty()) return false;
    scene.now_ = std::ranges::min(instants);
    return true;
  }
  static bool pass_long_time(Scene& scene) {
    const auto instants = turns(scene);
    if (instants.empty()) return false;
    scene.now_ = std::ranges::max(instants);
    return true;
  }
};

namespace {

struct Event {
  std::string_view words;
  bool (*happen)(OutlookScene&);
};

constexpr std::array all_events{
    Event{"time passes", SceneEvents::pass_time},
    Event{"nobody looks for long", SceneEvents::pass_long_time},
    Event{"begins", SceneEvents::begin},
    Event{"begins once more", SceneEvents::begin_again},
    Event{"succeeds", SceneEvents::end<State::succeeded>},
    Event{"fails", SceneEvents::end<State::failed>},
    Event{"is interrupted", SceneEvents::end<State::interrupted>},
    Event{"succeeds too soon", SceneEvents::end_too_soon},
    Event{"remains active", SceneEvents::remain_active},
    Event{"is stopped", SceneEvents::stop},
    Event{"is skipped", SceneEvents::skip},
    Event{"is refused", SceneEvents::refuse},
    Event{"hits the start limit", SceneEvents::hit_start_limit},
    Event{"timer dies", SceneEvents::set_dead},
    Event{"timer revives", SceneEvents::revive},
    Event{"paused", SceneEvents::pause},
    Event{"resumed", SceneEvents::resume},
    Event{"retired", SceneEvents::retire},
    Event{"unretired", SceneEvents::unretire},
    Event{"schedule changes", SceneEvents::change_schedule},
    Event{"limits are lifted", SceneEvents::lift_limits},
    Event{"limits are set", SceneEvents::set_limits},
    Event{"alert-after 2", SceneEvents::alert_after<2>},
    Event{"alert-after 1", SceneEvents::alert_after<1>},
    Event{"log drops its runs", SceneEvents::drop_runs},
};

}  // namespace

bool OutlookScene::happens(std::string_view event) {
  const auto* const found = std::ranges::find(all_events, event, &Event::words);
  if (found == all_events.end() || !found->happen(*this)) return false;
  owe();
  return true;
}

std::vector<std::string_view> OutlookScene::events() {
  std::vector<std::string_view> words;
  for (const Event& event : all_events) words.push_back(event.words);
  return words;
}

std::string OutlookScene::likeness() const {
  std::string text;
  const auto add = [&](auto number) { text += std::to_string(number) + ' '; };
  const auto add_instant = [&](const std::optional<Instant>& at) {
    at ? add((*at - now_).count()) : add(-1);
  };
  for (const auto& run : {runs_.newest, runs_.last_ended}) {
    add(run ? static_cast<int>(run->state) : -1);
    if (!run) continue;
    add(run->result == Result::start_limit_hit);
    add(run->due.has_value());
    add_instant(run->began);
    add_instant(run->ended);
  }
  for (const Instant at : {served_, succeeded_, due_after(now_)}) add_instant(at);
  add_instant(owed_.paused ? owed_.paused->until : std::nullopt);
  add_instant(owed_.retired ? std::optional(owed_.retired->at) : std::nullopt);
  for (const bool holds :
       {runs_.remains_active, runs_.surplus, owed_.dead_timer.empty(), owed_.deadline.has_value()})
    add(holds);
  add(std::min(runs_.consecutive_failures, 2U));
  add(owed_.alert_after);
  return text;
}

}  // namespace sa
