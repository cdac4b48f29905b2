// The program itself, as a person or a script meets it.
#include "tests/cli/child.h"
#include "tests/cli/sample_log.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::Ended;
using samples::Environment;
using samples::run_child;
using samples::run_on_terminal;

class Program : public testing::Test {
 protected:
  std::vector<std::string> command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SA_PROGRAM});
    return arguments;
  }

  Environment environment() const {
    return {{"SA_STORE", world.places.store}, {"SA_STATUS", world.places.status}};
  }

  Ended sa(std::vector<std::string> arguments) const {
    return run_child(command(std::move(arguments)), environment());
  }

  std::string store() const { return world.places.store; }

  samples::SampleWorld world;
};

constexpr const char* backup_table =
    "BEGAN                UNIT            TOOK      STATE      RESULT   TRIGGER  REASON\n"
    "2026-11-22 02:00:00  backup.service  1min 30s  failed     exit 3   timer\n"
    "2026-11-20 12:00:00  backup.service  2.0s      succeeded  success  timer\n";

// On a terminal a column without a cell is left out.
constexpr const char* terminal_table =
    "BEGAN                UNIT            TOOK      STATE      RESULT   TRIGGER\n"
    "2026-11-22 02:00:00  backup.service  1min 30s  failed     exit 3   timer\n"
    "2026-11-20 12:00:00  backup.service  2.0s      succeeded  success  timer\n";

TEST_F(Program, HistoryOfAUnit) {
  const Ended ended = sa({"history", "backup"});
  EXPECT_EQ(ended.out, backup_table);
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.exit_code, 0);
}

TEST_F(Program, StoreMayBeNamedBeforeAndAfterTheVerb) {
  const std::vector<std::string> before = {SA_PROGRAM, "--store", store(), "history", "backup"};
  const std::vector<std::string> after = {SA_PROGRAM, "history", "backup", "--store=" + store()};
  EXPECT_EQ(run_child(before).out, backup_table);
  EXPECT_EQ(run_child(after).out, backup_table);
}

TEST_F(Program, HistoryOptionsSelectRuns) {
  const std::string failed =
      "BEGAN                UNIT            TOOK      STATE   RESULT  TRIGGER  REASON\n"
      "2026-11-22 02:00:00  backup.service  1min 30s  failed  exit 3  timer\n";
  EXPECT_EQ(sa({"history", "backup", "--failed"}).out, failed);
  EXPECT_EQ(sa({"history", "--state", "failed", "backup"}).out, failed);
  EXPECT_EQ(sa({"history", "--state=failed,refused", "backup"}).out, failed);
  EXPECT_EQ(sa({"history", "backup", "-n", "1"}).out, failed);
  EXPECT_EQ(sa({"history", "backup", "-n1"}).out, failed);
  EXPECT_EQ(sa({"history", "backup", "-n", "all"}).out, backup_table);
  EXPECT_EQ(sa({"history", "backup", "--since", "2026-11-21"}).out, failed);
  EXPECT_EQ(
      sa({"history", "backup", "--since=2026-11-22T02:00:00Z", "--until", "2026-11-22 02:00:01"})
          .out,
      failed);
}

TEST_F(Program, HistoryAsJsonAndCsvIsOneRunALine) {
  const Ended json = sa({"history", "--json"});
  EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 6);
  EXPECT_TRUE(json.out.starts_with(R"({"unit":"sa-garbo.service","job":"garbo","team":"lp",)"));
  const Ended csv = sa({"history", "--csv", "backup"});
  EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 3);
}

TEST_F(Program, StatusOfTheStoreAlone) {
  const Ended ended = run_child(command({"status", "--store", store(), "limited", "never"}));
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out.substr(0, ended.out.find(' ')), "HEALTH");
  EXPECT_NE(ended.out.find("\nbroken   limited.service"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("\nwaiting  never.service"), std::string::npos) << ended.out;
  EXPECT_EQ(run_child(command({"status", "--store", store(), "never"})).exit_code, 0);
}

TEST_F(Program, StatusFileNeedsNoStore) {
  {
    StatusWriter writer(world.places.status);
    UnitStatus unit;
    unit.unit = "a.service";
    unit.outlook.verdict = {Health::ok, "", {}};
    writer.set(unit);
    writer.write("db1", samples::id(1), samples::noon);
    writer.touch();
  }
  std::filesystem::remove_all(world.places.store);
  const Ended ended = sa({"status"});
  EXPECT_EQ(ended.out, "HEALTH  UNIT       LAST BEGAN  TOOK  RESULT\nok      a.service\n");
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.exit_code, 0);
}

TEST_F(Program, ShowOfARun) {
  const Ended ended = sa({"show", "00112233445566778899aabbccddee10", "--json"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out,
            R"({"unit":"backup.service","job":null,"team":null,)"
            R"("invocation":"00112233445566778899aabbccddee10","attempt":1,)"
            R"("trigger":{"type":"timer","unit":null,"time":"2026-11-20T12:00:00.000000Z",)"
            R"("inferred":false},"due":null,"state":"succeeded",)"
            R"("began":"2026-11-20T12:00:00.000000Z","ended":"2026-11-20T12:00:02.000000Z",)"
            R"("duration":2,"result":"success","exit_status":0,"exit_signal":null,"pid":null,)"
            R"("reason":null,"cpu_seconds":null,"host":"db1",)"
            R"("boot":"00112233445566778899aabbccddeeb0","recorded_by":"bus"})"
            "\n");
}

TEST_F(Program, LogBecomesTheJournalctlOfThePath) {
  const auto journalctl = world.directory.path() / "journalctl";
  std::ofstream(journalctl) << "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 7\n";
  std::filesystem::permissions(journalctl, std::filesystem::perms::owner_all);
  Environment with_ours = environment();
  with_ours["PATH"] = world.directory.path().string() + ":/usr/bin:/bin";
  const Ended ended = run_child(command({"log", "backup", "--no-pager"}), with_ours);
  EXPECT_EQ(ended.out, "<--no-pager><_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee01>");
  EXPECT_EQ(ended.exit_code, 7);
}

TEST_F(Program, LogWithoutJournalctlSaysSo) {
  Environment without = environment();
  without["PATH"] = "/nonexistent";
  const Ended ended = run_child(command({"log", "backup"}), without);
  EXPECT_EQ(ended.err, "sa: cannot run 'journalctl': No such file or directory\n");
  EXPECT_EQ(ended.exit_code, 3);
}

TEST_F(Program, HelpAndVersionAreNoMistake) {
  EXPECT_EQ(sa({"--version"}).out, "scriptactivity " SA_VERSION "\n");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--help"}, {"history", "--help"}, {"status", "-h"}}) {
    const Ended ended = sa(arguments);
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_NE(ended.out.find("Usage: sa "), std::string::npos) << ended.out;
    EXPECT_EQ(ended.err, "");
  }
}

struct Mistake {
  std::vector<std::string> arguments;
  const char* message;
};

class WrongUsage : public Program, public testing::WithParamInterface<Mistake> {};

TEST_P(WrongUsage, IsOneSpecificLine) {
  const Ended ended = sa(GetParam().arguments);
  EXPECT_EQ(ended.err, GetParam().message);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.exit_code, 2);
}

INSTANTIATE_TEST_SUITE_P(
    Program, WrongUsage,
    testing::Values(
        Mistake{{}, "sa: expected a verb, see 'sa --help'\n"},
        Mistake{{"histroy"}, "sa: unknown verb 'histroy'; did you mean 'history'?\n"},
        Mistake{{"frobnicate", "x"}, "sa: unknown verb 'frobnicate', see 'sa --help'\n"},
        Mistake{{"--frob"}, "sa: unexpected argument '--frob', see 'sa --help'\n"},
        Mistake{{"history", "--frob"},
                "sa: unexpected argument '--frob', see 'sa history --help'\n"},
        Mistake{{"history", "--since", "soon"},
                "sa: --since: expected a time such as '2026-11-22 10:00', 'yesterday', '-5min' or "
                "'@1795320696', got 'soon'\n"},
        Mistake{{"history", "--state", "bad"},
                "sa: --state: expected running, succeeded, failed, interrupted, skipped, refused "
                "or missed, got 'bad'\n"},
        Mistake{{"history", "-n", "-1"}, "sa: -n: expected a number or 'all', got '-1'\n"},
        Mistake{{"status", "--health", "bad"},
                "sa: --health: expected broken, failed, overdue, overrunning, late, suspect, "
                "running, ok, waiting, paused, retired or stale, got 'bad'\n"},
        Mistake{{"history", "--json", "--csv"}, "sa: --json excludes --csv\n"},
        Mistake{{"show"}, "sa: TARGET is required, see 'sa show --help'\n"},
        Mistake{{"log"}, "sa: UNIT is required, see 'sa log --help'\n"},
        Mistake{{"log", "a", "b", "c"}, "sa: unexpected argument 'c', see 'sa log --help'\n"}));

TEST_F(Program, AbsentStoreIsOneLineAndExitCode3) {
  const Ended ended = sa({"history", "--store", "/nonexistent/store"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.err.substr(0, 48), "sa: cannot read the store '/nonexistent/store': ");
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1);
}

TEST_F(Program, WhatIsNoStoreIsOneLineAndExitCode3) {
  std::ofstream(world.places.store / "data.mdb", std::ios::trunc) << "not a store";
  for (const char* verb : {"history", "status", "show", "log"}) {
    std::vector<std::string> arguments = {verb, "--store", store()};
    if (verb[0] != 'h') arguments.emplace_back("backup");
    const Ended ended = run_child(command(arguments));
    EXPECT_EQ(ended.exit_code, 3) << verb;
    EXPECT_EQ(ended.out, "") << verb;
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
    EXPECT_TRUE(ended.err.starts_with("sa: ")) << ended.err;
  }
}

TEST_F(Program, DamagedStatusFileIsOneLineAndExitCode3) {
  std::ofstream(world.places.status) << "garbage";
  const Ended ended = sa({"status"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
}

TEST_F(Program, FullDiskIsOneLineAndExitCode3) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"history"},
                                                    {"history", "--json"},
                                                    {"history", "--csv"},
                                                    {"show", "never"},
                                                    {"status"},
                                                    {"--help"},
                                                    {"--version"}}) {
    Environment alone = environment();
    const Ended ended = run_child(command(arguments), alone, "/dev/full");
    EXPECT_EQ(ended.exit_code, 3) << arguments[0];
    EXPECT_TRUE(ended.err.ends_with("sa: cannot write the output: No space left on device\n"))
        << arguments[0] << ": " << ended.err;
  }
}

TEST_F(Program, ReaderThatGoesAwayIsNoError) {
  const Ended ended = run_child(
      {"sh", "-c", "{ \"$0\" history --json; echo $? >&2; } | true", SA_PROGRAM}, environment());
  EXPECT_EQ(ended.err, "0\n");
}

TEST_F(Program, ReaderThatGoesAwayIsNoErrorWhereSigpipeIsIgnored) {
  const Ended ended = run_child(
      {"sh", "-c", "trap '' PIPE; { sleep 0.1; \"$0\" history; echo $? >&2; } | true", SA_PROGRAM},
      environment());
  EXPECT_EQ(ended.err, "0\n");
}

TEST_F(Program, OnATerminalTheTableFitsAndHasColours) {
  Environment plain = environment();
  plain["PAGER"] = "cat";
  const Ended ended = run_on_terminal(command({"history", "backup"}), plain);
  EXPECT_EQ(ended.out,
            "BEGAN                UNIT            TOOK      STATE      R…\n"
            "2026-11-22 02:00:00  backup.service  1min 30s  \x1b[1;31mfailed\x1b[0m     e…\n"
            "2026-11-20 12:00:00  backup.service  2.0s      \x1b[32msucceeded\x1b[0m  s…\n");
}

TEST_F(Program, ColumnsAndNoColorAreHonoured) {
  Environment wide = environment();
  wide["PAGER"] = "";
  wide["COLUMNS"] = "100";
  wide["NO_COLOR"] = "1";
  EXPECT_EQ(run_on_terminal(command({"history", "backup"}), wide).out, terminal_table);
}

TEST_F(Program, OnATerminalThePagerGetsTheOutput) {
  Environment paged = environment();
  paged["COLUMNS"] = "100";
  paged["NO_COLOR"] = "1";
  paged["PAGER"] = "sed s/^/|/";
  std::string expected;
  std::istringstream lines(terminal_table);
  for (std::string line; std::getline(lines, line);) expected += "|" + line + "\n";
  const Ended ended = run_on_terminal(command({"history", "backup"}), paged);
  EXPECT_EQ(ended.out, expected);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(run_on_terminal(command({"--no-pager", "history", "backup"}), paged).out,
            terminal_table);
}

TEST_F(Program, PagerThatIsNotThereIsDoneWithout) {
  Environment paged = environment();
  paged["COLUMNS"] = "100";
  paged["NO_COLOR"] = "1";
  paged["PAGER"] = "no-such-pager";
  EXPECT_EQ(run_on_terminal(command({"history", "backup"}), paged).out, terminal_table);
}

TEST_F(Program, PagerIsNoShell) {
  Environment paged = environment();
  const auto witness = world.directory.path() / "witness";
  paged["PAGER"] = "true; touch " + witness.string();
  run_on_terminal(command({"history", "backup"}), paged);
  EXPECT_FALSE(std::filesystem::exists(witness));
}

}  // namespace
}  // namespace sa
