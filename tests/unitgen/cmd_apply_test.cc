#include "unitgen/cmd_apply.h"

#include "tests/unitgen/scratch_folder.h"
#include "unitgen/cmd_check.h"
#include "unitgen/cmd_show.h"

#include <sstream>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

constexpr const char* daily = "command: /bin/true\nschedule: daily\n";
constexpr const char* by_hand = "command: /bin/true\n";

struct Said {
  int code;
  std::string out, err;
  friend bool operator==(const Said&, const Said&) = default;
};

std::ostream& operator<<(std::ostream& out, const Said& said) {
  return out << said.code << "\n" << said.out << "---\n" << said.err;
}

class CmdApplyTest : public testing::Test {
 protected:
  Folders folders() const {
    return {.config = base / "etc",
            .units = base / "units",
            .cron = {},
            .expectations = {},
            .scripts = base / "units/scripts",
            .named_scripts = "/etc/scriptactivity/scripts",
            .state = base / "state",
            .is_live = false};
  }

  static Instant now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

  Said apply(bool dry_run = false) const {
    std::ostringstream out, err;
    TimeZones zones;
    const int code = cmd_apply({folders(), dry_run, "UTC", now(), nullptr}, zones, out, err);
    return {code, out.str(), err.str()};
  }

  Said check(std::vector<std::string> files, const std::string& team = "") const {
    std::ostringstream out, err;
    TimeZones zones;
    const int code = cmd_check({folders(), std::move(files), team, now()}, zones, out, err);
    return {code, out.str(), err.str()};
  }

  Said show(const std::string& job) const {
    std::ostringstream out, err;
    TimeZones zones;
    const int code = cmd_show({folders(), job, "", now()}, zones, out, err);
    return {code, out.str(), err.str()};
  }

  void job(const std::string& path, const std::string& text) const {
    base.write("etc/jobs.d/" + path, text);
  }
  bool has(const std::string& path) const {
    return std::filesystem::exists(std::filesystem::symlink_status(base / path));
  }

  test::ScratchFolder base;
};

TEST_F(CmdApplyTest, AddsChangesAndRemoves) {
  job("a.yaml", daily);
  EXPECT_EQ(apply(), (Said{0,
                           "+ sa-a.service (jobs.d/a.yaml)\n+ sa-a.timer (jobs.d/a.yaml)\n"
                           "1 job: 2 files added\n",
                           ""}));
  job("a.yaml", "command: /bin/false\nschedule: daily\n");
  EXPECT_EQ(apply(), (Said{0,
                           "~ sa-a.service (jobs.d/a.yaml)\n"
                           "  - ExecStart=/bin/true\n  + ExecStart=/bin/false\n"
                           "1 job: 1 file changed\n",
                           ""}));
  job("a.yaml", "command: /bin/false\n");
  EXPECT_EQ(apply().out, "- sa-a.timer (jobs.d/a.yaml)\n1 job: 1 file removed\n");
  std::filesystem::remove(base / "etc/jobs.d/a.yaml");
  apply();
  EXPECT_FALSE(has("units/sa-a.service"));
  EXPECT_FALSE(has("units/timers.target.wants/sa-a.timer"));
  EXPECT_EQ(apply(), (Said{0, "0 jobs: nothing to do\n", ""}));
}

TEST_F(CmdApplyTest, OnlyTellsInADryRun) {
  job("a.yaml", by_hand);
  EXPECT_EQ(apply(true), (Said{0, "+ sa-a.service (jobs.d/a.yaml)\n1 job: 1 file added\n", ""}));
  EXPECT_FALSE(has("units"));
  EXPECT_FALSE(has("state"));
}

TEST_F(CmdApplyTest, KeepsTheUnitsOfAFileWithProblems) {
  job("a.yaml", by_hand);
  apply();
  job("a.yaml", "comand: x\ncommand: /bin/true\n");
  const std::string problem = "jobs.d/a.yaml:1:1: comand: unknown key, did you mean 'command'?\n";
  EXPECT_EQ(apply(), (Said{1, "0 jobs: nothing to do; 1 problem\n", problem}));
  EXPECT_EQ(apply(), (Said{1, "0 jobs: nothing to do; 1 problem\n", problem}));
  EXPECT_TRUE(has("units/sa-a.service"));
  EXPECT_EQ(base.read("state/problems.json"),
            R"({"version":1,"problems":[{"file":")" + base / "etc/jobs.d/a.yaml" +
                R"(","line":1,"column":1,"key":"comand",)"
                R"("message":"unknown key, did you mean 'command'?","severity":"problem",)"
                R"("job":"a","team":"default","unit":"sa-a.service"}]})"
                "\n");
}

TEST_F(CmdApplyTest, WithNothingToDoTouchesNothing) {
  job("a.yaml", "script: echo\nschedule: daily\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(30));  // the clock of files ticks
  apply();
  const auto stamps = [&] {
    std::string text;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(base.path()))
      append_stamp(text, entry.path().string(), stamp_at(AT_FDCWD, entry.path().c_str()));
    return text;
  };
  const std::string before = stamps();
  EXPECT_EQ(apply(), (Said{0, "1 job: nothing to do\n", ""}));
  EXPECT_EQ(stamps(), before);
  EXPECT_TRUE(has("state/manifest"));
}

TEST_F(CmdApplyTest, PutsBackWhatSomebodyChanged) {
  job("a.yaml", daily);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  apply();
  const std::string text = base.read("units/sa-a.timer");
  base.write("units/sa-a.timer", text + "#\n");
  EXPECT_EQ(apply().out, "~ sa-a.timer (jobs.d/a.yaml)\n  - #\n1 job: 1 file changed\n");
  EXPECT_EQ(base.read("units/sa-a.timer"), text);
  std::filesystem::remove(base / "units/sa-a.service");
  EXPECT_EQ(apply().out, "+ sa-a.service (jobs.d/a.yaml)\n1 job: 1 file added\n");
}

TEST_F(CmdApplyTest, LeavesUnitsAloneThatAreNotOurs) {
  for (const char* unit : {"sa-a.timer", "sa-b.service", "sa-c-slow.service"})
    base.write(std::string("units/") + unit, "[Unit]\n");
  base.write("units/sa-other.service", "[Unit]\n");
  std::filesystem::create_symlink("/dev/null", base / "units/sa-d.timer");
  for (const char* name : {"a", "b", "c", "d"}) job(std::string(name) + ".yaml", by_hand);
  const Said said = apply();
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.out, "0 jobs: nothing to do; 4 problems\n");
  EXPECT_TRUE(said.err.starts_with(
      "jobs.d/a.yaml:1:1: expected a name without a unit that is not ours, got sa-a.timer in " +
      base / "units" + "\n"))
      << said.err;
  EXPECT_EQ(base.read("units/sa-other.service"), "[Unit]\n");
  EXPECT_TRUE(has("units/sa-d.timer"));
}

TEST_F(CmdApplyTest, GivesANameToOneFileOnly) {
  job("a.yaml", by_hand);
  job("a.yml", by_hand);
  EXPECT_EQ(apply().err,
            "jobs.d/a.yml:1:1: expected a name that no other file has, got 'a' of jobs.d/a.yaml\n");
  std::filesystem::remove(base / "etc/jobs.d/a.yaml");
  EXPECT_EQ(apply().code, 0);
  job("a.yaml", by_hand);
  EXPECT_EQ(apply().err,
            "jobs.d/a.yaml:1:1: expected a name that no other file has, got 'a' of jobs.d/a.yml\n");
}

TEST_F(CmdApplyTest, KeepsEverythingWhileJobsAreOutOfSight) {
  job("a.yaml", by_hand);
  apply();
  std::filesystem::rename(base / "etc/jobs.d", base / "elsewhere");
  EXPECT_EQ(apply(), (Said{1, "0 jobs: nothing to do; 1 problem\n",
                           "jobs.d:1:1: expected a directory, got none; an empty one would remove "
                           "all units\n"}));
  std::filesystem::create_symlink(base / "elsewhere", base / "etc/jobs.d");
  EXPECT_EQ(apply().code, 1);
  EXPECT_TRUE(has("units/sa-a.service"));
  std::filesystem::remove(base / "etc/jobs.d");
  std::filesystem::rename(base / "elsewhere", base / "etc/jobs.d");
  EXPECT_EQ(apply(), (Said{0, "1 job: nothing to do\n", ""}));
}

TEST_F(CmdApplyTest, RefusesTheFilesOfATeamWithoutAGoodPolicy) {
  job("lp/a.yaml", by_hand);
  EXPECT_EQ(apply().err,
            "jobs.d/lp/a.yaml:1:1: expected a policy teams.d/lp.yaml, got none that is good\n");
  base.write("etc/teams.d/lp.yaml", "users: [daemon]\n");
  EXPECT_EQ(apply().code, 0);
  base.write("etc/teams.d/lp.yaml", "users: []\n");
  EXPECT_EQ(apply().code, 1);
  EXPECT_TRUE(has("units/sa-a.service"));
}

TEST_F(CmdApplyTest, RefusesAFolderThatOthersMayWriteIn) {
  base.write("etc/teams.d/lp.yaml", "users: [daemon]\n");
  job("lp/a.yaml", by_hand);
  chmod((base / "etc/jobs.d/lp").c_str(), 0777);
  EXPECT_EQ(apply().err,
            "jobs.d/lp/a.yaml:1:1: not read, jobs.d/lp is refused\n"
            "jobs.d/lp:1:1: expected that others cannot write it, got mode 0777\n");
}

TEST_F(CmdApplyTest, ReadsOnlySoManyJobsOfATeam) {
  base.write("etc/teams.d/lp.yaml", "users: [daemon]\nlimits: {jobs: 2}\n");
  for (const char* name : {"a", "b", "c", "d"}) job(std::string("lp/") + name + ".yaml", by_hand);
  const Said said = apply();
  EXPECT_EQ(said.out.substr(said.out.rfind('\n', said.out.size() - 2) + 1),
            "2 jobs: 2 files added; 3 problems\n");
  EXPECT_EQ(said.err,
            "jobs.d/lp/c.yaml:1:1: not read, jobs.d/lp is refused\n"
            "jobs.d/lp/d.yaml:1:1: not read, jobs.d/lp is refused\n"
            "jobs.d/lp:1:1: expected at most 2 jobs, those from 'c.yaml' on are left out\n");
}

TEST_F(CmdApplyTest, ChangesNothingWhereDefaultsAreWrong) {
  base.write("etc/scriptactivity.yaml", "defaults: {nice: 5}\n");
  job("a.yaml", by_hand);
  apply();
  base.write("etc/scriptactivity.yaml", "defaults: {nise: 5}\n");
  const Said said = apply();
  EXPECT_EQ(said.code, 1);
  EXPECT_NE(base.read("units/sa-a.service").find("Nice=5"), std::string::npos);
  EXPECT_TRUE(said.err.ends_with("jobs.d/a.yaml:1:1: expected a good scriptactivity.yaml\n"))
      << said.err;
}

TEST_F(CmdApplyTest, WritesScriptsThatOnlyTheirGroupReads) {
  job("a.yaml", "script: |\n  echo hello\n");
  apply();
  EXPECT_EQ(base.read("units/scripts/a"), "echo hello\n");
  struct stat found {};
  ASSERT_EQ(stat((base / "units/scripts/a").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777U, 0640U);
  job("a.yaml", by_hand);
  EXPECT_NE(apply().out.find("- scripts/a (jobs.d/a.yaml)\n"), std::string::npos);
  EXPECT_FALSE(has("units/scripts/a"));
}

TEST_F(CmdApplyTest, MakesLinksForNewUnitsOnly) {
  job("a.yaml", daily);
  apply();
  EXPECT_EQ(std::filesystem::read_symlink(base / "units/timers.target.wants/sa-a.timer"),
            "../sa-a.timer");
  std::filesystem::remove(base / "units/timers.target.wants/sa-a.timer");
  job("a.yaml", "command: /bin/true\nschedule: weekly\n");
  apply();
  EXPECT_FALSE(has("units/timers.target.wants/sa-a.timer"));
}

// It was killed between the links and the units; then the job files were what they had been.
TEST_F(CmdApplyTest, MakesTheLinksAgainThatAKilledApplyRemoved) {
  job("a.yaml", daily);
  apply();
  std::filesystem::remove(base / "units/timers.target.wants/sa-a.timer");
  std::filesystem::create_symlink("../sa-b.timer", base / "units/timers.target.wants/sa-b.timer");
  base.write("state/pending", "stop sa-a.timer\nforget sa-a.timer\nlink sa-b.timer\n");
  EXPECT_EQ(apply(), (Said{0, "1 job: nothing to do\n", ""}));
  EXPECT_TRUE(has("units/timers.target.wants/sa-a.timer"));
  EXPECT_FALSE(has("units/timers.target.wants/sa-b.timer"));
  EXPECT_FALSE(has("state/pending"));
}

TEST_F(CmdApplyTest, CheckTellsAllAndShowTheUnits) {
  job("good.yaml", by_hand);
  job("bad.yaml", "comand: x\ncommand: /bin/true\n");
  const std::string problem = "1:1: comand: unknown key, did you mean 'command'?\n";
  EXPECT_EQ(check({}), (Said{1, "2 files: 1 problem\n", "jobs.d/bad.yaml:" + problem}));
  EXPECT_EQ(check({base / "etc/jobs.d/good.yaml"}), (Said{0, "1 file: nothing is wrong\n", ""}));
  base.write("elsewhere/bad.yaml", "comand: x\ncommand: /bin/true\n");
  const std::string elsewhere = base / "elsewhere/bad.yaml";
  EXPECT_EQ(check({elsewhere}), (Said{1, "1 file: 1 problem\n", elsewhere + ":" + problem}));
  EXPECT_EQ(check({elsewhere}, "lp").err,
            elsewhere + ":1:1: expected a policy teams.d/lp.yaml, got none that is good\n");
  EXPECT_TRUE(show("good").out.starts_with("# " + base / "units/sa-good.service" +
                                           "\n# Made by sa-unitgen from "));
  EXPECT_EQ(show("sa-good.service"), show("good"));
  EXPECT_EQ(show("god"), (Said{1, "", "sa-unitgen: no job 'god'; did you mean 'good'?\n"}));
  EXPECT_EQ(show("bad"), (Said{1, "", "jobs.d/bad.yaml:" + problem}));
}

}  // namespace
}  // namespace sa
