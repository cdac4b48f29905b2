#include "watcher/run_end.h"

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

// The text of a run of a.service from +0, with pid 42, after it ended at +100.
std::string ended(Result result, const std::vector<ProcessExit>& exits = {},
                  Ending ending = Ending::by_itself, bool zero_only = false) {
  Run run;
  run.identity = id(1);
  run.unit = "a.service";
  run.at = at(0);
  run.began = at(0);
  run.pid = 42;
  run.host = "box";
  run.boot = id(1);
  end_run(run, result, at(100), exits, ending, zero_only);
  std::string text = text_of(run, {at(0), id(1)});
  const std::string front = "a.service #1 ";
  const std::string back = ", unknown, bus";
  EXPECT_TRUE(text.starts_with(front) && text.ends_with(back)) << text;
  return text.substr(front.size(), text.size() - front.size() - back.size());
}

const ProcessExit main_3{"ExecStart", false, 3};
const ProcessExit main_term{"ExecStart", true, 15};
const ProcessExit main_segv{"ExecStart", true, 11};
const ProcessExit pre_4{"ExecStartPre", false, 4};
const ProcessExit post_5{"ExecStopPost", false, 5};
const ProcessExit post_killed{"ExecStopPost", true, 9};

TEST(RunEnd, LeavesTheExitStatusOfASuccessOpenUnlessItCanOnlyBeZero) {
  EXPECT_EQ(ended(Result::success), "succeeded +0..+100 success");
  EXPECT_EQ(ended(Result::success, {}, Ending::by_itself, true),
            "succeeded +0..+100 success exit 0");
}

TEST(RunEnd, KeepsTheExitOfASuccessThatTheJournalDidTell) {
  EXPECT_EQ(ended(Result::success, {main_3}), "succeeded +0..+100 success exit 3");
}

TEST(RunEnd, TakesTheExitOfTheMainProcess) {
  EXPECT_EQ(ended(Result::exit_code, {main_3}), "failed +0..+100 exit-code exit 3");
  EXPECT_EQ(ended(Result::signal, {main_segv}), "failed +0..+100 signal SEGV");
  EXPECT_EQ(ended(Result::core_dump, {main_segv}), "failed +0..+100 core-dump SEGV");
  EXPECT_EQ(ended(Result::timeout, {main_term}), "failed +0..+100 timeout TERM");
}

TEST(RunEnd, NamesTheProcessThatMadeTheResultWhereItIsNotTheMainOne) {
  EXPECT_EQ(ended(Result::exit_code, {pre_4}),
            "failed +0..+100 exit-code exit 4 (ExecStartPre exited with 4)");
  EXPECT_EQ(ended(Result::exit_code, {post_5}),
            "failed +0..+100 exit-code exit 5 (ExecStopPost exited with 5)");
  EXPECT_EQ(ended(Result::signal, {post_killed}),
            "failed +0..+100 signal KILL (ExecStopPost was killed by KILL)");
}

TEST(RunEnd, TakesTheFirstFailureThatFitsTheResult) {
  EXPECT_EQ(ended(Result::exit_code, {main_3, post_5}), "failed +0..+100 exit-code exit 3");
  EXPECT_EQ(ended(Result::signal, {post_5, main_segv}), "failed +0..+100 signal SEGV");
}

TEST(RunEnd, TakesWhatThereIsWhereNoExitFits) {
  const ProcessExit handler{"ExecStart", false, 6};
  EXPECT_EQ(ended(Result::timeout, {handler}), "failed +0..+100 timeout exit 6");
  EXPECT_EQ(ended(Result::oom_kill), "failed +0..+100 oom-kill");
}

TEST(RunEnd, CallsARunSkippedWhoseExecConditionSaidNo) {
  EXPECT_EQ(ended(Result::exec_condition), "skipped +0..+100 exec-condition");
  EXPECT_EQ(ended(Result::exec_condition, {{"ExecCondition", false, 1}}),
            "skipped +0..+100 exec-condition exit 1 (ExecCondition exited with 1)");
  EXPECT_EQ(ended(Result::exec_condition, {}, Ending::by_stop),
            "skipped +0..+100 exec-condition (stopped while it was running)");
}

TEST(RunEnd, CallsARunInterruptedWhateverItsResultWhenItWasStopped) {
  EXPECT_EQ(ended(Result::success, {}, Ending::by_stop, true),
            "interrupted +0..+100 success (stopped while it was running)");
  EXPECT_EQ(ended(Result::signal, {main_term}, Ending::by_stop),
            "interrupted +0..+100 signal TERM (stopped while it was running)");
  EXPECT_EQ(ended(Result::exit_code, {post_5}, Ending::by_stop),
            "interrupted +0..+100 exit-code exit 5 (ExecStopPost exited with 5)");
}

}  // namespace
}  // namespace sa::test
