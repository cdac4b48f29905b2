#include "core/report.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

const Instant noon{std::chrono::seconds{1'795'348'800}};

std::string problem_of_name(const std::string& name) {
  ReportBeginning beginning;
  beginning.unit = name;
  return problem_of(beginning);
}

TEST(Report, HasANameOfItsOwnKind) {
  EXPECT_EQ(problem_of_name("nightly-sync.report"), "");
  EXPECT_EQ(problem_of_name("db@west:1_a.report"), "");
  const std::string expected =
      "expected a name of at most 128 letters, digits and '_.-@:' that ends in '.report', got '";
  for (const std::string name :
       {"backup.service", "backup.timer", ".report", "-x.report", "a/b.report", "a b.report",
        "a\n.report", "a*.report", "report", "", "\xff.report"})
    EXPECT_EQ(problem_of_name(name), expected + name + "'");
  EXPECT_NE(problem_of_name(std::string(122, 'a') + ".report"), "");
  EXPECT_EQ(problem_of_name(std::string(121, 'a') + ".report"), "");
}

TEST(Report, BeginsWithShortWordsAndAReasonOfOneLine) {
  EXPECT_EQ(problem_of({"a.report", "job", "web", "syncs 3 of 7", 3600}), "");
  EXPECT_EQ(problem_of({"a.report", "j b", "", "", 0}),
            "expected a job of at most 64 letters, digits and '_.-@:', got 'j b'");
  EXPECT_EQ(problem_of({"a.report", "", std::string(65, 't'), "", 0}),
            "expected a team of at most 64 letters, digits and '_.-@:', got '" +
                std::string(65, 't') + "'");
  EXPECT_EQ(problem_of({"a.report", "", "", "two\nlines", 0}),
            "expected a reason of one line and at most 500 bytes");
  EXPECT_EQ(problem_of({"a.report", "", "", std::string(501, 'r'), 0}),
            "expected a reason of one line and at most 500 bytes");
  EXPECT_EQ(problem_of({"a.report", "", "", "", 2'592'001}),
            "expected at most 2592000 seconds (30 days) to keep it, got '2592001'");
}

TEST(Report, EndsWithAStatusOrASignalOrAResult) {
  EXPECT_EQ(problem_of(ReportEnding{0, "", "", ""}), "");
  EXPECT_EQ(problem_of(ReportEnding{{}, "SIGKILL", "oom-kill", ""}), "");
  EXPECT_EQ(problem_of(ReportEnding{{}, "", "", "because"}),
            "expected 'exit_status', 'exit_signal' or 'result'");
  EXPECT_EQ(problem_of(ReportEnding{1, "TERM", "", ""}),
            "expected 'exit_status' or 'exit_signal', got both");
  EXPECT_EQ(problem_of(ReportEnding{256, "", "", ""}),
            "expected an exit status from 0 to 255, got '256'");
  EXPECT_EQ(problem_of(ReportEnding{{}, "9", "", ""}), "expected a signal such as 'TERM', got '9'");
  EXPECT_EQ(problem_of(ReportEnding{{}, "", "great", ""}),
            "expected a result of systemd such as 'success' or 'timeout', got 'great'");
}

std::string ended(const ReportEnding& ending) {
  sa::Run run;
  run.began = noon;
  run.reason = "step 2 of 3";
  end_run(run, ending, noon + std::chrono::seconds{7});
  std::string text = std::string(to_string(run.state)) + " " + std::string(to_string(*run.result));
  if (run.exit_status) text += " " + std::to_string(*run.exit_status);
  if (run.exit_signal) text += " " + signal_name(*run.exit_signal);
  return text + " after " + std::to_string((*run.ended - *run.began).count()) + ": " + run.reason;
}

TEST(Report, EndsAsSystemdWouldSay) {
  EXPECT_EQ(ended({0, "", "", ""}), "succeeded success 0 after 7000000: step 2 of 3");
  EXPECT_EQ(ended({3, "", "", "no disk"}), "failed exit-code 3 after 7000000: no disk");
  EXPECT_EQ(ended({{}, "SEGV", "", ""}), "failed signal SEGV after 7000000: step 2 of 3");
  EXPECT_EQ(ended({{}, "SIGABRT", "core-dump", ""}),
            "failed core-dump ABRT after 7000000: step 2 of 3");
  EXPECT_EQ(ended({3, "", "success", ""}), "succeeded success 3 after 7000000: step 2 of 3");
  EXPECT_EQ(ended({{}, "", "exec-condition", ""}),
            "skipped exec-condition after 7000000: step 2 of 3");
}

TEST(Report, NeverEndsBeforeItBegan) {
  sa::Run run;
  run.began = noon;
  end_run(run, {0, "", "", ""}, noon - std::chrono::hours{1});
  EXPECT_EQ(run.ended, noon);
}

}  // namespace
}  // namespace sa
