#include "tests/cli/program.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace samples;

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
  std::ofstream(journalctl) << "#!/bin/sh\nprintf '<%s>' \"$@\"; exit 7\n";
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

TEST_F(Program, HelpOfAVerbIsItsHelpOption) {
  EXPECT_EQ(sa({"help"}).out, sa({"--help"}).out);
  EXPECT_EQ(sa({"help", "history"}).out, sa({"history", "--help"}).out);
  EXPECT_EQ(sa({"help", "history"}).exit_code, 0);
}

TEST_F(Program, StatusHistoryNextAndStatsAreOfAGroupToo) {
  const auto units = [&](const std::vector<std::string>& arguments) {
    std::string found;
    std::istringstream lines(sa(arguments).out);
    for (std::string line; std::getline(lines, line);)
      found += line.substr(0, line.find(',')) + "\n";
    return found;
  };
  for (const char* verb : {"status", "history", "stats"})
    EXPECT_EQ(units({verb, "--team", "lp,db", "--json"}), "{\"unit\":\"sa-garbo.service\"\n")
        << verb;
  for (const char* verb : {"status", "history", "stats", "next"})
    EXPECT_EQ(sa({verb, "--tag", "nope"}).exit_code, 1) << verb;
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

TEST_F(Program, StatsOptionsSelectRuns) {
  const Ended ended = sa({"stats", "fragile", "backup", "--since", "2026-11-22T02:00:00Z",
                          "--until", "2026-11-22T11:00:00Z", "--team", "lp", "--json"});
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(
      sa({"stats", "backup", "--since", "2026-11-22T02:00:00Z", "--until", "2026-11-22T11:00:00Z"})
          .out,
      "UNIT            RUNS  FAILED  SUCCESS  MIN       MEDIAN    P95       MAX       TREND\n"
      "backup.service  1     1       0%       1min 30s  1min 30s  1min 30s  1min 30s  "
      "█···············\n");
}

TEST_F(Program, ExplainByTheStoreAlone) {
  const Ended ended = sa({"--store", store(), "explain", "limited"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_TRUE(ended.out.starts_with("limited.service is broken since 2026-11-22 11:30:00 ("))
      << ended.out;
  EXPECT_TRUE(ended.out.ends_with("  to run it then: sa run limited.service\n")) << ended.out;
}

TEST_F(Program, UnitgenGetsAllWordsAfterIt) {
  std::string folder = testing::TempDir() + "unitgen-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string program = folder + "/sa-unitgen";
  std::ofstream(program) << "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 7\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const Environment environment = {{"PATH", folder + ":/usr/bin:/bin"}};
  const Ended ended =
      run_child(command({"unitgen", "--help", "status", "--store", "x", "--", "* *"}), environment);
  EXPECT_EQ(ended.out, "<--help><status><--store><x><--><* *>");
  EXPECT_EQ(ended.exit_code, 7);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sa
