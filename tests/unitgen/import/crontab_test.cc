#include "unitgen/import/crontab.h"

#include "unitgen/import/job_names.h"
#include "unitgen/import/mail_targets.h"
#include "unitgen/import/program_name.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

std::string at(const Place& place) {
  return std::to_string(place.line) + ':' + std::to_string(place.column) + ' ';
}

// Everything that was read, a line each.
std::string read(std::string_view text, CrontabForm form = CrontabForm::user) {
  const Crontab crontab = parse_crontab(text, form);
  std::string out;
  for (const auto& variable : crontab.variables) {
    out += at(variable.place) + variable.name + "=|" + variable.value + "|\n";
  }
  for (const auto& entry : crontab.entries) {
    out += at(entry.place) + '[' + entry.schedule + "] ";
    if (!entry.user.empty()) out += at(entry.user_place) + entry.user + ' ';
    out += at(entry.command_place) + '|' + entry.command + '|';
    if (entry.input) out += " <|" + *entry.input + '|';
    if (!entry.comment.empty()) out += " # " + entry.comment;
    out += " (" + std::to_string(entry.variables) + " variables)\n";
  }
  for (const auto& problem : crontab.problems) out += to_string(problem, "crontab") + '\n';
  return out;
}

TEST(Crontab, ReadsBothForms) {
  EXPECT_EQ(read("*/5  0\t* * 1-5  poll --all\n@daily clean\n"),
            "1:1 [*/5 0 * * 1-5] 1:17 |poll --all| (0 variables)\n"
            "2:1 [@daily] 2:8 |clean| (0 variables)\n");
  EXPECT_EQ(read("  5 4 * * sun  root  poll\n@reboot\tbin  x", CrontabForm::system),
            "1:3 [5 4 * * sun] 1:16 root 1:22 |poll| (0 variables)\n"
            "2:1 [@reboot] 2:9 bin 2:14 |x| (0 variables)\n");
}

TEST(Crontab, ReadsVariablesAsCronDoes) {
  EXPECT_EQ(read("A=b\n"
                 "  A  =  b c \t\n"
                 "A=\" b \"  \n"
                 "'A B'='it''s'\n"
                 "\"A\" = \"x # y\"\n"
                 "A=$HOME/bin:'x'\n"
                 "A=\n"
                 "A=''\n"
                 "A=b=c\n"),
            "1:1 A=|b|\n"
            "2:3 A=|b c|\n"
            "3:1 A=| b |\n"
            "5:1 A=|x # y|\n"
            "6:1 A=|$HOME/bin:'x'|\n"
            "7:1 A=||\n"
            "8:1 A=||\n"
            "9:1 A=|b=c|\n"
            "crontab:4:1: schedule: expected a minute from 0 to 59, got '''\n");
}

TEST(Crontab, AVariableHoldsForTheLinesBelowIt) {
  EXPECT_EQ(read("A=1\n@daily one\nB=2\n@daily two\nC=3\n"),
            "1:1 A=|1|\n3:1 B=|2|\n5:1 C=|3|\n"
            "2:1 [@daily] 2:8 |one| (1 variables)\n"
            "4:1 [@daily] 4:8 |two| (2 variables)\n");
}

TEST(Crontab, TakesTheLineApartAtThePercentSign) {
  const auto line = [](const std::string& text) { return read("@daily " + text); };
  EXPECT_EQ(line("a%b%c"), "1:1 [@daily] 1:8 |a| <|b\nc\n| (0 variables)\n");
  EXPECT_EQ(line("a\\%b"), "1:1 [@daily] 1:8 |a%b| (0 variables)\n");
  EXPECT_EQ(line("a\\\\%b"), "1:1 [@daily] 1:8 |a\\\\| <|b\n| (0 variables)\n");
  EXPECT_EQ(line("a\\b%c\\%d\\e%"), "1:1 [@daily] 1:8 |a\\b| <|c%d\\e\n| (0 variables)\n");
  EXPECT_EQ(line("a%%"), "1:1 [@daily] 1:8 |a| <|\n| (0 variables)\n");
  EXPECT_EQ(line("a%"), "1:1 [@daily] 1:8 |a| (0 variables)\n");
  EXPECT_EQ(line("a%b\\"), "1:1 [@daily] 1:8 |a| <|b\\\n| (0 variables)\n");
}

TEST(Crontab, GivesTheCommentDirectlyAboveToALine) {
  EXPECT_EQ(read("# far away\n"
                 "\n"
                 "# ---- Clean  up ----\n"
                 "# every day\n"
                 "@daily clean\n"
                 "@daily next\n"
                 "# of a variable\n"
                 "A=1\n"
                 "@daily last\n"
                 "# about the file\n"
                 "#\n"
                 "# about the line\n"
                 "@daily more\n"),
            "8:1 A=|1|\n"
            "5:1 [@daily] 5:8 |clean| # Clean up every day (0 variables)\n"
            "6:1 [@daily] 6:8 |next| (0 variables)\n"
            "9:1 [@daily] 9:8 |last| (1 variables)\n"
            "13:1 [@daily] 13:8 |more| # about the line (1 variables)\n");
}

TEST(Crontab, LeavesAloneWhatIsSwitchedOff) {
  EXPECT_EQ(read("#0 4 * * * old --all\n# 5 4 * * * older\n@daily new\n"),
            "3:1 [@daily] 3:8 |new| (0 variables)\n"
            "crontab:1:1: note: left alone, since it is a comment: '0 4 * * * old --all'\n"
            "crontab:2:1: note: left alone, since it is a comment: '5 4 * * * older'\n");
}

TEST(Crontab, TellsABadLineAndReadsTheOthers) {
  EXPECT_EQ(read("0 45 * * * zwölf\n"
                 "  ä b\n"
                 "0 4 * * *\n"
                 "0 4 * *\n"
                 "@daily good\n"),
            "5:1 [@daily] 5:8 |good| (0 variables)\n"
            "crontab:1:3: schedule: expected an hour from 0 to 23, got '45'\n"
            "crontab:2:3: schedule: expected a minute from 0 to 59, got '?'\n"
            "crontab:3:10: command: expected a command, got the end\n"
            "crontab:4:8: schedule: expected a weekday from 0 to 7 or sun to sat, got the end\n");
  EXPECT_EQ(read("@daily\n@daily root\n", CrontabForm::system),
            "crontab:1:7: user: expected a user, got the end\n"
            "crontab:2:12: command: expected a command, got the end\n");
}

TEST(JobNames, AreGoodAndNoneIsTwice) {
  JobNames names;
  EXPECT_EQ(names.take("garbo"), "garbo");
  EXPECT_EQ(names.take("garbo"), "garbo-2");
  EXPECT_EQ(names.take("Garbo"), "garbo-3");
  EXPECT_EQ(names.take("garbo-2"), "garbo-2-2");
  EXPECT_EQ(names.take("net/apache"), "net-apache");
  EXPECT_EQ(names.take("--Foo Bar!--"), "foo-bar");
  EXPECT_EQ(names.take(""), "job");
  EXPECT_EQ(names.take("ä"), "job-2");
  EXPECT_EQ(names.take("watcher"), "job-watcher");
  EXPECT_EQ(names.take("control-x"), "job-control-x");
  EXPECT_EQ(names.take("very-slow"), "very-slow-job");
  EXPECT_EQ(names.take(std::string(100, 'x')), std::string(56, 'x'));
}

TEST(ProgramName, IsThatOfWhatReallyRuns) {
  EXPECT_EQ(program_name("/usr/bin/garbo-hourly.py -q"), "garbo-hourly");
  EXPECT_EQ(program_name("cd /srv/x && A=b nice -n 10 ./run.sh"), "run");
  EXPECT_EQ(program_name("[ -x /usr/bin/a ] && /usr/bin/b"), "b");
  EXPECT_EQ(program_name("test -x /a || ( cd / && run-parts --report /etc/cron.daily )"),
            "cron.daily");
  EXPECT_EQ(program_name("flock -n /run/lock/x /usr/bin/index"), "index");
  EXPECT_EQ(program_name("su - app -c '/srv/app/tick --all'"), "tick");
  EXPECT_EQ(program_name("sudo -u app /srv/app/tick"), "tick");
  EXPECT_EQ(program_name("timeout 10m may-hang"), "may-hang");
  EXPECT_EQ(program_name("/usr/bin/python3 -m tools.sweep"), "tools.sweep");
  EXPECT_EQ(program_name("sh -c"), "sh");
  EXPECT_EQ(program_name("/bin/x \"open"), "x");
  EXPECT_EQ(program_name(""), "");
}

TEST(MailTargets, AreTheAddresses) {
  using Targets = std::vector<std::string>;
  EXPECT_EQ(mail_targets("root"), (Targets{"mail:root"}));
  EXPECT_EQ(mail_targets("A B <a@example.org>, c"), (Targets{"mail:a@example.org", "mail:c"}));
  EXPECT_EQ(mail_targets("a b"), Targets{});
  EXPECT_EQ(mail_targets("|/bin/sh"), Targets{});
  EXPECT_EQ(mail_targets("a,,b"), Targets{});
  EXPECT_EQ(mail_targets(""), Targets{});
}

}  // namespace
}  // namespace sa
