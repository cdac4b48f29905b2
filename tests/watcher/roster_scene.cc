#include "tests/watcher/roster_scene.h"

namespace sa::test {
namespace {

std::string reason_of(State state) {
  if (state == State::refused) return "a dependency failed";
  if (state == State::skipped) return "an unmet condition check";
  return state == State::interrupted ? "stopped" : "";
}

}  // namespace

Run RosterScene::take(Run run) {
  roster.take(run);
  return run;
}

std::string RosterScene::row(std::int64_t now) {
  return row_text(roster.row(service, at(now)), frame);
}

std::string RosterScene::due_of(const Run& run) const {
  return run.due ? text_of(*run.due, frame) : "none";
}

std::string RosterScene::changed() {
  std::string text;
  for (const auto& unit : roster.take_changed()) text += unit + " ";
  return text;
}

std::string RosterScene::stuck() {
  std::string text;
  for (const auto& name : roster.take_stuck_timers()) text += name + " ";
  return text;
}

TimerSeen daily_timer() {
  TimerSeen seen;
  seen.timer = timer;
  seen.loaded = true;
  seen.active = true;
  seen.unit = service;
  seen.schedule = {"OnCalendar=*-*-* 05:00:00 UTC"};
  seen.active_since = at(-hour);
  seen.next_elapse = at(hour);
  seen.accuracy = std::chrono::minutes(1);
  seen.result = "success";
  seen.heard = at(0);
  return seen;
}

TimerSeen monotonic_timer() {
  TimerSeen seen = daily_timer();
  seen.timer = "every.timer";
  seen.schedule = {"OnUnitActiveSec=1h"};
  seen.next_elapse = at(hour / 2);
  return seen;
}

Run timer_run(std::uint8_t identity, std::int64_t began, State state) {
  Run run;
  run.identity = id(identity);
  run.unit = service;
  run.state = state;
  run.trigger = {TriggerType::timer, timer, at(began), false};
  run.at = at(began);
  run.reason = reason_of(state);
  if (state != State::skipped && state != State::refused) run.began = at(began);
  if (run.began && state != State::running) run.ended = at(began + 10'000);
  if (state != State::failed) return run;
  run.result = Result::exit_code;
  run.exit_status = 3;
  return run;
}

}  // namespace sa::test
