#include "cli/cmd_history.h"

#include "cli/exit_code.h"
#include "core/error.h"
#include "tests/cli/sample_log.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

class History : public testing::Test {
 protected:
  // The rows without the titles.
  std::string listed() {
    code = cmd_history(options, world.context());
    const std::string all = world.out.all();
    world.out.text.clear();
    return all.substr(std::min(all.find('\n') + 1, all.size()));
  }

  samples::SampleWorld world;
  HistoryOptions options;
  int code = -1;
};

TEST_F(History, OfEverythingIsNewestFirst) {
  EXPECT_EQ(cmd_history(options, world.context()), exit_done);
  EXPECT_EQ("\n" + world.out.all(),
            R"(
BEGAN                UNIT              TOOK      STATE      RESULT            TRIGGER           REASON
2026-11-22 11:59:15  sa-garbo.service  45.0s     running                      timer
2026-11-22 11:30:00  limited.service             refused    start-limit-hit   timer             start limit hit
2026-11-22 11:01:00  fragile.service   2.0s      succeeded  success           timer, attempt 2
2026-11-22 11:00:00  fragile.service   250ms     failed     core-dump (SEGV)  timer
2026-11-22 02:00:00  backup.service    1min 30s  failed     exit 3            timer
2026-11-20 12:00:00  backup.service    2.0s      succeeded  success           timer
)");
  EXPECT_EQ(world.err.text, "");
}

TEST_F(History, OfOneUnit) {
  options.units = {"backup"};
  EXPECT_EQ(listed(),
            "2026-11-22 02:00:00  backup.service  1min 30s  failed     exit 3   timer\n"
            "2026-11-20 12:00:00  backup.service  2.0s      succeeded  success  timer\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(History, OfSeveralUnitsIsMergedInOrder) {
  options.units = {"garbo", "backup.service", "fragile"};
  options.limit = 3;
  EXPECT_EQ("\n" + listed(), R"(
2026-11-22 11:59:15  sa-garbo.service  45.0s  running                      timer
2026-11-22 11:01:00  fragile.service   2.0s   succeeded  success           timer, attempt 2
2026-11-22 11:00:00  fragile.service   250ms  failed     core-dump (SEGV)  timer
)");
}

TEST_F(History, OfSeveralUnitsIsTheSameWithAndWithoutALimit) {
  options.units = {"garbo", "backup.service", "fragile"};
  options.limit = 5;
  const std::string few = listed();
  options.limit.reset();
  EXPECT_EQ(listed(), few);
  EXPECT_EQ(std::ranges::count(few, '\n'), 5);
}

TEST_F(History, SpanIsHalfOpen) {
  options.span = {noon - 10h, noon - 1h};
  EXPECT_EQ(listed(), "2026-11-22 02:00:00  backup.service  1min 30s  failed  exit 3  timer\n");
}

TEST_F(History, OfStates) {
  options.states = {State::refused, State::running};
  EXPECT_EQ(listed(),
            "2026-11-22 11:59:15  sa-garbo.service  45.0s  running                   timer\n"
            "2026-11-22 11:30:00  limited.service          refused  start-limit-hit  timer    "
            "start limit hit\n");
}

TEST_F(History, OnATerminalIsTwentyAndFitsIntoIt) {
  {
    RunWriter writer(world.places.store);
    for (int i = 0; i < 30; ++i)
      writer.put(samples::run_of("often.service", static_cast<std::uint8_t>(0x80 + i),
                                 noon - 30min + std::chrono::minutes{i}));
    writer.put_unit(samples::record_of("often.service"));
    writer.commit();
  }
  world.screen = {true, 60, false};
  options.units = {"often"};
  std::istringstream lines(listed());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 60U) << line;
  EXPECT_EQ(count, 20);
}

TEST_F(History, JsonHasNoLimitAndTheOwner) {
  world.screen = {true, 60, false};
  options.json = true;
  options.units = {"garbo"};
  EXPECT_EQ(cmd_history(options, world.context()), exit_done);
  EXPECT_EQ(world.out.all(),
            R"({"unit":"sa-garbo.service","job":"garbo","team":"lp",)"
            R"("invocation":"00112233445566778899aabbccddee40","attempt":1,)"
            R"("trigger":{"type":"timer","unit":null,"time":"2026-11-22T11:59:15.000000Z",)"
            R"("inferred":false},"due":null,"state":"running",)"
            R"("began":"2026-11-22T11:59:15.000000Z","ended":null,"duration":null,"result":null,)"
            R"("exit_status":null,"exit_signal":null,"pid":4711,"reason":null,"cpu_seconds":null,)"
            R"("host":"db1","boot":"00112233445566778899aabbccddeeb0","recorded_by":"bus"})"
            "\n");
}

TEST_F(History, CsvHasTitlesEvenWithoutRuns) {
  options.csv = true;
  options.units = {"never"};
  EXPECT_EQ(cmd_history(options, world.context()), exit_done);
  EXPECT_EQ(world.out.all().substr(0, 14), "unit,job,team,");
  EXPECT_EQ(world.err.text, "");
}

TEST_F(History, WithoutRunsSaysSo) {
  options.units = {"never"};
  EXPECT_EQ(cmd_history(options, world.context()), exit_done);
  EXPECT_EQ(world.out.all(), "");
  EXPECT_EQ(world.err.text, "sa: no such runs in the log\n");
}

TEST_F(History, OfAnUnknownUnitIsNotFound) {
  options.units = {"bakup"};
  EXPECT_EQ(cmd_history(options, world.context()), exit_unwell);
  EXPECT_EQ(world.out.all(), "");
  EXPECT_EQ(world.err.text, "sa: no unit 'bakup' is known; did you mean 'backup'?\n");
}

TEST_F(History, OfKnownAndUnknownUnitsShowsTheKnown) {
  options.units = {"limited", "zzz"};
  EXPECT_EQ(listed(),
            "2026-11-22 11:30:00  limited.service        refused  start-limit-hit  timer    start "
            "limit hit\n");
  EXPECT_EQ(world.err.text, "sa: no unit 'zzz' is known, see 'sa status --all'\n");
  EXPECT_EQ(code, exit_unwell);
}

TEST_F(History, OfATeamIsThatOfItsUnits) {
  options.teams = {"lp"};
  EXPECT_EQ(listed(), "2026-11-22 11:59:15  sa-garbo.service  45.0s  running          timer\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(History, OfATagThatNoUnitHasSaysSo) {
  options.tags = {"nope"};
  EXPECT_EQ(cmd_history(options, world.context()), exit_unwell);
  EXPECT_EQ(world.out.all(), "");
  EXPECT_EQ(world.err.text,
            "sa: no unit has that team or tag; 'sa status --json' shows each unit's\n");
}

TEST_F(History, WithoutAStoreIsABreakdown) {
  world.places.store = world.directory.path() / "nothing";
  EXPECT_THROW(cmd_history(options, world.context()), Error);
}

}  // namespace
}  // namespace sa
