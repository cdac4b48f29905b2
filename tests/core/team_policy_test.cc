#include "core/team_policy.h"

#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

std::string problems(const std::string& text) {
  TimeZones zones;
  const ParsedPolicy parsed = parse_policy(text, "lp", zones);
  return lines_of(parsed.problems);
}

TEST(TeamPolicy, ReadsEveryKey) {
  TimeZones zones;
  const auto parsed = parse_policy(R"(
users: [lp, lpadmin]
user: lpadmin
groups: [lp, web]
group: lp-operators
environment-files: [/etc/lp.env]
notify: [ops, mail:lp@example.org]
limits: {nice: -5, io-class: realtime, memory-max: 1G, tasks-max: 200, jobs: 20}
defaults: {grace: 15min, tags: [lp]}
)",
                                   "lp", zones);
  EXPECT_EQ(lines_of(parsed.problems), "");
  ASSERT_TRUE(parsed.policy);
  const TeamPolicy& policy = *parsed.policy;
  using Strings = std::vector<std::string>;
  EXPECT_EQ(policy.team, "lp");
  EXPECT_EQ(policy.users, (Strings{"lp", "lpadmin"}));
  EXPECT_EQ(policy.user, "lpadmin");
  EXPECT_EQ(policy.groups, (Strings{"lp", "web"}));
  EXPECT_EQ(policy.group, "lp-operators");
  EXPECT_EQ(policy.environment_files, Strings{"/etc/lp.env"});
  EXPECT_EQ(policy.notify, (Strings{"ops", "mail:lp@example.org"}));
  EXPECT_EQ(policy.limits, (TeamLimits{-5, true, 1U << 30, 200, 20}));
  EXPECT_EQ(policy.defaults.keys.entries.size(), 2U);
}

TEST(TeamPolicy, TheOnlyUserIsTheDefault) {
  TimeZones zones;
  const auto parsed = parse_policy("users: [lp]\n", "lp", zones);
  ASSERT_TRUE(parsed.policy);
  EXPECT_EQ(parsed.policy->user, "lp");
  EXPECT_EQ(parsed.policy->limits, TeamLimits{});
  EXPECT_EQ(problems("users: [lp, lpadmin]\n"),
            "x.yaml:1:1: user: expected which of 'users' jobs run as by default, got nothing\n");
  EXPECT_EQ(problems("users: [lp]\nuser: root\n"),
            "x.yaml:2:7: user: expected one of 'users', got 'root'\n");
}

TEST(TeamPolicy, TellsAllProblems) {
  EXPECT_EQ(problems(""), "x.yaml:1:1: expected keys such as 'users: [www-data]', got nothing\n");
  EXPECT_EQ(problems("group: lp\n"), "x.yaml:1:1: users: expected a list of users, got nothing\n");
  EXPECT_EQ(problems("users: []\n"),
            "x.yaml:1:8: users: expected the name of a user, got an empty list\n");
  EXPECT_EQ(
      problems("users: [lp, \"0\", \"\"]\nusrs: [x]\nlimits: {nic: 3, memory-max: x}\n"
               "group: a b\nenvironment-files: [/etc/../x]\nnotify: [a b]\n"),
      "x.yaml:1:13: users: expected the name of a user, got '0'\n"
      "x.yaml:1:18: users: expected the name of a user, got ''\n"
      "x.yaml:2:1: usrs: unknown key, did you mean 'users'?\n"
      "x.yaml:3:10: limits.nic: unknown key, did you mean 'nice'?\n"
      "x.yaml:3:30: limits.memory-max: expected a size such as 512M or 1.5G, got 'x'\n"
      "x.yaml:4:8: group: expected the name of a group, got 'a b'\n"
      "x.yaml:5:21: environment-files: expected an absolute path without '.', '..', '//' or a "
      "'/' at its end, got '/etc/../x'\n"
      "x.yaml:6:10: notify: expected a word without blanks, quotes, '\\', '%', '#', ',' and "
      "';', got 'a b'\n");
}

TEST(TeamPolicy, WarnsOfRoot) {
  EXPECT_EQ(problems("users: [root]\n"),
            "x.yaml:1:8: warning: users: 'root' lets the team do everything on this host\n");
}

TEST(TeamPolicy, JudgesItsDefaultsByItself) {
  EXPECT_EQ(problems("users: [lp]\ndefaults: {user: root, nice: -3, command: x, notify: [ops], "
                     "graze: 1s}\n"),
            "x.yaml:2:18: defaults.user: expected a user of team 'lp' ('lp'), got 'root'\n"
            "x.yaml:2:30: defaults.nice: expected a number from 0 to 19 in team 'lp', got '-3'\n"
            "x.yaml:2:34: defaults.command: expected in a job file, got it among defaults\n"
            "x.yaml:2:55: defaults.notify: expected a target of team 'lp' (none), got 'ops'\n"
            "x.yaml:2:61: defaults.graze: unknown key, did you mean 'grace'?\n");
}

}  // namespace
}  // namespace sa
