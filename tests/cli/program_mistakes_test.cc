#include "tests/cli/program.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace samples;

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
        Mistake{{"show"}, "sa: UNIT|INVOCATION is required, see 'sa show --help'\n"},
        Mistake{{"history", "backup", "-5"}, "sa: UNIT: expected a unit, got '-5'\n"},
        Mistake{{"help", "histroy"}, "sa: unknown verb 'histroy'; did you mean 'history'?\n"},
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

TEST_F(Program, ClosedStandardStreamsAreNeverTheStore) {
  const auto lock = world.places.store / "lock.mdb";
  const auto size = std::filesystem::file_size(lock);
  const Ended closed = run_child({"sh", "-c", "\"$0\" history >&-", SA_PROGRAM}, environment());
  EXPECT_EQ(closed.exit_code, 3);
  EXPECT_EQ(closed.err, "sa: cannot write the output: Bad file descriptor\n");
  const Ended all_closed =
      run_child({"sh", "-c", "\"$0\" history <&- >&- 2>&-", SA_PROGRAM}, environment());
  EXPECT_EQ(all_closed.exit_code, 3);
  EXPECT_EQ(std::filesystem::file_size(lock), size);
  EXPECT_EQ(sa({"history", "backup"}).out, backup_table);
  std::ifstream content(lock);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(content), {}).find("BEGAN"),
            std::string::npos);
}

TEST_F(Program, MessageThatCannotBeWrittenStillHasItsExitCode) {
  EXPECT_EQ(run_child({"sh", "-c", "\"$0\" histroy 2>&-", SA_PROGRAM}, environment()).exit_code, 2);
  EXPECT_EQ(
      run_child({"sh", "-c", "\"$0\" histroy 2>/dev/full", SA_PROGRAM}, environment()).exit_code,
      2);
  EXPECT_EQ(run_child({"sh", "-c", "\"$0\" history --store /nonexistent 2>/dev/full", SA_PROGRAM})
                .exit_code,
            3);
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

}  // namespace
}  // namespace sa
