#include "core/error.h"
#include "tests/unitgen/scratch_folder.h"
#include "unitgen/cmd_apply.h"
#include "unitgen/cmd_check.h"
#include "unitgen/cmd_show.h"

#include <sstream>

#include <gtest/gtest.h>

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

class UpstartApply : public testing::Test {
 protected:
  Folders folders() const {
    return {.config = base / "etc",
            .target = TargetKind::upstart,
            .units = base / "init",
            .cron = base / "cron.d",
            .expectations = base / "upstart",
            .scripts = base / "scripts",
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

  Said check() const {
    std::ostringstream out, err;
    TimeZones zones;
    const int code = cmd_check({folders(), {}, "", now()}, zones, out, err);
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
  void remove(const std::string& path) const { std::filesystem::remove(base / path); }
  bool has(const std::string& path) const { return std::filesystem::exists(base / path); }
  std::string starts() const {
    const std::string table = base.read("cron.d/scriptactivity");
    const auto begin = table.find("\n\n");
    return begin == std::string::npos ? table : table.substr(begin + 2);
  }

  test::ScratchFolder base;
};

constexpr const char* start_a = "0 0 * * * root /sbin/initctl --quiet start --no-wait sa-a\n";
constexpr const char* start_b = "5 1 * * * root /sbin/initctl --quiet start --no-wait sa-b\n";

TEST_F(UpstartApply, AddsChangesAndRemoves) {
  job("a.yaml", daily);
  EXPECT_EQ(apply(), (Said{0,
                           "+ sa-a.conf (jobs.d/a.yaml)\n+ upstart/sa-a (jobs.d/a.yaml)\n"
                           "+ cron.d/scriptactivity\n1 job: 3 files added\n",
                           ""}));
  EXPECT_EQ(starts(), start_a);
  EXPECT_EQ(apply(), (Said{0, "1 job: nothing to do\n", ""}));
  job("a.yaml", "command: /bin/false\nschedule: daily\n");
  EXPECT_EQ(apply(), (Said{0,
                           "~ sa-a.conf (jobs.d/a.yaml)\n"
                           "  - exec /bin/true\n  + exec /bin/false\n"
                           "1 job: 1 file changed\n",
                           ""}));
  job("b.yaml", "command: /bin/true\nschedule: 5 1 * * *\n");
  apply();
  EXPECT_EQ(starts(), std::string(start_a) + start_b);
  remove("etc/jobs.d/a.yaml");
  EXPECT_EQ(apply(), (Said{0,
                           "- sa-a.conf (jobs.d/a.yaml)\n- upstart/sa-a (jobs.d/a.yaml)\n"
                           "~ cron.d/scriptactivity\n"
                           "  - 0 0 * * * root /sbin/initctl --quiet start --no-wait sa-a\n"
                           "1 job: 1 file changed, 2 removed\n",
                           ""}));
  remove("etc/jobs.d/b.yaml");
  apply();
  for (const char* path : {"init/sa-b.conf", "upstart/sa-b", "cron.d/scriptactivity"})
    EXPECT_FALSE(has(path)) << path;
}

TEST_F(UpstartApply, OnlyTellsInADryRun) {
  job("a.yaml", daily);
  EXPECT_EQ(apply(true).out,
            "+ sa-a.conf (jobs.d/a.yaml)\n+ upstart/sa-a (jobs.d/a.yaml)\n"
            "+ cron.d/scriptactivity\n1 job: 3 files added\n");
  for (const char* path : {"init", "upstart", "cron.d", "state"}) EXPECT_FALSE(has(path)) << path;
}

TEST_F(UpstartApply, KeepsTheConfAndTheStartsOfAFileWithProblems) {
  job("a.yaml", daily);
  job("b.yaml", "command: /bin/true\nschedule: 5 1 * * *\n");
  apply();
  job("a.yaml", "command: /bin/true\nschedule: '*:*:30'\n");
  const std::string problem =
      "jobs.d/a.yaml:2:11: schedule: expected full minutes, cron knows no seconds, got '*-*-* "
      "*:*:30 UTC'\n";
  EXPECT_EQ(apply(), (Said{1, "1 job: nothing to do; 1 problem\n", problem}));
  EXPECT_EQ(starts(), std::string(start_a) + start_b);
  EXPECT_TRUE(has("init/sa-a.conf") && has("upstart/sa-a"));
  EXPECT_NE(base.read("state/problems.json").find(R"("unit":"sa-a.upstart")"), std::string::npos);
}

TEST_F(UpstartApply, TouchesNothingOfOthers) {
  base.write("init/sa-a.conf", "exec /bin/true\n");
  base.write("init/rc.conf", "exec /etc/init.d/rc\n");
  base.write("init/sa-a.override", "manual\n");
  base.write("cron.d/other", "* * * * * root true\n");
  job("a.yaml", daily);
  EXPECT_EQ(apply(), (Said{1, "0 jobs: nothing to do; 1 problem\n",
                           "jobs.d/a.yaml:1:1: expected a name without a unit that is not ours, "
                           "got sa-a.conf in " +
                               base / "init" + "\n"}));
  EXPECT_EQ(base.read("init/sa-a.conf"), "exec /bin/true\n");
  EXPECT_EQ(base.read("init/rc.conf"), "exec /etc/init.d/rc\n");
  EXPECT_EQ(base.read("init/sa-a.override"), "manual\n");
  EXPECT_EQ(base.read("cron.d/other"), "* * * * * root true\n");
  EXPECT_FALSE(has("cron.d/scriptactivity"));
}

TEST_F(UpstartApply, RefusesAFileOfCronThatIsNotOurs) {
  base.write("cron.d/scriptactivity", "* * * * * root true\n");
  job("a.yaml", daily);
  try {
    apply();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), "cannot write '" + base / "cron.d/scriptactivity" +
                                "': it is none of ours, move it away");
  }
  EXPECT_FALSE(has("init/sa-a.conf"));
  EXPECT_EQ(base.read("cron.d/scriptactivity"), "* * * * * root true\n");
}

TEST_F(UpstartApply, MendsWhatWasChangedByHand) {
  job("a.yaml", daily);
  apply();
  const std::string conf = base.read("init/sa-a.conf"), table = base.read("cron.d/scriptactivity");
  remove("init/sa-a.conf");
  remove("upstart/sa-a");
  base.write("cron.d/scriptactivity", table + "* * * * * root evil\n");
  EXPECT_EQ(apply().code, 0);
  EXPECT_EQ(base.read("init/sa-a.conf"), conf);
  EXPECT_EQ(base.read("cron.d/scriptactivity"), table);
  EXPECT_TRUE(has("upstart/sa-a"));
}

TEST_F(UpstartApply, RemovesAnExpectationWithoutAJob) {
  job("a.yaml", by_hand);
  apply();
  const std::string owed = base.read("upstart/sa-a");
  base.write("upstart/sa-lost", owed);
  base.write("upstart/sa-foreign", "[X-ScriptActivity]\n");
  job("a.yaml", "description: x\ncommand: /bin/true\n");
  apply();
  EXPECT_FALSE(has("upstart/sa-lost"));
  EXPECT_TRUE(has("upstart/sa-foreign") && has("upstart/sa-a"));
}

TEST_F(UpstartApply, RemovesTheScriptWithItsJob) {
  job("a.yaml", "script: echo\nschedule: daily\nslow-start-command: /bin/true\n");
  apply();
  EXPECT_TRUE(has("scripts/a") && has("init/sa-a-slow.conf") && has("upstart/sa-a-slow"));
  remove("etc/jobs.d/a.yaml");
  apply();
  for (const char* path :
       {"scripts/a", "init/sa-a.conf", "init/sa-a-slow.conf", "upstart/sa-a-slow"})
    EXPECT_FALSE(has(path)) << path;
}

TEST_F(UpstartApply, TakesBackWhatRootTakesBack) {
  base.write("etc/teams.d/web.yaml", "users: [games, nobody]\nuser: nobody\n");
  job("web/a.yaml", "command: /bin/true\nschedule: daily\nuser: games\n");
  EXPECT_EQ(apply().code, 0);
  base.write("etc/teams.d/web.yaml", "users: [nobody]\nuser: nobody\n");
  EXPECT_EQ(apply().code, 1);
  EXPECT_FALSE(has("init/sa-a.conf"));
  EXPECT_FALSE(has("cron.d/scriptactivity"));
}

TEST_F(UpstartApply, ChecksForItsTarget) {
  job("a.yaml", "command: /bin/true\nschedule: daily\njitter: 5min\nunit: {Service: {Nice: 1}}\n");
  EXPECT_EQ(check(),
            (Said{1, "1 file: 1 problem, 1 warning\n",
                  "jobs.d/a.yaml:3:9: warning: jitter: is not carried over, cron has none\n"
                  "jobs.d/a.yaml:4:7: unit: expected none, Upstart knows no directives of "
                  "systemd\n"}));
}

TEST_F(UpstartApply, ShowsAJob) {
  job("a.yaml", daily);
  for (const char* name : {"a", "sa-a.conf", "sa-a.upstart"}) {
    const Said said = show(name);
    EXPECT_EQ(said.code, 0) << said;
    EXPECT_NE(said.out.find("\n# " + base / "cron.d/scriptactivity" + "\n" + start_a),
              std::string::npos)
        << said;
  }
}

}  // namespace
}  // namespace sa
