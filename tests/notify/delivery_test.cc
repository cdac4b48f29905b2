#include "notify/delivery.h"

#include "tests/store/samples.h"

#include <thread>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class DeliveryTest : public testing::Test {
 protected:
  std::string shell(const std::string& script, const std::string& input = "",
                    std::chrono::milliseconds longest = 20s) {
    return deliver({{"/bin/sh", "-c", script}, {{"OUT", out}, {"SA_UNIT", "a b"}}, input}, longest);
  }
  std::string written() const { return test::contents_of(out); }

  test::Directory directory;
  const std::string out = directory.path() / "out";
};

TEST_F(DeliveryTest, GivesTheInputAndTheVariablesAndNothingElse) {
  setenv("SECRET", "of the parent", 1);
  EXPECT_EQ(shell("cat > $OUT; echo \"$SA_UNIT$SECRET\" >> $OUT", "to you\n"), "");
  EXPECT_EQ(written(), "to you\na b\n");
}

TEST_F(DeliveryTest, TellsHowItEnded) {
  EXPECT_EQ(shell("exit 3"), "exit 3");
  EXPECT_EQ(shell("kill -SEGV $$"), "SEGV");
  EXPECT_EQ(deliver({{"/nowhere/program"}, {}, ""}, 1s), "No such file or directory");
}

TEST_F(DeliveryTest, AProgramThatDoesNotReadIsNotWaitedFor) {
  EXPECT_EQ(shell("exit 0", std::string(10'000'000, 'x')), "");
}

TEST_F(DeliveryTest, KillsWhatHangsWithAllThatItStarted) {
  EXPECT_EQ(shell("sleep 1000 & echo $! > $OUT; wait", "", 2s), "not done within 2s, killed");
  const pid_t child = std::stoi(written());
  const auto end = std::chrono::steady_clock::now() + 10s;
  const auto is_gone = [&] {
    const std::string state = test::contents_of("/proc/" + std::to_string(child) + "/stat");
    return state.empty() || state.find(") Z ") != std::string::npos;
  };
  while (!is_gone() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(is_gone());
}

TEST_F(DeliveryTest, WhatAMailerLeavesBehindGoesOn) {
  EXPECT_EQ(shell("(sleep 0.2; echo delivered > $OUT) &"), "");
  const auto end = std::chrono::steady_clock::now() + 10s;
  while (written().empty() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(10ms);
  EXPECT_EQ(written(), "delivered\n");
}

TEST_F(DeliveryTest, AProgramMustBeItsOwnersAndNobodyElsesToWrite) {
  const fs::path folder = directory.path() / "notify.d";
  const std::string path = folder / "page";
  fs::create_directory(folder);
  chmod(folder.c_str(), 0755);
  EXPECT_EQ(program_problem(path, geteuid()), "No such file or directory");
  test::write_file(path, "#!/bin/sh\n");
  chmod(path.c_str(), 0755);
  EXPECT_EQ(program_problem(path, geteuid()), "");
  EXPECT_EQ(program_problem(path, geteuid() + 1),
            "it must be root's, and nobody else may write it");
  for (const mode_t mode : {0775, 0757}) {
    chmod(path.c_str(), mode);
    EXPECT_EQ(program_problem(path, geteuid()), "it must be root's, and nobody else may write it");
    chmod(path.c_str(), 0755);
    chmod(folder.c_str(), mode);
    EXPECT_EQ(program_problem(path, geteuid()),
              "its folder must be root's, and nobody else may write it");
    chmod(folder.c_str(), 0755);
  }
  EXPECT_EQ(program_problem(folder, geteuid()), "it is no regular file");
}

}  // namespace
}  // namespace sa
