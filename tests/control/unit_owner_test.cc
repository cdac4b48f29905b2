#include "control/unit_owner.h"

#include "tests/store/samples.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

class UnitOwnerTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) const {
    const auto path = directory.path() / name;
    std::ofstream(path) << text;
    return path;
  }
  std::string team_in(const std::vector<std::string>& files) const { return facts_in(files).team; }
  std::string group_of(const std::string& team) const {
    return owner_of(team, directory.path()).group;
  }

  test::Directory directory;
};

TEST_F(UnitOwnerTest, IsWhatTheLastFileSays) {
  const auto unit = file("a.service", "[X-ScriptActivity]\nTeam=web\n");
  const auto drop_in = file("10.conf", "[X-ScriptActivity]\nTeam=db\n");
  EXPECT_EQ(team_in({unit}), "web");
  EXPECT_EQ(team_in({unit, drop_in}), "db");
  EXPECT_EQ(team_in({"/nowhere", "/dev/null", directory.path()}), "");
}

TEST_F(UnitOwnerTest, AFileThatOthersMayWriteSaysNothing) {
  const auto unit = file("a.service", "[X-ScriptActivity]\nTeam=web\n");
  ASSERT_EQ(chmod(unit.c_str(), 0664), 0);
  EXPECT_EQ(team_in({unit}), "");
  ASSERT_EQ(chmod(unit.c_str(), 0646), 0);
  EXPECT_EQ(team_in({unit}), "");
}

TEST_F(UnitOwnerTest, AFileOfSomebodyElseSaysNothing) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const auto unit = file("a.service", "[X-ScriptActivity]\nTeam=web\n");
  ASSERT_EQ(chown(unit.c_str(), 65534, 0), 0);
  EXPECT_EQ(team_in({unit}), "");
}

TEST_F(UnitOwnerTest, AFifoIsNotWaitedFor) {
  const auto fifo = directory.path() / "a.service";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(team_in({fifo}), "");
}

TEST_F(UnitOwnerTest, TheGroupIsThatOfTheTeamsPolicy) {
  file("web.yaml", "users: [web]\ngroup: webbers\n");
  EXPECT_EQ(owner_of("web", directory.path()), (UnitOwner{"web", "webbers"}));
  EXPECT_EQ(owner_of("db", directory.path()), (UnitOwner{"db", ""}));
  EXPECT_EQ(owner_of("", directory.path()), UnitOwner{});
}

TEST_F(UnitOwnerTest, APolicyThatIsNoneNamesNoGroup) {
  file("a.yaml", "group: [x, y]\n");
  file("b.yaml", "group: x\ngroup: y\n");
  file("c.yaml", "group\n");
  file("d.yaml", "");
  file("e.yaml", "users: {group: x}\n");
  for (const char* team : {"a", "b", "c", "d", "e"}) EXPECT_EQ(group_of(team), "") << team;
}

TEST_F(UnitOwnerTest, ATeamsNameLeadsNowhereElse) {
  std::filesystem::create_directory(directory.path() / "teams.d");
  file("web.yaml", "group: webbers\n");
  for (const char* team : {"../web", "./../web", ".hidden", "teams.d/../../web"})
    EXPECT_EQ(owner_of(team, directory.path() / "teams.d").group, "") << team;
}

}  // namespace
}  // namespace sa
