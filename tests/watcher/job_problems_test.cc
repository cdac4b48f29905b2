#include "watcher/job_problems.h"

#include "core/error.h"
#include "tests/watcher/roster_scene.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace sa::test {
namespace {

constexpr const char* two_problems = R"({"version":1,"problems":[
  {"file":"/etc/scriptactivity/jobs.d/lp/garbo.yaml","line":7,"column":12,"key":"grace",
   "message":"expected a duration such as 15min, got 'soon'","severity":"problem",
   "job":"garbo","team":"lp","unit":"sa-garbo.service"},
  {"file":"/etc/scriptactivity/jobs.d/lp/garbo.yaml","line":9,"column":1,"key":"usr",
   "message":"unknown key, did you mean 'user'?","severity":"problem",
   "job":"garbo","team":"lp","unit":"sa-garbo.service"},
  {"file":"/etc/scriptactivity/jobs.d/poll.yaml","line":1,"column":1,"key":"",
   "message":"worth knowing","severity":"warning","job":"poll","team":"default",
   "unit":"sa-poll.service"},
  {"file":"/etc/scriptactivity/teams.d/web.yaml","line":1,"column":1,"key":"users",
   "message":"expected a list","severity":"problem","job":"","team":"web","unit":""}]})";

constexpr const char* refusal =
    "job file refused: /etc/scriptactivity/jobs.d/lp/garbo.yaml:7:12: grace: expected a duration "
    "such as 15min, got 'soon', and 1 more problem";

TEST(JobProblems, AreOneEntryAJob) {
  EXPECT_EQ(read_job_problems(two_problems),
            (std::vector<RefusedJob>{{"sa-garbo.service", "garbo", "lp", refusal}}));
}

TEST(JobProblems, OfAnotherFormAreAnError) {
  for (const char* text : {"", "[]", "{}", R"({"problems":1})", R"({"problems":[1]})"})
    EXPECT_THROW(read_job_problems(text), Error) << text;
}

class JobProblemsFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "job-problems-XXXXXX";
    folder = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void write(const char* text) const {
    std::ofstream(folder / "new") << text;
    std::filesystem::rename(folder / "new", folder / "state" / "problems.json");
  }
  std::filesystem::path folder;
};

TEST_F(JobProblemsFileTest, TellsOfEachChangeOnce) {
  JobProblemsFile file(folder / "state" / "problems.json");
  EXPECT_EQ(file.take_change(), std::nullopt);
  std::filesystem::create_directory(folder / "state");
  write(two_problems);
  ASSERT_TRUE(file.take_change());
  EXPECT_EQ(file.take_change(), std::nullopt);
  std::filesystem::remove(folder / "state" / "problems.json");
  EXPECT_EQ(file.take_change(), std::vector<RefusedJob>{});
}

TEST_F(JobProblemsFileTest, ComplainsOfADamagedFileOnce) {
  std::filesystem::create_directory(folder / "state");
  write("{");
  JobProblemsFile file(folder / "state" / "problems.json");
  EXPECT_THROW(file.take_change(), Error);
  EXPECT_EQ(file.take_change(), std::nullopt);
}

class RefusedRowTest : public testing::Test, protected RosterScene {
 protected:
  std::string first(const char* unit) {
    const auto found = roster.row(unit, at(0));
    if (!found) return "no row";
    const Verdict& verdict = found->outlook.verdict;
    return std::string(to_string(verdict.health)) + " (" + verdict.reason + ") job " + found->job +
           " team " + found->team;
  }
};

TEST_F(RefusedRowTest, AJobWithoutUnitsHasOne) {
  roster.set_refused({{"sa-garbo.service", "garbo", "lp", "job file refused: x"}});
  EXPECT_EQ(changed(), "sa-garbo.service ");
  EXPECT_EQ(first("sa-garbo.service"), "broken (job file refused: x) job garbo team lp");
  roster.set_refused({});
  EXPECT_EQ(changed(), "sa-garbo.service ");
  EXPECT_EQ(first("sa-garbo.service"), "no row");
}

TEST_F(RefusedRowTest, AJobThatRunsItsLastGoodUnitIsBrokenUntilItsFileIsMended) {
  roster.set_timer(daily_timer());
  take(timer_run(7, -minute, State::succeeded));
  roster.set_refused({{"backup.service", "backup", "lp", "job file refused: x"}});
  EXPECT_EQ(first("backup.service"), "broken (job file refused: x) job backup team lp");
  roster.set_refused({});
  EXPECT_EQ(first("backup.service"), "ok () job  team ");
}

}  // namespace
}  // namespace sa::test
