#include "cli/run_words.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::failed_run;
using samples::noon;
using namespace std::chrono_literals;

Run with(std::optional<Result> result, std::optional<int> status, std::optional<int> signal) {
  sa::Run run = failed_run();
  run.result = result;
  run.exit_status = status;
  run.exit_signal = signal;
  return run;
}

TEST(Outcome, SaysWhatHappenedInFewWords) {
  EXPECT_EQ(outcome(with(Result::success, 0, {})), "success");
  EXPECT_EQ(outcome(with(Result::success, {}, {})), "success");
  EXPECT_EQ(outcome(with(Result::success, 7, {})), "success, exit 7");
  EXPECT_EQ(outcome(with(Result::exit_code, 3, {})), "exit 3");
  EXPECT_EQ(outcome(with(Result::exit_code, {}, {})), "exit-code");
  EXPECT_EQ(outcome(with(Result::signal, {}, 15)), "TERM");
  EXPECT_EQ(outcome(with(Result::signal, {}, {})), "signal");
  EXPECT_EQ(outcome(with(Result::timeout, {}, {})), "timeout");
  EXPECT_EQ(outcome(with(Result::core_dump, {}, 11)), "core-dump (SEGV)");
  EXPECT_EQ(outcome(with(Result::timeout, {}, 15)), "timeout (TERM)");
  EXPECT_EQ(outcome(with(Result::oom_kill, {}, 9)), "oom-kill (KILL)");
  EXPECT_EQ(outcome(with({}, {}, {})), "");
}

TEST(Outcome, OfARunThatDidNotEndByItselfIsItsState) {
  sa::Run run = with(Result::signal, {}, 15);
  run.state = State::interrupted;
  EXPECT_EQ(outcome_or_state(run), "interrupted");
  run.state = State::running;
  run.result.reset();
  EXPECT_EQ(outcome_or_state(run), "running");
  EXPECT_EQ(outcome_or_state(failed_run()), "exit 3");
}

TEST(DurationWords, AreShort) {
  EXPECT_EQ(span_words(0us), "0s");
  EXPECT_EQ(span_words(250ms), "250ms");
  EXPECT_EQ(span_words(1s), "1.0s");
  EXPECT_EQ(span_words(12'390ms), "12.3s");
  EXPECT_EQ(span_words(90s), "1min 30s");
  EXPECT_EQ(span_words(3723s), "1h 2min");
}

TEST(DurationWords, OfARunningOneCountUpToNow) {
  sa::Run run = failed_run();
  run.state = State::running;
  run.ended.reset();
  run.began = noon - 75s;
  EXPECT_EQ(duration_of(run), std::nullopt);
  EXPECT_EQ(duration_words(run, noon), "1min 15s");
}

TEST(DurationWords, OfWhatNeverBeganAreEmpty) {
  sa::Run run = failed_run();
  run.state = State::refused;
  run.began.reset();
  run.ended.reset();
  EXPECT_EQ(duration_words(run, noon), "");
  EXPECT_EQ(happened(run), run.at);
}

TEST(TriggerWords, TellTheAttemptAndWhatIsInferred) {
  sa::Run run = failed_run();
  EXPECT_EQ(trigger_words(run), "timer");
  run.attempt = 3;
  EXPECT_EQ(trigger_words(run), "timer, attempt 3");
  run.trigger.inferred = true;
  EXPECT_EQ(trigger_words(run), "timer (inferred), attempt 3");
}

TEST(TriggerWords, TellWhoStartedIt) {
  sa::Run run = failed_run();
  run.trigger = {TriggerType::manual, {}, {}, false, "alice"};
  EXPECT_EQ(trigger_words(run), "manual, by alice");
  run.attempt = 2;
  EXPECT_EQ(trigger_words(run), "manual, by alice, attempt 2");
}

}  // namespace
}  // namespace sa
