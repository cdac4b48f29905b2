#include "cli/cmd_status.h"

#include "cli/exit_code.h"
#include "core/error.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

UnitStatus status_of(std::string unit, Health health, std::string reason = "") {
  UnitStatus status;
  status.unit = std::move(unit);
  status.outlook.verdict = {health, std::move(reason), noon - 1h};
  return status;
}

class StatusVerb : public testing::Test {
 protected:
  // Publishes as the watcher does; the heartbeat is when this is called.
  void publish(const std::vector<UnitStatus>& units) {
    StatusWriter writer(world.places.status);
    for (const UnitStatus& unit : units) writer.set(unit);
    writer.write("db1", samples::id(0xb0), noon);
    writer.touch();
  }

  std::vector<UnitStatus> three_units() {
    UnitStatus failed = status_of("backup.service", Health::failed, "exit 3");
    failed.team = "db";
    failed.tags = {"nightly"};
    failed.last_run = samples::failed_run();
    UnitStatus late = status_of("poll.service", Health::ok);
    late.outlook.changes = {{now - 2min, {Health::late, "due 2 minutes ago", now - 2min}}};
    late.next_due = now - 3min;
    UnitStatus retired = status_of("old.service", Health::retired);
    return {failed, retired, late};
  }

  std::string shown() {
    code = cmd_status(options, world.context(now));
    std::string all = world.out.all();
    world.out.text.clear();
    return all;
  }

  samples::SampleWorld world;
  StatusOptions options;
  Instant now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  int code = -1;
};

TEST_F(StatusVerb, ShowsTheWorstFirstAndLeavesRetiredUnitsOut) {
  auto units = three_units();
  units[0].last_run->began = now - 10min - 90s;
  units[0].last_run->ended = now - 10min;
  publish(units);
  EXPECT_EQ(shown(),
            "HEALTH  UNIT            TEAM  LAST BEGAN  TOOK      RESULT  NEXT DUE  WHY\n"
            "failed  backup.service  db    11min ago   1min 30s  exit 3            exit 3\n"
            "late    poll.service                                        3min ago  due 2 minutes "
            "ago\n");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text, "");
}

TEST_F(StatusVerb, OnANarrowScreenTheReasonIsKeptAndOtherColumnsAreLeftOut) {
  auto units = three_units();
  units[0].last_run->began = now - 10min - 90s;
  units[0].last_run->ended = now - 10min;
  units[0].outlook.verdict.reason = "exit 3, 5 times in a row";
  publish(units);
  world.screen = {true, 60, false};
  EXPECT_EQ(shown(),
            "HEALTH  UNIT            LAST BEGAN  WHY\n"
            "failed  backup.service  11min ago   exit 3, 5 times in a row\n"
            "late    poll.service                due 2 minutes ago\n");
  world.screen = {true, 40, false};
  EXPECT_EQ(shown(),
            "HEALTH  UNIT            WHY\n"
            "failed  backup.service  exit 3, 5 times…\n"
            "late    poll.service    due 2 minutes a…\n");
}

TEST_F(StatusVerb, ShowsRetiredUnitsWhenAsked) {
  publish({status_of("old.service", Health::retired)});
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(code, exit_done);
  const char* row = "HEALTH   UNIT         LAST BEGAN  TOOK  RESULT\nretired  old.service\n";
  options.all = true;
  EXPECT_EQ(shown(), row);
  options = {};
  options.units = {"old"};
  EXPECT_EQ(shown(), row);
  options = {};
  options.health = {Health::retired};
  EXPECT_EQ(shown(), row);
  EXPECT_EQ(code, exit_done);
}

TEST_F(StatusVerb, OfWellUnitsIsDone) {
  publish({status_of("a.service", Health::ok), status_of("b.service", Health::running),
           status_of("c.service", Health::waiting), status_of("d.service", Health::paused)});
  shown();
  EXPECT_EQ(code, exit_done);
}

TEST_F(StatusVerb, OnlyWhatIsShownCounts) {
  publish({status_of("a.service", Health::ok), status_of("b.service", Health::failed)});
  options.units = {"a"};
  shown();
  EXPECT_EQ(code, exit_done);
  options.units = {"b"};
  shown();
  EXPECT_EQ(code, exit_unwell);
}

TEST_F(StatusVerb, FiltersByTeamTagAndHealth) {
  publish(three_units());
  const auto units_shown = [&] {
    options.json = true;
    const std::string text = shown();
    return std::pair{text.find("backup.service") != std::string::npos,
                     text.find("poll.service") != std::string::npos};
  };
  options.teams = {"db", "other"};
  EXPECT_EQ(units_shown(), std::pair(true, false));
  options = {};
  options.tags = {"nightly"};
  EXPECT_EQ(units_shown(), std::pair(true, false));
  options = {};
  options.health = {Health::late, Health::ok};
  EXPECT_EQ(units_shown(), std::pair(false, true));
}

TEST_F(StatusVerb, UnknownTeamIsNotFound) {
  publish(three_units());
  options.teams = {"dbb"};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text,
            "sa: no unit has that team or tag; 'sa status --json' shows each unit's\n");
}

TEST_F(StatusVerb, NoUnitOfThatHealthIsFine) {
  publish({status_of("a.service", Health::ok)});
  options.health = {Health::failed};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(code, exit_done);
}

TEST_F(StatusVerb, UnknownUnitIsNotFound) {
  publish(three_units());
  options.units = {"bakup"};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text, "sa: no unit 'bakup' is known; did you mean 'backup'?\n");
}

TEST_F(StatusVerb, SilentWatcherMakesEverythingStale) {
  publish({status_of("a.service", Health::ok)});
  std::filesystem::last_write_time(world.places.status,
                                   std::filesystem::file_time_type::clock::now() - 10min);
  EXPECT_EQ(shown(),
            "HEALTH  UNIT       LAST BEGAN  TOOK  RESULT  WHY\n"
            "stale   a.service                            the watcher is silent\n");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text.substr(0, 41), "sa: the watcher has been silent since 202");
  EXPECT_NE(world.err.text.find("see 'systemctl status sa-watcher'\n"), std::string::npos);
}

TEST_F(StatusVerb, WithoutUnitsSaysWhatToDo) {
  publish({});
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(code, exit_done);
  EXPECT_EQ(world.err.text,
            "sa: no units yet: no timer of this host starts a service; try 'systemd-run "
            "--on-active=5s /bin/true', then 'sa status' again\n");
}

TEST_F(StatusVerb, StoreAloneIsJudgedByTheLastRuns) {
  world.places.store_alone = true;
  now = noon;
  EXPECT_EQ(shown(),
            "HEALTH   UNIT              TEAM  LAST BEGAN    TOOK      RESULT   WHY\n"
            "broken   limited.service         30min ago               refused  start limit hit\n"
            "failed   backup.service          9h 59min ago  1min 30s  exit 3   exit 3\n"
            "running  sa-garbo.service  lp    45s ago       45.0s     running\n"
            "ok       fragile.service         59min ago     2.0s      success\n"
            "waiting  never.service                                            has not run yet\n");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text, "");
}

TEST_F(StatusVerb, WithoutAStatusFileSaysThatItJudgesByTheStore) {
  now = noon;
  options.units = {"fragile"};
  EXPECT_EQ(shown(),
            "HEALTH  UNIT             LAST BEGAN  TOOK  RESULT\n"
            "ok      fragile.service  59min ago   2.0s  success\n");
  EXPECT_EQ(code, exit_done);
  EXPECT_EQ(world.err.text, "sa: no status file '" + world.places.status.string() +
                                "', judging by the store alone: is the watcher running? see "
                                "'systemctl status sa-watcher'\n");
}

TEST_F(StatusVerb, WithoutAnythingIsABreakdown) {
  world.places.store = world.directory.path() / "nothing";
  EXPECT_THROW(shown(), Error);
}

TEST_F(StatusVerb, DamagedStatusFileIsABreakdown) {
  publish(three_units());
  std::filesystem::resize_file(world.places.status,
                               std::filesystem::file_size(world.places.status) - 1);
  EXPECT_THROW(shown(), Damaged);
}

}  // namespace
}  // namespace sa
