#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

constexpr const char* plain_policy = "users: [lp, lpadmin]\nuser: lp\n";

// With a command before it.
std::string problems(const std::string& lines, const std::string& policy = plain_policy) {
  return JobReading(policy).problems("command: /bin/true\n" + lines);
}

Job job(const std::string& lines, const std::string& policy = plain_policy) {
  return JobReading(policy).job("command: /bin/true\n" + lines);
}

TEST(JobTeam, RunsAsTheTeamsUser) {
  EXPECT_EQ(job("").team, "lp");
  EXPECT_EQ(job("").user, "lp");
  EXPECT_EQ(job("").group, "");
  EXPECT_EQ(job("user: lpadmin\n").user, "lpadmin");
  EXPECT_EQ(problems("user: root\n"),
            "x.yaml:2:7: user: expected a user of team 'lp' ('lp', 'lpadmin'), got 'root'\n");
  EXPECT_EQ(problems("user: LP\n"),
            "x.yaml:2:7: user: expected a user of team 'lp' ('lp', 'lpadmin'), got 'LP'\n");
}

TEST(JobTeam, NamesNoUserByNumber) {
  EXPECT_EQ(problems("user: 0\n"), "x.yaml:2:7: user: expected the name of a user, got '0'\n");
  EXPECT_EQ(problems("group: 0\n"), "x.yaml:2:8: group: expected the name of a group, got '0'\n");
}

TEST(JobTeam, HasItsUsersOwnGroupOrOneOfThePolicys) {
  EXPECT_EQ(job("group: lp\n").group, "lp");
  EXPECT_EQ(job("user: lpadmin\ngroup: lpadmin\n").group, "lpadmin");
  EXPECT_EQ(problems("group: shadow\n"),
            "x.yaml:2:8: group: expected the primary group of user 'lp' ('lp'), got 'shadow'\n");
  EXPECT_EQ(
      problems("user: lpadmin\ngroup: lp\n"),
      "x.yaml:3:8: group: expected the primary group of user 'lpadmin' ('lpadmin'), got 'lp'\n");
  const std::string policy = "users: [lp]\ngroups: [web, mail]\n";
  EXPECT_EQ(job("group: mail\n", policy).group, "mail");
  EXPECT_EQ(problems("group: lp\n", policy),
            "x.yaml:2:8: group: expected a group of team 'lp' ('web', 'mail'), got 'lp'\n");
}

TEST(JobTeam, ReadsTheEnvironmentFilesOfThePolicyOnly) {
  EXPECT_EQ(problems("environment-file: /etc/shadow\n"),
            "x.yaml:2:19: environment-file: expected an environment file of team 'lp' (none), got "
            "'/etc/shadow'\n");
  const std::string policy = "users: [lp]\nenvironment-files: [/etc/lp.env]\n";
  EXPECT_EQ(job("environment-file: /etc/lp.env\n", policy).environment_files,
            std::vector<std::string>{"/etc/lp.env"});
  EXPECT_EQ(problems("environment-file: [/etc/lp.env, /etc/lp.env2]\n", policy),
            "x.yaml:2:33: environment-file: expected an environment file of team 'lp' "
            "('/etc/lp.env'), got '/etc/lp.env2'\n");
}

TEST(JobTeam, TellsTheTargetsOfThePolicyOnly) {
  EXPECT_EQ(problems("notify: [ops]\n"),
            "x.yaml:2:10: notify: expected a target of team 'lp' (none), got 'ops'\n");
  EXPECT_EQ(problems("notify: none\n"), "");
  EXPECT_EQ(job("notify: [ops]\n", "users: [lp]\nnotify: [ops]\n").notify,
            std::vector<std::string>{"ops"});
}

TEST(JobTeam, StaysWithinItsLimits) {
  const std::string policy =
      "users: [lp]\nlimits: {nice: -5, io-class: realtime, memory-max: 512M, tasks-max: 100}\n";
  const Job plain = job("", policy);
  EXPECT_EQ(plain.memory_max, 512U << 20);
  EXPECT_EQ(plain.tasks_max, 100U);
  const Job less = job("memory-max: 1M\ntasks-max: 3\nnice: -5\nio-class: realtime\n", policy);
  EXPECT_EQ(less.memory_max, 1U << 20);
  EXPECT_EQ(less.tasks_max, 3U);
  EXPECT_EQ(problems("memory-max: 513M\ntasks-max: infinity\nnice: -6\n", policy),
            "x.yaml:2:13: memory-max: expected at most 512M in team 'lp', got '513M'\n"
            "x.yaml:3:12: tasks-max: expected at most 100 in team 'lp', got 'infinity'\n"
            "x.yaml:4:7: nice: expected a number from -5 to 19 in team 'lp', got '-6'\n");
}

TEST(JobTeam, HasNoPriorityAboveOthersByItself) {
  EXPECT_EQ(problems("nice: -1\nio-class: realtime\n"),
            "x.yaml:2:7: nice: expected a number from 0 to 19 in team 'lp', got '-1'\n"
            "x.yaml:3:11: io-class: expected best-effort or idle in team 'lp', got 'realtime'\n");
}

TEST(JobTeam, WritesNoLinesOfUnits) {
  EXPECT_EQ(problems("unit: {Service: {User: root}}\n"),
            "x.yaml:2:1: unit: expected only in root's own files, got it in a team's\n");
}

TEST(JobTeam, StartsItsOwnJobsOnly) {
  EXPECT_EQ(job("requires: [other, sa-third.service]\n").required,
            (std::vector<std::string>{"sa-other.service", "sa-third.service"}));
  EXPECT_EQ(problems("requires: [sshd.service, sa-theirs.service, sa-other-slow.service, "
                     "poweroff.target, sa-other.timer]\n"),
            "x.yaml:2:12: requires: expected a job of this team, got 'sshd.service'\n"
            "x.yaml:2:26: requires: expected a job of this team, got 'sa-theirs.service'\n"
            "x.yaml:2:45: requires: expected a job of this team, got 'sa-other-slow.service'\n"
            "x.yaml:2:68: requires: expected a job of this team, got 'poweroff.target'\n"
            "x.yaml:2:85: requires: expected a job of this team, got 'sa-other.timer'\n");
}

TEST(JobTeam, MayWaitForWhatHasNoPartInAShutdown) {
  EXPECT_EQ(job("after: [other, postgresql.service, network-online.target]\n").after,
            (std::vector<std::string>{"sa-other.service", "postgresql.service",
                                      "network-online.target"}));
  EXPECT_EQ(problems("after: shutdown.target\n"),
            "x.yaml:2:8: after: expected a unit that has no part in a shutdown, got "
            "'shutdown.target'\n");
}

// systemd breaks a cycle of orderings at boot by dropping somebody's start.
TEST(JobTeam, ADaemonWaitsForItsOwnAndForTargetsThatWaitForNothing) {
  EXPECT_EQ(job("at-boot: true\nafter: [other, network-online.target]\n").after,
            (std::vector<std::string>{"sa-other.service", "network-online.target"}));
  EXPECT_EQ(problems("at-boot: true\nafter: [multi-user.target, ssh.service]\n"),
            "x.yaml:3:9: after: expected a job of this team, or a target such as "
            "network-online.target, got 'multi-user.target'\n"
            "x.yaml:3:28: after: expected a job of this team, or a target such as "
            "network-online.target, got 'ssh.service'\n");
}

TEST(JobTeam, DoesNotKeepSystemdBusy) {
  EXPECT_EQ(problems("schedule: ['*:*:0/0.25', daily]\n"),
            "x.yaml:2:11: schedule: expected at least 1s between two runs in a team's file\n");
  EXPECT_EQ(problems("respawn: {limit: unlimited, delay: 1us}\n"),
            "x.yaml:2:10: respawn: expected a delay of at least 100ms in a team's file\n");
  EXPECT_EQ(problems("schedule: every 1s\nrespawn: {limit: 1, interval: 100ms}\n"), "");
}

TEST(JobTeam, DefaultsOfThePolicyHoldBelowTheJobsOwn) {
  const std::string policy =
      "users: [lp, lpadmin]\nuser: lp\ndefaults:\n  user: lpadmin\n  timeout: 1h\n"
      "  environment: {A: policy, B: policy}\n";
  const Job made = job("environment: {B: job}\n", policy);
  EXPECT_EQ(made.user, "lpadmin");
  EXPECT_EQ(made.timeout, std::chrono::hours(1));
  const std::vector<std::pair<std::string, std::string>> variables = {{"A", "policy"},
                                                                      {"B", "job"}};
  EXPECT_EQ(made.environment, variables);
  EXPECT_EQ(job("user: lp\ntimeout: infinity\n", policy).timeout, std::nullopt);
}

}  // namespace
}  // namespace sa
