// Random events that make no sense: whatever comes of them, no record is impossible.

#include "tests/watcher/scene.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using Random = std::mt19937;

int pick(Random& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(random);
}

class Nonsense {
 public:
  explicit Nonsense(unsigned seed) : random_(seed) {
    for (const auto& unit : units)
      if (chance()) tracker_.watch(unit, chance(), changes_);
    tracker_.triggers().set_unit("a.timer", "a.service", {});
    tracker_.triggers().set_unit("b.timer", "group.target", {"a.service", "b.service"});
  }

  void go(int events) {
    for (int i = 0; i < events; ++i) {
      tracker_.on(event(), changes_);
      if (pick(random_, 0, 50) == 0) tracker_.booted(id(two()), instant(), changes_);
      if (pick(random_, 0, 10) == 0) tracker_.overdue_questions(instant(), changes_);
      if (pick(random_, 0, 50) == 0) tracker_.forget_unwatched(instant());
      if (pick(random_, 0, 50) == 0) tracker_.watch(unit(), chance(), changes_);
      check();
    }
  }

  // One more whole run of each unit, of another boot: whatever went on before is over then.
  void end() {
    for (const auto& unit : units) {
      tracker_.watch(unit, false, changes_);
      tell(unit, 100, JournalStarting{}, 2000000);
      tell(unit, 100, JournalResult{Result::success}, 2000001);
    }
    check();
    for (const auto& [identity, run] : records_)
      EXPECT_NE(run.state, State::running) << text_of(run, {at(0), id(1)});
  }

 private:
  const std::vector<std::string> units = {"a.service", "b.service", "c.service", "a.timer"};

  bool chance() { return pick(random_, 0, 1) == 1; }
  std::uint8_t two() { return static_cast<std::uint8_t>(pick(random_, 1, 2)); }
  std::string unit() { return units[static_cast<std::size_t>(pick(random_, 0, 3))]; }
  Instant instant() { return at(pick(random_, 0, 100000)); }
  std::uint32_t start() { return static_cast<std::uint32_t>(pick(random_, 0, 6)); }
  // An invocation is of one unit. The tracker has the newest few in mind.
  Id128 invocation(const std::string& of) {
    Id128 id = sa::test::id(static_cast<std::uint8_t>(pick(random_, 1, 3)));
    id.bytes.front() = static_cast<std::uint8_t>(of.front() + (of.ends_with("timer") ? 1 : 0));
    return id;
  }
  std::optional<Instant> maybe_instant() {
    return chance() ? std::optional(instant()) : std::nullopt;
  }
  Result result() { return static_cast<Result>(pick(random_, 0, 10)); }

  Scene::What what() {
    const std::vector<Scene::What> all = {JournalStarting{},
                                          JournalStarting{},
                                          JournalUp{},
                                          JournalFinished{},
                                          JournalSkipped{"why"},
                                          JournalStartFailed{QueueResult::dependency},
                                          JournalExit{"ExecStart", chance(), 9},
                                          JournalResult{result()},
                                          JournalResult{result()},
                                          JournalStopping{},
                                          JournalStopped{chance()},
                                          JournalRestartScheduled{start()},
                                          JournalStartLimit{},
                                          JournalQueueFailed{"why"},
                                          JournalCpu{Duration(5)}};
    return all[static_cast<std::size_t>(pick(random_, 0, static_cast<int>(all.size()) - 1))];
  }

  ServiceSeen seen() {
    ServiceSeen seen;
    seen.unit = units[static_cast<std::size_t>(pick(random_, 0, 2))];
    seen.loaded = chance();
    if (chance()) seen.invocation = invocation(seen.unit);
    seen.active = chance();
    seen.exited = chance();
    seen.restart_pending = chance();
    seen.began = maybe_instant();
    seen.ended = maybe_instant();
    seen.active_since = maybe_instant();
    seen.main_began = maybe_instant();
    seen.main_ended = maybe_instant();
    seen.result = result();
    if (chance()) seen.exit_status = 3;
    if (!seen.exit_status) seen.exit_signal = 15;
    seen.restarts = start();
    seen.boot = id(two());
    seen.needed = chance();
    return seen;
  }

  UnitEvent event() {
    const auto of = unit();
    switch (pick(random_, 0, 9)) {
      case 0:
        return Queued{of, start(), instant()};
      case 1:
        return Dequeued{of, start(), static_cast<QueueResult>(pick(random_, 0, 7)), instant()};
      case 2:
        return seen();
      case 3:
        return TimerChanged{chance() ? "a.timer" : "b.timer", maybe_instant(), {}, "", instant()};
      default: {
        const auto named = chance() ? std::optional(invocation(of)) : std::nullopt;
        return JournalEvent{of, named, start(), instant(), id(two()), what()};
      }
    }
  }

  void tell(const std::string& of, std::uint8_t number, const Scene::What& what,
            std::int64_t when) {
    Id128 invocation = id(number);
    invocation.bytes.front() = static_cast<std::uint8_t>(of.front());
    tracker_.on(JournalEvent{of, invocation, 99, at(when), id(3), what}, changes_);
  }

  void check() {
    for (const auto& question : changes_.ask) EXPECT_FALSE(question.unit.empty());
    for (const Run& run : changes_.runs) check(run);
    changes_ = {};
  }

  void check(const Run& run) {
    const auto text = [&] { return text_of(run, {at(0), id(1)}); };
    EXPECT_NE(run.identity, Id128{}) << text();
    EXPECT_FALSE(run.unit.ends_with(".timer")) << text();
    EXPECT_LE(run.began.value_or(at(0)), run.ended.value_or(at(3000000))) << text();
    EXPECT_FALSE(run.exit_status && run.exit_signal) << text();
    EXPECT_LE(run.at, run.ended.value_or(run.at) + std::chrono::milliseconds(250)) << text();
    const bool began_is_lost = !run.began && run.recorded_by != RecordedBy::journal;
    EXPECT_TRUE(run.began.has_value() == run.has_invocation || began_is_lost) << text();
    EXPECT_GE(run.attempt, 1U) << text();
    EXPECT_FALSE(!is_ended(run) && (run.ended || run.result)) << text();
    const auto [known, is_new] = records_.emplace(run.identity, run);
    EXPECT_EQ(known->second.unit, run.unit) << text();
    EXPECT_TRUE(known->second.at == run.at || !run.has_invocation) << text();
    EXPECT_EQ(known->second.boot, run.boot) << text();
    EXPECT_EQ(known->second.has_invocation, run.has_invocation) << text();
    EXPECT_FALSE(!is_new && is_ended(known->second) && !is_ended(run)) << text();
    known->second = run;
  }

  static bool is_ended(const Run& run) { return run.state != State::running; }

  Random random_;
  RunTracker tracker_{"box", RunTracker::Journal::heard};
  RunTracker::Changes changes_;
  std::map<Id128, Run> records_;
};

TEST(RunTrackerNonsense, NeverMakesAnImpossibleRecordOfWhateverItIsTold) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Nonsense nonsense(seed);
    nonsense.go(300);
    nonsense.end();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace sa::test
