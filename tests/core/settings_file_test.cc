#include "core/settings_file.h"

#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

Settings settings_of(const std::string& text) {
  TimeZones zones;
  auto parsed = parse_settings(text, zones);
  EXPECT_EQ(lines_of(parsed.problems), "");
  return parsed.settings.value_or(Settings{});
}

std::string problems(const std::string& text) {
  TimeZones zones;
  return lines_of(parse_settings(text, zones).problems);
}

// A job of a host with these settings; `policy`: of a team.
Job job_with(const std::string& settings, const std::string& lines,
             const std::string& policy = "") {
  JobReading reading(policy);
  reading.defaults = settings_of(settings).defaults;
  return reading.job("command: /bin/true\n" + lines);
}

TEST(Settings, HoldRetentionAndDefaults) {
  const Settings settings = settings_of("grace: 10min\nnotify: [ops]\nretention: 90d\n");
  EXPECT_EQ(settings.retention, 90 * 24h);
  EXPECT_EQ(settings.notify, std::vector<std::string>{"ops"});
  EXPECT_EQ(settings_of("defaults: {notify: irc}\n").notify, std::vector<std::string>{"irc"});
  EXPECT_TRUE(settings_of("retention: 90d\n").notify.empty());
  EXPECT_FALSE(settings.keep_forever);
  EXPECT_TRUE(settings_of("retention: infinity\n").keep_forever);
  EXPECT_EQ(settings_of("").retention, std::nullopt);
}

TEST(Settings, AreDefaultsOfEveryJob) {
  const std::string settings =
      "grace: 10min\nnotify: [ops]\ndefaults: {timeout: 1d, environment: {A: host, B: host}}\n";
  const Job job = job_with(settings, "timeout: 1h\nenvironment: {B: job}\n");
  EXPECT_EQ(job.grace, 10min);
  EXPECT_EQ(job.notify, std::vector<std::string>{"ops"});
  EXPECT_EQ(job.timeout, 1h);
  const std::vector<std::pair<std::string, std::string>> variables = {{"A", "host"}, {"B", "job"}};
  EXPECT_EQ(job.environment, variables);
  for (const char* nobody : {"notify: []\n", "notify: none\n"})
    EXPECT_EQ(job_with(settings, nobody).notify, std::vector<std::string>{"none"});
}

TEST(Settings, TheTeamsDefaultsWinOverThem) {
  const Job job = job_with("grace: 10min\ndefaults: {jitter: 1s}\n", "",
                           "users: [lp]\ndefaults: {grace: 20min}\n");
  EXPECT_EQ(job.grace, 20min);
  EXPECT_EQ(job.jitter, 1s);
}

TEST(Settings, GiveATeamNoUserGroupOrEnvironmentFile) {
  const std::string settings =
      "defaults: {user: backup, group: adm, environment-file: /etc/secret.env}\n";
  const Job own = job_with(settings, "");
  EXPECT_EQ(own.user + ":" + own.group, "backup:adm");
  EXPECT_EQ(own.environment_files, std::vector<std::string>{"/etc/secret.env"});
  const Job team = job_with(settings, "", "users: [lp]\n");
  EXPECT_EQ(team.user + ":" + team.group, "lp:");
  EXPECT_TRUE(team.environment_files.empty());
}

TEST(Settings, AreCutDownToWhatATeamMay) {
  const std::string settings =
      "notify: [ops]\ndefaults: {nice: -5, io-class: realtime, memory-max: 8G, tasks-max: 1000}\n";
  const Job team =
      job_with(settings, "", "users: [lp]\nlimits: {nice: -2, memory-max: 1G, tasks-max: 10}\n");
  EXPECT_EQ(team.nice, -2);
  EXPECT_EQ(team.io_class, std::nullopt);
  EXPECT_EQ(team.memory_max, 1U << 30);
  EXPECT_EQ(team.tasks_max, 10U);
  EXPECT_EQ(team.notify, std::vector<std::string>{"ops"});
}

TEST(Settings, ADefaultOfRespawnAlwaysHoldsForDaemonsOnly) {
  const std::string settings = "defaults: {respawn: {on: always}}\n";
  EXPECT_EQ(job_with(settings, "at-boot: true\n").respawn->on, RespawnOn::always);
  EXPECT_EQ(job_with(settings, "").respawn->on, RespawnOn::failure);
}

TEST(Settings, WarnOnceWhereTheyStand) {
  EXPECT_EQ(problems("defaults: {timeout: 90}\n"),
            "x.yaml:1:21: warning: defaults.timeout: read as seconds, write '90s' or '90min'\n");
  EXPECT_EQ(job_with("defaults: {jitter: 5min}\n", "").jitter, 5min);
}

TEST(Settings, TellAllProblems) {
  EXPECT_EQ(problems("- a\n"), "x.yaml:1:1: expected keys such as 'grace: 15min', got a list\n");
  EXPECT_EQ(problems("grase: 5min\nretention: 5s\ngrace: soon\ndefaults: {grace: 1h, unit: {}, "
                     "min-runtime: 5s, max-runtime: 1s}\n"),
            "x.yaml:1:1: grase: unknown key, did you mean 'grace'?\n"
            "x.yaml:2:12: retention: expected a duration of at least 1h, got '5s'\n"
            "x.yaml:3:8: grace: expected a duration such as 15min, got 'soon'\n"
            "x.yaml:4:12: defaults.grace: expected it once, got it outside of 'defaults' too\n"
            "x.yaml:4:23: defaults.unit: expected in a job file, got it among defaults\n"
            "x.yaml:4:63: defaults.max-runtime: expected max-runtime above min-runtime, got 1s and "
            "5s\n");
}

TEST(Settings, AProblemThatArisesWithTheJobIsToldAtItsBeginning) {
  JobReading reading;
  reading.defaults = settings_of("defaults: {min-runtime: 1h}\n").defaults;
  EXPECT_EQ(reading.problems("command: /bin/true\ntimeout: 5min\n"),
            "x.yaml:2:10: timeout: expected a timeout above min-runtime, got 5min and 1h\n");
  JobReading daemon("users: [lp]\ndefaults: {after: [ssh.service]}\n");
  EXPECT_EQ(daemon.problems("command: /bin/true\nat-boot: true\n"),
            "x.yaml:1:1: after: expected a job of this team, or a target such as "
            "network-online.target, got 'ssh.service', from the defaults\n");
}

}  // namespace
}  // namespace sa
