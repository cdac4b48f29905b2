#include "core/job_file.h"

#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;
using Commands = std::vector<Command>;

std::string problems(const std::string& text) {
  return JobReading().problems(text);
}

// With a command before it.
std::string problems_of_key(const std::string& line) {
  return problems("command: /bin/true\n" + line + "\n");
}

Job job_with(const std::string& lines) {
  return JobReading().job("command: /bin/true\n" + lines + "\n");
}

TEST(JobFile, ThreeLinesAreAJob) {
  const Job job = JobReading().job("command: /srv/garbo.py --daily\nschedule: 30 2 * * *\n");
  Job wanted;
  wanted.name = "garbo";
  wanted.team = "default";
  wanted.file = "jobs.d/lp/garbo.yaml";
  wanted.commands = {{"/srv/garbo.py", "--daily"}};
  TimeZones zones("Europe/Berlin");
  wanted.schedule = std::get<Schedule>(parse_schedule("30 2 * * *", "", zones));
  EXPECT_EQ(job, wanted);
}

TEST(JobFile, ReadsEveryKey) {
  const Job job = JobReading().job(R"yaml(
description: Collects garbage, "100 %"
command: [/srv/garbo.py 'a b', second]
slow-start-command: /srv/garbo.py --slow
schedule: ["30 2 * * *", every 6h, "@reboot"]
timezone: Europe/London
accuracy: 1min
jitter: 5min
catch-up: true
disabled: true
timeout: 4h
grace: 15min
deadline: 1d
min-runtime: 1s
max-runtime: 2h
alert-after: 2
notify: [ops, mail:someone@example.org]
tags: nightly
user: lp
group: "1000"
directory: /srv/lp branch
umask: 0027
environment: {LANG: C.UTF-8, EMPTY: "", LINES: "a\nb", YES: yes}
environment-file: [/etc/lp.env, /etc/more.env]
nice: -5
io-class: best-effort
cpu-quota: 150%
memory-max: 1.5G
tasks-max: 100
respawn: {limit: 3, interval: 30s, delay: 1s, on: failure}
success-exit-status: [75, USR1]
fatal-exit-status: SIGTERM
on-fatal: pause
after: [network-online.target, other]
requires: [postgresql.service, third]
condition: {path: /srv/lp}
unit: {Unit: {Documentation: "man:x(1)"}, Service: {ExecStartPre: [/bin/a, /bin/b]}, Timer: {X: y}}
)yaml");
  EXPECT_EQ(job.description, "Collects garbage, \"100 %\"");
  EXPECT_EQ(job.commands, (Commands{{"/srv/garbo.py", "a b"}, {"second"}}));
  EXPECT_EQ(job.slow_start_commands, (Commands{{"/srv/garbo.py", "--slow"}}));
  EXPECT_EQ(job.schedule.calendars.size(), 1U);
  EXPECT_EQ(job.schedule.calendars[0].zone, "Europe/London");
  EXPECT_EQ(job.schedule.every, (std::vector<Duration>{6h}));
  EXPECT_TRUE(job.schedule.at_boot && job.catch_up && job.disabled && !job.daemon);
  EXPECT_EQ(job.accuracy, 1min);
  EXPECT_EQ(job.jitter, 5min);
  EXPECT_EQ(job.timeout, 4h);
  EXPECT_EQ(job.grace, 15min);
  EXPECT_EQ(job.deadline, 24h);
  EXPECT_EQ(job.min_runtime, 1s);
  EXPECT_EQ(job.max_runtime, 2h);
  EXPECT_EQ(job.alert_after, 2U);
  EXPECT_EQ(job.notify, (Strings{"ops", "mail:someone@example.org"}));
  EXPECT_EQ(job.tags, Strings{"nightly"});
  EXPECT_EQ(job.user + ":" + job.group, "lp:1000");
  EXPECT_EQ(job.directory, "/srv/lp branch");
  EXPECT_EQ(job.umask, 0027U);
  const std::vector<std::pair<std::string, std::string>> variables = {
      {"LANG", "C.UTF-8"}, {"EMPTY", ""}, {"LINES", "a\nb"}, {"YES", "yes"}};
  EXPECT_EQ(job.environment, variables);
  EXPECT_EQ(job.environment_files, (Strings{"/etc/lp.env", "/etc/more.env"}));
  EXPECT_EQ(job.nice, -5);
  EXPECT_EQ(job.io_class, IoClass::best_effort);
  EXPECT_EQ(job.cpu_quota, 150U);
  EXPECT_EQ(job.memory_max, 1536U << 20);
  EXPECT_EQ(job.tasks_max, 100U);
  EXPECT_EQ(job.respawn, (Respawn{3, 30s, 1s, RespawnOn::failure}));
  EXPECT_EQ(job.success_exit_status, (Strings{"75", "SIGUSR1"}));
  EXPECT_EQ(job.fatal_exit_status, Strings{"SIGTERM"});
  EXPECT_EQ(job.on_fatal, OnFatal::pause);
  EXPECT_EQ(job.after, (Strings{"network-online.target", "sa-other.service"}));
  EXPECT_EQ(job.required, (Strings{"postgresql.service", "sa-third.service"}));
  EXPECT_EQ(job.condition_path, "/srv/lp");
  const std::vector<UnitDirective> directives = {{"Unit", "Documentation", "man:x(1)"},
                                                 {"Service", "ExecStartPre", "/bin/a"},
                                                 {"Service", "ExecStartPre", "/bin/b"},
                                                 {"Timer", "X", "y"}};
  EXPECT_EQ(job.unit, directives);
}

TEST(JobFile, ADaemonStartsAtBootAndMayAlwaysRespawn) {
  const Job job = job_with("at-boot: true\nrespawn: {on: always, limit: unlimited}");
  EXPECT_TRUE(job.daemon && job.schedule.empty());
  EXPECT_EQ(job.respawn, (Respawn{std::nullopt, 5s, 100ms, RespawnOn::always}));
}

TEST(JobFile, RespawnTrueIsUpstartsDefault) {
  EXPECT_EQ(job_with("respawn: true").respawn, (Respawn{10, 5s, 100ms, RespawnOn::failure}));
  EXPECT_EQ(job_with("respawn: false").respawn, std::nullopt);
}

TEST(JobFile, QuotesMakeNoDifferenceToCountsAndDurations) {
  EXPECT_EQ(job_with("tasks-max: \"5\"\ntimeout: '90s'\ncatch-up: 'false'").tasks_max, 5U);
}

TEST(JobFile, TakesALineBreakAfterAFoldedText) {
  EXPECT_EQ(job_with("description: >\n  one\n  two").description, "one two");
  EXPECT_EQ(JobReading().job("command: >\n  /bin/a\n  b\n").commands, (Commands{{"/bin/a", "b"}}));
}

TEST(JobFile, InfinityIsNone) {
  const Job job = job_with("timeout: infinity\nmemory-max: infinity\ntasks-max: infinity");
  EXPECT_FALSE(job.timeout || job.memory_max || job.tasks_max);
}

TEST(JobFile, SuggestsTheKeyThatWasMeant) {
  EXPECT_EQ(problems_of_key("shedule: daily"),
            "x.yaml:2:1: shedule: unknown key, did you mean 'schedule'?\n");
  EXPECT_EQ(problems_of_key("zebra: 1"), "x.yaml:2:1: zebra: unknown key\n");
  EXPECT_EQ(problems_of_key("respawn: {limt: 3}"),
            "x.yaml:2:11: respawn.limt: unknown key, did you mean 'limit'?\n");
}

TEST(JobFile, TellsAllProblemsInTheOrderOfTheFile) {
  EXPECT_EQ(problems("umask: 999\ncommand: ./x\ngrace: soon\ngrace: 5min\nnice: 30\n"),
            "x.yaml:1:8: umask: expected three octal digits such as 022, got '999'\n"
            "x.yaml:2:10: command: expected an absolute path or a plain program name, got './x'\n"
            "x.yaml:3:8: grace: expected a duration such as 15min, got 'soon'\n"
            "x.yaml:4:1: grace: expected each key once, got it a second time\n"
            "x.yaml:5:7: nice: expected a number from -20 to 19, got '30'\n");
}

TEST(JobFile, HasKeys) {
  EXPECT_EQ(problems(""),
            "x.yaml:1:1: expected keys such as 'command: /usr/bin/backup', got nothing\n");
  EXPECT_EQ(problems("- a\n"),
            "x.yaml:1:1: expected keys such as 'command: /usr/bin/backup', got a list\n");
  EXPECT_EQ(problems("schedule: daily\n"),
            "x.yaml:1:1: command: expected 'command' or 'script', got neither\n");
  EXPECT_EQ(problems("command: /bin/a\nscript: b\n"),
            "x.yaml:2:9: script: expected 'command' or 'script', got both\n");
}

TEST(JobFile, TellsWhereInTheScheduleTheProblemIs) {
  EXPECT_EQ(problems_of_key("schedule: 0 45 * * *"),
            "x.yaml:2:13: schedule: expected an hour from 0 to 23, got '45'\n");
  EXPECT_EQ(problems_of_key("schedule: ['@daily', \"0 45 * * *\"]"),
            "x.yaml:2:25: schedule: expected an hour from 0 to 23, got '45'\n");
  EXPECT_EQ(problems_of_key("schedule: \"0 \\x345 * * *\""),
            "x.yaml:2:11: schedule: expected an hour from 0 to 23, got '45'\n");
}

// "null" would be a fine name of a user.
TEST(JobFile, NullIsNothingWhateverItIsCalled) {
  for (const char* null : {"null", "~", "Null", "NULL", ""})
    EXPECT_EQ(problems(std::string("command: /bin/true\nuser: ") + null + " # none\n"),
              "x.yaml:2:" + std::string(*null == 0 ? "6" : "7") +
                  ": user: expected the name of a user, got nothing\n");
  EXPECT_EQ(job_with("user: \"null\"").user, "null");
}

TEST(JobFile, TellsNothingOfWhatStandsBehindTheEndOfReading) {
  EXPECT_EQ(problems("schedule: @daily\ncommand: /bin/true\n"),
            "x.yaml:1:11: schedule: expected quotes round a value that begins with '@', got "
            "'@daily'\n");
}

TEST(JobFile, WhatIsNoYamlIsToldOnce) {
  EXPECT_EQ(problems_of_key("grace: *x"),
            "x.yaml:2:8: grace: expected quotes round a value that begins with '*', got '*x'\n");
}

struct Wrong {
  const char* line;
  const char* problem;
};
class WrongValue : public testing::TestWithParam<Wrong> {};
TEST_P(WrongValue, IsTold) {
  EXPECT_EQ(problems_of_key(GetParam().line), std::string("x.yaml:2:") + GetParam().problem + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Values, WrongValue,
    testing::Values(
        Wrong{"catch-up: yes", "11: catch-up: expected true or false, got 'yes'"},
        Wrong{"catch-up:", "10: catch-up: expected true or false, got nothing"},
        Wrong{"timeout:", "9: timeout: expected a duration such as 15min, got nothing"},
        Wrong{"timeout: 0s", "10: timeout: expected a duration of at least 1us, got '0s'"},
        Wrong{"timeout: 200y", "10: timeout: expected a duration of at most 100 years, got '200y'"},
        Wrong{"timeout: -5s", "10: timeout: expected a duration such as 15min, got '-5s'"},
        Wrong{"timeout: [5s]", "10: timeout: expected a duration such as 15min, got a list"},
        Wrong{"accuracy: 0s", "11: accuracy: expected a duration of at least 1us, got '0s'"},
        Wrong{"grace: infinity", "8: grace: expected a duration such as 15min, got 'infinity'"},
        Wrong{"alert-after: 0", "14: alert-after: expected a number from 1 to 1000000, got '0'"},
        Wrong{"alert-after: 1.5",
              "14: alert-after: expected a number from 1 to 1000000, got '1.5'"},
        Wrong{"description: \"\"", "14: description: expected text, got ''"},
        Wrong{"description: \"a\\nUser=root\"",
              "14: description: expected text in one line, got 'a\\nUser=root'"},
        Wrong{"description: \"a\\x1b[2J\"",
              "14: description: expected text without control characters, got 'a\\x1b[2J'"},
        Wrong{"description: \"a\\0b\"",
              "14: description: expected text without control characters, got 'a\\x00b'"},
        Wrong{"description: a\\",
              "14: description: expected text without a backslash at its end, got 'a\\'"},
        Wrong{
            "timezone: Europe/Berlim",
            "11: timezone: expected an IANA time zone such as Europe/Berlin, got 'Europe/Berlim'"},
        Wrong{"timezone: ../../etc/passwd",
              "11: timezone: expected an IANA time zone such as Europe/Berlin, got "
              "'../../etc/passwd'"},
        Wrong{"schedule: []", "11: schedule: expected a schedule, got an empty list"},
        Wrong{"schedule: \"\"",
              "11: schedule: expected a schedule such as '0 2 * * *', daily or 'every 15min', got "
              "''"},
        Wrong{"respawn: {}",
              "10: respawn: expected true, false or a map such as {limit: 3, interval: 30s}, got a "
              "map"},
        Wrong{"respawn: {limit: 0}",
              "18: respawn.limit: expected a number from 1 to 4294967294 or 'unlimited', got '0'"},
        Wrong{"respawn: {interval: 0s}",
              "21: respawn.interval: expected a duration of at least 1us, got '0s'"},
        Wrong{"respawn: {on: never}", "15: respawn.on: expected failure or always, got 'never'"},
        Wrong{"on-fatal: stop", "11: on-fatal: expected pause, got 'stop'"}));

INSTANTIATE_TEST_SUITE_P(
    Accounts, WrongValue,
    testing::Values(
        Wrong{"user: \"\"", "7: user: expected the name of a user, got ''"},
        Wrong{"user: null", "7: user: expected the name of a user, got nothing"},
        Wrong{"user: +0", "7: user: expected the name of a user, got '+0'"},
        Wrong{"user: -1", "7: user: expected the name of a user, got '-1'"},
        Wrong{"user: 00", "7: user: expected the name of a user, got '00'"},
        Wrong{"user: \"4294967295\"", "7: user: expected the name of a user, got '4294967295'"},
        Wrong{"user: \"root \"", "7: user: expected the name of a user, got 'root '"},
        Wrong{"user: \"lp\\nGroup=shadow\"",
              "7: user: expected the name of a user, got 'lp\\nGroup=shadow'"},
        Wrong{"user: %u", "7: user: expected quotes round a value that begins with '%', got '%u'"},
        Wrong{"user: lp%i", "7: user: expected the name of a user, got 'lp%i'"},
        Wrong{"group: [adm]", "8: group: expected the name of a group, got a list"},
        Wrong{"group: abcdefghijklmnopqrstuvwxyz_12345",
              "8: group: expected the name of a group, got 'abcdefghijklmnopqrstuvwxyz_12345'"}));

INSTANTIATE_TEST_SUITE_P(
    Paths, WrongValue,
    testing::Values(
        Wrong{"directory: srv",
              "12: directory: expected an absolute path without '.', '..', '//' or "
              "a '/' at its end, got 'srv'"},
        Wrong{"directory: /srv/../etc",
              "12: directory: expected an absolute path without '.', '..', "
              "'//' or a '/' at its end, got '/srv/../etc'"},
        Wrong{"directory: -/srv",
              "12: directory: expected an absolute path without '.', '..', '//' or "
              "a '/' at its end, got '-/srv'"},
        Wrong{"directory: /srv\\",
              "12: directory: expected text without a backslash at its end, got '/srv\\'"},
        Wrong{"environment-file: /etc/*.env",
              "19: environment-file: expected the path of one file, without '*', '?' and '[', got "
              "'/etc/*.env'"},
        Wrong{"environment-file: []",
              "19: environment-file: expected an absolute path, got an empty list"},
        Wrong{"condition: /x", "12: condition: expected {path: /some/file}, got '/x'"},
        Wrong{"condition: {pth: /x}", "13: condition.pth: unknown key, did you mean 'path'?"},
        Wrong{
            "condition: {path: x}",
            "19: condition.path: expected an absolute path without '.', '..', '//' or a '/' at its "
            "end, got 'x'"}));

INSTANTIATE_TEST_SUITE_P(
    Limits, WrongValue,
    testing::Values(
        Wrong{"umask: 22", "8: umask: expected three octal digits such as 022, got '22'"},
        Wrong{"umask: 1022", "8: umask: expected three octal digits such as 022, got '1022'"},
        Wrong{"nice: 20", "7: nice: expected a number from -20 to 19, got '20'"},
        Wrong{"io-class: none", "11: io-class: expected realtime, best-effort or idle, got 'none'"},
        Wrong{"cpu-quota: 50",
              "12: cpu-quota: expected a share of one CPU from 1% to 100000% such as "
              "50%, got '50'"},
        Wrong{"memory-max: 512",
              "13: memory-max: expected a size of at least 1M such as 512M, got '512'"},
        Wrong{"memory-max: 50%", "13: memory-max: expected a size such as 512M or 1.5G, got '50%'"},
        Wrong{"memory-max: 512MB",
              "13: memory-max: expected a size such as 512M or 1.5G, got '512MB'"},
        Wrong{"memory-max: 99999999999E",
              "13: memory-max: expected a size such as 512M or 1.5G, got '99999999999E'"},
        Wrong{"tasks-max: 0", "12: tasks-max: expected a number from 1 to 4194304, got '0'"},
        Wrong{
            "success-exit-status: 256",
            "22: success-exit-status: expected a number from 0 to 255 or a signal such as SIGTERM, "
            "got '256'"},
        Wrong{"fatal-exit-status: [1, SIGFOO]",
              "24: fatal-exit-status: expected a number from 0 to 255 or a signal such as SIGTERM, "
              "got 'SIGFOO'"}));

INSTANTIATE_TEST_SUITE_P(
    Words, WrongValue,
    testing::Values(
        Wrong{"tags: [a b]",
              "8: tags: expected a word without blanks, quotes, '\\', '%', '#', ',' and "
              "';', got 'a b'"},
        Wrong{"tags: [a\\]", "8: tags: expected text without a backslash at its end, got 'a\\'"},
        Wrong{"tags: {a: b}", "7: tags: expected a list of tags, got a map"},
        Wrong{"notify: ops@example.org",
              "9: notify: expected 'mail:ADDRESS', the name of a program in notify.d, or 'none', "
              "got 'ops@example.org'"},
        Wrong{"notify: [irc, ../../bin/sh]",
              "15: notify: expected 'mail:ADDRESS', the name of a program in notify.d, or 'none', "
              "got '../../bin/sh'"},
        Wrong{"notify: [irc, none]", "15: notify: expected 'none' to stand alone"},
        Wrong{"notify: [\"\"]", "10: notify: expected a list of targets, got ''"},
        Wrong{"environment: [A]",
              "14: environment: expected a map such as {LANG: C.UTF-8}, got a list"},
        Wrong{"environment: {1A: b}",
              "15: environment.1A: expected a name of letters, digits and '_'"},
        Wrong{"environment: {\"A=b\\nB\": c}",
              "15: environment.A=b\\nB: expected a name of letters, digits and '_'"},
        Wrong{"environment: {A: }",
              "18: environment.A: expected text, in quotes when it is empty, got nothing"},
        Wrong{"environment: {A: \"\\e\"}",
              "18: environment.A: expected text without control characters, got '\\x1b'"}));

INSTANTIATE_TEST_SUITE_P(
    Units, WrongValue,
    testing::Values(
        Wrong{"after: []", "8: after: expected a unit, got an empty list"},
        Wrong{"after: fourth",
              "8: after: expected a job of this team or a unit such as "
              "network-online.target, got 'fourth'"},
        Wrong{"after: garbo", "8: after: expected another job than this one, got 'garbo'"},
        Wrong{"after: getty@.service",
              "8: after: expected a job of this team or a unit such as "
              "network-online.target, got 'getty@.service'"},
        Wrong{"requires: \"a.service b.service\"",
              "11: requires: expected a job of this team or a unit such as network-online.target, "
              "got "
              "'a.service b.service'"},
        Wrong{"requires: [%n.service]",
              "12: requires: expected quotes round a value that begins with "
              "'%', got '%n.service]'"},
        Wrong{"unit: {Servce: {A: b}}", "8: unit.Servce: unknown key, did you mean 'Service'?"},
        Wrong{"unit: {Install: {A: b}}", "8: unit.Install: unknown key"},
        Wrong{"unit: {Service: {\"A\\nB\": c}}",
              "18: unit.Service.A\\nB: expected the name of a directive"},
        Wrong{"unit: {Service: {A: \"b\\nc\"}}",
              "21: unit.Service.A: expected text in one line, got 'b\\nc'"},
        Wrong{"unit: {Service: {A: b\\}}",
              "21: unit.Service.A: expected text without a backslash at its end, got 'b\\'"},
        Wrong{"unit: {Service: {A: }}", "21: unit.Service.A: expected text, got nothing"}));

TEST(JobName, MayBeWhatSystemdAndTheOthersLeaveFree) {
  for (const char* name : {"garbo", "a", "0", "lp.poll-branches_2", "watchers", "notifier", "slow"})
    EXPECT_EQ(name_problem(name), std::nullopt) << name;
  EXPECT_EQ(name_problem(std::string(64, 'a')), std::nullopt);
  for (const char* name : {"", "A", "-a", ".a", "_a", "a b", "a/b", "a@b", "ä", "a%", "watcher",
                           "watcher-x", "unitgen", "notify-a", "control", "a-slow", "-slow"})
    EXPECT_NE(name_problem(name), std::nullopt) << name;
  EXPECT_NE(name_problem(std::string(65, 'a')), std::nullopt);
  EXPECT_EQ(name_problem("poll-slow"),
            "expected a name that does not end in '-slow', which is taken, got 'poll-slow'");
}

TEST(TeamName, HasNoDashAndIsNotDefault) {
  EXPECT_EQ(team_name_problem("lp_2"), std::nullopt);
  for (const char* team : {"", "a-b", "A", "_a", "a.b", "default", "a\n"})
    EXPECT_NE(team_name_problem(team), std::nullopt) << team;
}

}  // namespace
}  // namespace sa
