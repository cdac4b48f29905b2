#include "tests/watcher/scene.h"

#include <algorithm>

namespace sa::test {

Id128 id(std::uint8_t n) {
  Id128 id;
  id.bytes.back() = n;
  return id;
}

Instant at(std::int64_t milliseconds) {
  constexpr std::chrono::seconds zero{1795320000};
  return Instant(zero + std::chrono::milliseconds(milliseconds));
}

Scene::Scene(const Options& options) : tracker("box", options.journal) {
  tracker.triggers().set_unit(timer, service, {});
  if (options.observed) tracker.triggers().observe(timer, at(-1000));
  tracker.set_running_boot(boot_);
  if (options.watched) watch(service, options.zero_only);
}

Scene& Scene::fired(std::int64_t last_trigger, const std::string& by) {
  tracker.on(TimerChanged{by, at(last_trigger), std::nullopt, "success", at(last_trigger + 1)},
             changes);
  take();
  return *this;
}

Scene& Scene::activated(std::int64_t since, bool running, const std::string& by) {
  tracker.on(ActivatorChanged{by, running, at(since)}, changes);
  take();
  return *this;
}

Scene& Scene::queued(std::int64_t when, std::uint32_t start, const std::string& unit) {
  tracker.on(Queued{unit, start, at(when)}, changes);
  take();
  return *this;
}

Scene& Scene::dequeued(std::int64_t when, std::uint32_t start, QueueResult result,
                       const std::string& unit) {
  tracker.on(Dequeued{unit, start, result, at(when)}, changes);
  take();
  return *this;
}

Scene& Scene::journal(std::int64_t when, What what, std::uint8_t invocation, std::uint32_t start,
                      const std::string& unit) {
  tracker.on(JournalEvent{unit, id(invocation), start, at(when), boot_, std::move(what)}, changes);
  take();
  return *this;
}

Scene& Scene::journal_of_none(std::int64_t when, What what, std::uint32_t start,
                              const std::string& unit) {
  tracker.on(JournalEvent{unit, std::nullopt, start, at(when), boot_, std::move(what)}, changes);
  take();
  return *this;
}

Scene& Scene::seen(ServiceSeen seen) {
  if (seen.unit.empty()) seen.unit = service;
  if (seen.boot == Id128{}) seen.boot = boot_;
  tracker.on(seen, changes);
  take();
  return *this;
}

Scene& Scene::watch(const std::string& unit, bool zero_only) {
  tracker.watch(unit, zero_only, changes);
  take();
  return *this;
}

Scene& Scene::boot(std::uint8_t boot) {
  boot_ = id(boot);
  return *this;
}

Scene& Scene::booted(std::uint8_t boot, std::int64_t now) {
  tracker.booted(id(boot), at(now), changes);
  take();
  return *this;
}

Scene& Scene::wait(std::int64_t now) {
  tracker.overdue_questions(at(now), changes);
  take();
  return *this;
}

void Scene::take() {
  for (const Run& run : std::exchange(changes.runs, {})) {
    told_.push_back(run);
    const auto known = std::find_if(records_.begin(), records_.end(), [&](const Run& record) {
      return record.identity == run.identity;
    });
    if (known == records_.end()) {
      records_.push_back(run);
    } else {
      *known = run;
    }
  }
  for (auto& question : std::exchange(changes.ask, {})) asked_.push_back(std::move(question));
}

std::string Scene::records() const {
  return text_of(records_, frame);
}

std::string Scene::records_by_time() const {
  auto sorted = records_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Run& a, const Run& b) { return a.at < b.at; });
  return text_of(sorted, frame);
}

std::string Scene::told() {
  return text_of(std::exchange(told_, {}), frame);
}

std::string Scene::asked() {
  std::string text;
  for (const auto& question : std::exchange(asked_, {})) {
    if (!text.empty()) text += ", ";
    text += question.unit + (question.needed ? " needed" : "");
  }
  return text;
}

void whole_run(Scene& scene, std::int64_t when, std::uint8_t invocation, std::uint32_t start) {
  scene.fired(when - 10).queued(when - 5, start);
  scene.journal(when, JournalStarting{}, invocation, start);
  scene.journal(when + 100, JournalResult{Result::success}, invocation);
  scene.journal(when + 101, JournalFinished{}, invocation, start);
  scene.dequeued(when + 101, start);
}

}  // namespace sa::test
