#include "check/selection.h"

#include "core/unit_choice.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

UnitStatus unit(std::string name, std::string job, std::string team,
                std::vector<std::string> tags) {
  UnitStatus status;
  status.unit = std::move(name);
  status.job = std::move(job);
  status.team = std::move(team);
  status.tags = std::move(tags);
  status.timers = {std::string(short_name(status.unit)) + ".timer"};
  return status;
}

class SelectionOfUnits : public testing::Test {
 protected:
  std::vector<std::string> names() const { return selection_of(options, all).names; }

  CheckOptions options;
  std::vector<UnitStatus> all = {unit("backup.service", "", "", {}),
                                 unit("sa-garbo.service", "garbo", "lp", {"nightly", "db"}),
                                 unit("sa-poll.service", "poll", "lp", {"often"}),
                                 unit("sa-rotate.service", "rotate", "is", {"nightly"})};
};

using Names = std::vector<std::string>;

TEST_F(SelectionOfUnits, IsAllWithoutAnyDemand) {
  EXPECT_EQ(names(), (Names{"backup", "garbo", "poll", "rotate"}));
}

TEST_F(SelectionOfUnits, GoesByUnitJobTimerOrGlob) {
  options.units = {"backup.service", "garbo"};
  EXPECT_EQ(names(), (Names{"backup", "garbo"}));
  options.units = {"sa-poll.timer"};
  EXPECT_EQ(names(), Names{"poll"});
  options.units = {"sa-*", "backup"};
  EXPECT_EQ(names(), (Names{"backup", "garbo", "poll", "rotate"}));
}

TEST_F(SelectionOfUnits, LeavesOutWhatIsExcluded) {
  options.excluded = {"p*", "garbo", "unknown"};
  EXPECT_EQ(names(), (Names{"backup", "rotate"}));
  options.units = {"garbo", "rotate"};
  EXPECT_EQ(names(), Names{"rotate"});
}

TEST_F(SelectionOfUnits, GoesByAnyTeamAndAnyTag) {
  options.teams = {"lp", "is"};
  EXPECT_EQ(names(), (Names{"garbo", "poll", "rotate"}));
  options.tags = {"db", "often"};
  EXPECT_EQ(names(), (Names{"garbo", "poll"}));
  options.teams = {"is"};
  EXPECT_EQ(names(), Names{});
}

TEST_F(SelectionOfUnits, TellsWhatWasAskedForInVain) {
  options.units = {"garbo", "gone", "x*"};
  EXPECT_EQ(selection_of(options, all).problems,
            (Names{"no unit 'gone' is known, see 'sa status --all'",
                   "no unit 'x*' is known, see 'sa status --all'"}));
}

TEST_F(SelectionOfUnits, UnitsOfTheSameJobAreCalledByTheirUnits) {
  all = {unit("fetch@a.service", "fetch", "", {}), unit("fetch@b.service", "fetch", "", {})};
  EXPECT_EQ(names(), (Names{"fetch@a", "fetch@b"}));
  options.units = {"fetch@a"};
  EXPECT_EQ(names(), Names{"fetch"});
}

}  // namespace
}  // namespace sa
