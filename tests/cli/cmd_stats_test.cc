#include "cli/cmd_stats.h"

#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

class StatsVerb : public testing::Test {
 protected:
  std::string shown() {
    code = cmd_stats(options, world.context(noon));
    std::string all = world.out.all();
    world.out.text.clear();
    return all;
  }

  samples::SampleWorld world;
  StatsOptions options;
  int code = -1;
};

TEST_F(StatsVerb, TellsOfEachUnitThatRan) {
  EXPECT_EQ(
      shown(),
      "UNIT              TEAM  RUNS  FAILED  SUCCESS  MIN    MEDIAN  P95       MAX       TREND\n"
      "backup.service          2     1       50%      2.0s   2.0s    1min 30s  1min 30s  "
      "··············▁█\n"
      "fragile.service         2     1       50%      250ms  250ms   2.0s      2.0s      "
      "···············█\n"
      "limited.service         1     1       0%\n"
      "sa-garbo.service  lp    1     0\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(StatsVerb, OfAnAskedUnitTellsAlsoThatItNeverRan) {
  options.units = {"never", "fragile"};
  EXPECT_EQ(shown(),
            "UNIT             RUNS  FAILED  SUCCESS  MIN    MEDIAN  P95   MAX   TREND\n"
            "fragile.service  2     1       50%      250ms  250ms   2.0s  2.0s  ···············█\n"
            "never.service    0     0\n");
}

TEST_F(StatsVerb, CountsTheSpanThatIsAskedFor) {
  options.units = {"backup"};
  options.span = {noon - 64h, noon - 32h};
  EXPECT_EQ(shown(),
            "UNIT            RUNS  FAILED  SUCCESS  MIN   MEDIAN  P95   MAX   TREND\n"
            "backup.service  1     0       100%     2.0s  2.0s    2.0s  2.0s  ········█·······\n");
}

TEST_F(StatsVerb, CountsTheTeamThatIsAskedFor) {
  options.teams = {"lp"};
  EXPECT_EQ(shown(),
            "UNIT              TEAM  RUNS  FAILED  SUCCESS  MIN  MEDIAN  P95  MAX\n"
            "sa-garbo.service  lp    1     0\n");
}

TEST_F(StatsVerb, JsonHasEveryField) {
  options.units = {"backup", "garbo"};
  options.span.from = noon - 16h;
  options.json = true;
  EXPECT_EQ(
      shown(),
      R"({"unit":"backup.service","job":null,"team":null,"from":"2026-11-21T20:00:00.000000Z",)"
      R"("to":"2026-11-22T12:00:00.000000Z","runs":1,"failures":1,"success_rate":0.0,)"
      R"("duration_min":90.25,"duration_median":90.25,"duration_p95":90.25,"duration_max":90.25,)"
      R"("trend":[null,null,null,null,null,null,90.25,null,null,null,null,null,null,null,null,null]})"
      "\n"
      R"({"unit":"sa-garbo.service","job":"garbo","team":"lp",)"
      R"("from":"2026-11-21T20:00:00.000000Z","to":"2026-11-22T12:00:00.000000Z","runs":1,)"
      R"("failures":0,"success_rate":null,"duration_min":null,"duration_median":null,)"
      R"("duration_p95":null,"duration_max":null,"trend":[null,null,null,null,null,null,null,null,)"
      R"(null,null,null,null,null,null,null,null]})"
      "\n");
}

TEST_F(StatsVerb, OfFailuresOnAScreenWithColoursTheNumberIsRed) {
  options.units = {"backup"};
  world.screen = {true, 120, true};
  const std::string row = shown();
  EXPECT_NE(row.find("\x1b[1;31m1\x1b[0m"), std::string::npos) << row;
  world.screen.colour = false;
  EXPECT_EQ(shown().find('\x1b'), std::string::npos);
}

TEST_F(StatsVerb, SaysThatThereIsNone) {
  options.span = {noon - 10min, noon - 5min};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(world.err.all(), "sa: no such runs in the log\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(StatsVerb, RefusesASpanThatEndsBeforeItBegins) {
  options.span = {noon, noon - 5min};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(world.err.all(), "sa: expected --since before --until, which is now by default\n");
  EXPECT_EQ(code, exit_usage);
}

TEST_F(StatsVerb, OfAnUnknownUnitSuggestsANearOne) {
  options.units = {"garb"};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(world.err.all(), "sa: no unit 'garb' is known; did you mean 'garbo' or 'sa-garbo'?\n");
  EXPECT_EQ(code, exit_unwell);
}

}  // namespace
}  // namespace sa
