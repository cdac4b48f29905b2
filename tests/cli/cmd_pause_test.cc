#include "cli/cmd_pause.h"

#include "cli/ask.h"
#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <fstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

class PauseVerb : public testing::Test {
 protected:
  PauseVerb() {
    options.paused = world.directory.path() / "paused";
    std::filesystem::create_directory(options.paused);
    auto lone = unit("lone", "db", {});
    lone.timers.clear();
    auto web = unit("web", "web", {"nightly", "big"});
    web.timers = {"web.timer", "web-extra.timer"};
    StatusWriter status(world.places.status);
    auto quiet = unit("quiet", "quiet", {});
    quiet.timers.clear();
    for (const auto& each : {unit("backup", "db", {"nightly"}), lone, quiet, web}) status.set(each);
    status.write("db1", samples::id(0xb0), noon);
  }

  static UnitStatus unit(const std::string& name, const std::string& team, Words tags) {
    UnitStatus status;
    status.unit = name + ".service";
    status.team = team;
    status.tags = std::move(tags);
    status.timers = {name + ".timer"};
    return status;
  }

  void hold(const std::string& timer) const { std::ofstream(options.paused / timer) << "{}"; }

  // The units that sa-ask is to pause or resume.
  Words asked(Words units) {
    options.units = std::move(units);
    world.became.clear();
    EXPECT_EQ(cmd_pause(options, world.context()), exit_done) << world.err.all();
    const auto ask = ask_of({world.became.begin() + 1, world.became.end()});
    return ask ? ask->units : Words{};
  }

  samples::SampleWorld world;
  PauseOptions options;
  const Instant noon = samples::noon;
};

TEST_F(PauseVerb, AsksWithAllThatWasSaid) {
  options.until = noon + 2h;
  options.reason = "new disk";
  options.units = {"backup"};
  cmd_pause(options, world.context());
  Ask ask;
  ask.verb = "pause";
  ask.units = {"backup.service"};
  ask.until = noon + 2h;
  ask.reason = "new disk";
  EXPECT_EQ(world.became, command_of(ask));
}

TEST_F(PauseVerb, OnATerminalAPasswordMayBeAskedFor) {
  world.screen.terminal = true;
  asked({"backup"});
  EXPECT_TRUE(ask_of({world.became.begin() + 1, world.became.end()})->interactive);
}

TEST_F(PauseVerb, TakesATimerForItself) {
  EXPECT_EQ(asked({"web-extra.timer"}), Words{"web-extra.timer"});
  EXPECT_EQ(asked({"unknown.timer"}), Words{"unknown.timer"});
}

TEST_F(PauseVerb, TakesUnitsByNameAndGlob) {
  EXPECT_EQ(asked({"*b*"}), (Words{"backup.service", "web.service"}));
  EXPECT_EQ(asked({"unknown.service"}), Words{"unknown.service"});
}

TEST_F(PauseVerb, TakesTheTimersOfATeamOfATagOrAll) {
  options.teams = {"db"};
  EXPECT_EQ(asked({}), Words{"backup.timer"});
  options.tags = {"big"};
  options.teams = {};
  EXPECT_EQ(asked({}), (Words{"web-extra.timer", "web.timer"}));
  options.tags = {"big", "nightly"};
  options.teams = {"db"};
  EXPECT_EQ(asked({}), Words{"backup.timer"});
  options = {};
  options.all = true;
  EXPECT_EQ(asked({}), (Words{"backup.timer", "web-extra.timer", "web.timer"}));
}

TEST_F(PauseVerb, ResumesOfATeamOrAllWhatIsPaused) {
  hold("backup.timer");
  hold("lone.timer");
  hold("web.timer");
  hold("stranger.timer");
  options.resume = true;
  options.all = true;
  EXPECT_EQ(asked({}), (Words{"backup.timer", "lone.timer", "stranger.timer", "web.timer"}));
  options.all = false;
  options.teams = {"db"};
  EXPECT_EQ(asked({}), (Words{"backup.timer", "lone.timer"}));
}

TEST_F(PauseVerb, OfANameThatIsNotKnownPausesNothing) {
  options.units = {"backup", "bakcup"};
  EXPECT_EQ(cmd_pause(options, world.context()), exit_unwell);
  EXPECT_EQ(world.err.all(), "sa: no unit 'bakcup' is known; did you mean 'backup'?\n");
  EXPECT_EQ(world.became, Words{});
}

TEST_F(PauseVerb, OfNothingIsWrongUsage) {
  EXPECT_EQ(cmd_pause(options, world.context()), exit_usage);
  options.resume = true;
  EXPECT_EQ(cmd_pause(options, world.context()), exit_usage);
  EXPECT_EQ(world.err.all(),
            "sa: expected a unit, --team, --tag or --all, see 'sa pause --help'\n"
            "sa: expected a unit, --team, --tag or --all, see 'sa resume --help'\n");
}

TEST_F(PauseVerb, OfAGroupWithoutTimersSaysSo) {
  options.teams = {"quiet"};
  EXPECT_EQ(cmd_pause(options, world.context()), exit_unwell);
  options.resume = true;
  EXPECT_EQ(cmd_pause(options, world.context()), exit_unwell);
  EXPECT_EQ(world.err.all(), "sa: these have no timer\nsa: no timer of these is paused\n");
}

TEST_F(PauseVerb, OfAGroupWithoutUnitsSaysSo) {
  options.teams = {"nobody"};
  EXPECT_EQ(cmd_pause(options, world.context()), exit_unwell);
  EXPECT_EQ(world.err.all(),
            "sa: no unit has that team or tag; 'sa status --json' shows each unit's\n");
  EXPECT_EQ(world.became, Words{});
}

TEST_F(PauseVerb, NeedsNoWatcherForFullNames) {
  std::filesystem::remove(world.places.status);
  std::filesystem::remove_all(world.places.store);
  EXPECT_EQ(asked({"backup.timer"}), Words{"backup.timer"});
  EXPECT_EQ(asked({"backup.service"}), Words{"backup.service"});
}

}  // namespace
}  // namespace sa
