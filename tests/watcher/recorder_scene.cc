#include "tests/watcher/recorder_scene.h"

#include "store/run_reader.h"

#include <utility>

namespace sa::test {

RecorderScene::RecorderScene(const std::filesystem::path& place) : place_(place) {
  std::filesystem::create_directories(place_ / "units");
  write_unit(service, "[Service]\nType=oneshot\nExecStart=/bin/true\n");
  start(year);
}

RecorderScene::RecorderScene(std::unique_ptr<Directory> own) : RecorderScene(own->path()) {
  own_ = std::move(own);
}

RecorderScene::~RecorderScene() {
  recorder.reset();
}

void RecorderScene::start(std::int64_t now) {
  store_ = std::make_unique<RunWriter>(place_ / "store", std::size_t{1} << 24);
  status_ = std::make_unique<StatusWriter>(place_ / "status");
  const Recorder::Parts parts{*store_, *status_, zones_};
  recorder = std::make_unique<Recorder>(parts, "box", id(1), RunTracker::Journal::heard);
  recorder->restore(at(now));
}

void RecorderScene::restart(std::int64_t now) {
  recorder.reset();
  status_.reset();
  store_.reset();
  start(now);
}

void RecorderScene::list(const std::vector<std::string>& timers,
                         const std::vector<std::string>& active) {
  Listed listed;
  for (const auto& name : timers) listed.units.push_back({name, true, true});
  for (const auto& name : active) listed.units.push_back({name, true, true});
  listed.unit_path = {(place_ / "units").string()};
  listed.boot_finished = at(-1'000'000);
  tell(listed, 0);
}

void RecorderScene::list_all() {
  list({timer});
  tell(hourly(), 0);
}

void RecorderScene::journal(std::int64_t when, decltype(JournalEvent::what) what,
                            std::uint8_t invocation, std::uint32_t start, const std::string& unit) {
  const auto known = invocation == 0 ? std::nullopt : std::optional(id(invocation));
  recorder->take(JournalEvent{unit, known, start, at(when), id(1), std::move(what)});
}

TimerSeen RecorderScene::hourly(std::optional<std::int64_t> last_trigger, const std::string& name,
                                const std::string& unit) {
  TimerSeen seen;
  seen.timer = name;
  seen.loaded = true;
  seen.active = true;
  seen.unit = unit;
  seen.schedule = {"OnCalendar=*-*-* *:00:00 UTC"};
  if (last_trigger) seen.last_trigger = at(*last_trigger);
  seen.next_elapse = at(3'600'000);
  seen.active_since = at(-1'000'000);
  seen.accuracy = std::chrono::seconds(1);
  seen.result = "success";
  seen.heard = at(last_trigger.value_or(0));
  return seen;
}

void RecorderScene::begin(std::int64_t when, std::uint8_t invocation) {
  tell(TimerChanged{timer, at(when - 10), std::nullopt, "success", at(when - 9)}, when);
  tell(Queued{service, invocation, at(when - 5)}, when);
  journal(when, JournalStarting{}, invocation, invocation);
}

void RecorderScene::end(std::int64_t when, std::uint8_t invocation) {
  journal(when + 100, JournalResult{Result::success}, invocation);
  journal(when + 101, JournalFinished{}, invocation, invocation);
  tell(Dequeued{service, invocation, QueueResult::done, at(when + 102)}, when + 102);
  tell(TimerChanged{timer, at(when - 10), at(3'600'000), "success", at(when + 103)}, when + 103);
}

void RecorderScene::write_unit(const std::string& name, const std::string& text) const {
  write_file(place_ / "units" / name, text);
}

void RecorderScene::remove_unit(const std::string& name) const {
  std::filesystem::remove(place_ / "units" / name);
}

std::string RecorderScene::records() const {
  std::string text;
  RunReader(place_ / "store").visit_runs({}, Order::oldest_first, [&](const Run& run) {
    text += text_of(run, frame) + "\n";
    return Visit::go_on;
  });
  return text;
}

std::string RecorderScene::rows() const {
  std::string text;
  for (const auto& row : read_status(place_ / "status").status.units) text += row_text(row, frame);
  return text;
}

std::string RecorderScene::asked() {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : ", ") + word; };
  const auto questions = recorder->take_questions();
  if (questions.list) add("list");
  for (const auto& name : questions.timers) add("timer " + name);
  for (const auto& question : questions.services)
    add(question.unit + (question.needed ? " needed" : ""));
  for (const auto& name : questions.follow) add("follow " + name);
  for (const auto& name : questions.open) add("open " + name);
  for (const auto& name : questions.activators) add("activator " + name);
  for (const auto& name : questions.follow_activators) add("follow " + name);
  for (const auto& name : questions.leave_activators) add("leave " + name);
  return text;
}

}  // namespace sa::test
