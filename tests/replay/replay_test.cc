#include "tests/replay/replay_fixture.h"

#include <algorithm>
#include <fstream>

namespace sa::test {
namespace {

using std::chrono::milliseconds;

// The golden file without its comments.
std::string golden(const std::string& name) {
  std::ifstream in(recordings / (name + ".golden"));
  std::string lines;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && !line.starts_with('#')) lines += line + "\n";
  return lines;
}

TEST_P(ReplayOf, RecordingGivesTheGoldenRuns) {
  EXPECT_EQ(text_of(replayed().runs, frame()), golden(GetParam()));
}

// What the run of this invocation is to be by its job's own lines.
void expect_agreement(const Run& run, const Truth& truth) {
  const Duration latest = milliseconds(250);
  EXPECT_EQ(run.unit.substr(0, run.unit.find_first_of("@.")),
            truth.unit.starts_with("backup-") ? "backup" : truth.unit);
  ASSERT_TRUE(run.began && run.ended);
  // systemd starts the process first and then stamps the unit; it may be kept waiting in between.
  EXPECT_LE(*run.began, *truth.began + milliseconds(10));
  EXPECT_LE(*truth.began - *run.began, latest);
  // Who is killed writes no last line.
  EXPECT_EQ(truth.ended.has_value(), run.exit_status.has_value());
  if (!truth.ended) return;
  EXPECT_GE(*run.ended, *truth.ended);
  EXPECT_LE(*run.ended - *truth.ended, latest);
  const bool made_by_other = run.reason.starts_with("ExecStopPost");
  EXPECT_EQ(run.exit_status, made_by_other ? 5 : truth.status);
}

TEST_P(ReplayOf, RecordingGivesRunsThatAgreeWithWhatTheirJobsWroteThemselves) {
  const auto truths = read_truth(recordings / (std::string(GetParam()) + ".truth"));
  const auto runs = replayed().runs;
  for (const Truth& truth : truths) {
    SCOPED_TRACE(truth.unit + " " + to_string(truth.invocation));
    const auto same = std::find_if(runs.begin(), runs.end(), [&](const sa::Run& run) {
      return run.identity == truth.invocation;
    });
    ASSERT_NE(same, runs.end());
    expect_agreement(*same, truth);
  }
  // What has an invocation but no line never came to its program.
  for (const sa::Run& run : runs) {
    const bool has_lines = std::any_of(truths.begin(), truths.end(), [&](const Truth& truth) {
      return truth.invocation == run.identity;
    });
    const bool never_came = run.unit == "pre-fails.service" || run.unit == "declined.service" ||
                            run.unit == "missing.service";
    EXPECT_EQ(has_lines, run.has_invocation && !never_came) << text_of(run, frame());
  }
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Recordings, ReplayOf, all_recordings, by_name);

}  // namespace sa::test
