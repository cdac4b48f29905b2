#include "watcher/reports.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Reporter = Reports::Reporter;

const Instant noon{std::chrono::seconds{1'795'348'800}};
const Reporter alice{1000, ":1.7"};
const Reporter bob{1001, ":1.8"};
const Reporter root{0, ":1.9"};
const Id128 boot{{0xb0}};

Run new_run(std::uint8_t id) {
  Run run;
  run.identity.bytes[15] = id;
  run.boot = boot;
  return run;
}

class ReportsTest : public testing::Test {
 protected:
  std::string begin(const std::string& unit, std::uint8_t id, const Reporter& who = alice,
                    Instant at = noon, std::uint32_t keep = 0) {
    auto begun = reports.begin({unit, "", "", "", keep}, who, new_run(id), at);
    if (const auto* refusal = std::get_if<Refusal>(&begun)) return refusal->name;
    const auto& both = std::get<Reports::Begun>(begun);
    return both.before ? "after " + std::string(to_string(both.before->state)) : "begun";
  }
  std::string update(std::uint8_t id, const Reporter& who, Instant at) {
    return name_of(reports.update(to_string(new_run(id).identity), who, "half", at));
  }
  std::string end(std::uint8_t id, const Reporter& who = alice) {
    return name_of(reports.end(to_string(new_run(id).identity), who, {0, "", "", ""}, noon + 1min));
  }
  std::string lost(Instant at) {
    std::string text;
    for (const sa::Run& run : reports.take_lost(at)) text += run.unit + ": " + run.reason + "\n";
    return text;
  }
  static std::string name_of(const std::variant<sa::Run, Refusal>& answer) {
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refusal->name;
    const sa::Run& run = std::get<sa::Run>(answer);
    return std::string(to_string(run.state)) + " " + run.reason;
  }

  Reports reports;
};

TEST_F(ReportsTest, ARunGoesFromBeginToEnd) {
  EXPECT_EQ(begin("sync.report", 1), "begun");
  EXPECT_EQ(update(1, alice, noon + 2s), "running half");
  EXPECT_EQ(end(1), "succeeded half");
  EXPECT_EQ(end(1), "NotRunning");
}

TEST_F(ReportsTest, OnlyItsUserAndRootMayGoOnWithIt) {
  begin("sync.report", 1);
  EXPECT_EQ(update(1, bob, noon + 2s), "NotAuthorized");
  EXPECT_EQ(end(1, bob), "NotAuthorized");
  EXPECT_EQ(begin("sync.report", 2, bob), "AlreadyRunning");
  EXPECT_EQ(end(1, {1000, ":1.99"}), "succeeded ");
}

TEST_F(ReportsTest, ANewRunOfTheSameUserInterruptsTheOneThatWasForgotten) {
  begin("sync.report", 1);
  EXPECT_EQ(begin("sync.report", 2), "after interrupted");
  EXPECT_EQ(end(1), "NotRunning");
  EXPECT_EQ(end(2), "succeeded ");
}

TEST_F(ReportsTest, ARunIsInterruptedWhenItsReporterLeaves) {
  begin("sync.report", 1);
  EXPECT_EQ(lost(noon + 1h), "");
  reports.peer_left(":1.7");
  EXPECT_EQ(lost(noon + 1h), "sync.report: its reporter left without saying how it ended\n");
  EXPECT_EQ(end(1), "NotRunning");
}

TEST_F(ReportsTest, ARunThatIsKeptWaitsForTheNextWord) {
  begin("sync.report", 1, alice, noon, 60);
  reports.peer_left(":1.7");
  EXPECT_EQ(reports.next_loss(), noon + 60s);
  EXPECT_EQ(lost(noon + 59s), "");
  EXPECT_EQ(update(1, {1000, ":1.20"}, noon + 59s), "running half");
  EXPECT_EQ(reports.next_loss(), std::nullopt);
  reports.peer_left(":1.20");
  EXPECT_EQ(lost(noon + 118s), "");
  EXPECT_EQ(lost(noon + 119s), "sync.report: its reporter left without saying how it ended\n");
}

TEST_F(ReportsTest, OneUserCannotOpenAllThereAre) {
  for (int i = 0; i < 64; ++i)
    EXPECT_EQ(begin("r" + std::to_string(i) + ".report", static_cast<std::uint8_t>(i)), "begun");
  EXPECT_EQ(begin("more.report", 200), "Busy");
  EXPECT_EQ(begin("others.report", 201, bob), "begun");
}

TEST_F(ReportsTest, OneUserCannotFillTheLogAndRootIsNotHeldUp) {
  const auto begin_and_end = [&](const Reporter& who, Instant at) {
    const auto answer = begin("fast.report", 1, who, at);
    end(1, who);
    return answer;
  };
  for (int i = 0; i < 100; ++i) ASSERT_EQ(begin_and_end(alice, noon), "begun") << i;
  EXPECT_EQ(begin_and_end(alice, noon), "TooFast");
  EXPECT_EQ(begin_and_end(alice, noon + 9s), "TooFast");
  EXPECT_EQ(begin_and_end(alice, noon + 10s), "begun");
  EXPECT_EQ(begin_and_end(alice, noon + 10s), "TooFast");
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(begin_and_end(root, noon), "begun") << i;
}

TEST_F(ReportsTest, UpdatesAreNoFasterThanOneASecond) {
  begin("sync.report", 1);
  EXPECT_EQ(update(1, alice, noon + 500ms), "TooFast");
  EXPECT_EQ(update(1, alice, noon + 1s), "running half");
  EXPECT_EQ(update(1, alice, noon + 1900ms), "TooFast");
}

TEST_F(ReportsTest, AreTheSameAfterARestartOfTheWatcher) {
  begin("here.report", 1);
  begin("kept.report", 2, {1000, ":1.8"}, noon, 3600);
  sa::Run here = new_run(1);
  here.unit = "here.report";
  sa::Run kept = new_run(2);
  kept.unit = "kept.report";
  sa::Run unknown = new_run(3);
  unknown.unit = "unknown.report";
  const auto note = reports.to_note("bus-1");

  Reports same_bus;
  same_bus.restore({here, kept, unknown}, note, "bus-1", boot);
  EXPECT_EQ(same_bus.peers(), (std::vector<std::string>{":1.7", ":1.8"}));
  EXPECT_EQ(same_bus.take_lost(noon + 1min).size(), 1U);  // the unknown one

  Reports other_bus;
  other_bus.restore({here, kept}, note, "bus-2", boot);
  EXPECT_EQ(other_bus.peers(), std::vector<std::string>{});
  const auto gone = other_bus.take_lost(noon + 1min);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone.front().unit, "here.report");

  Reports other_boot;
  other_boot.restore({here, kept}, note, "bus-1", Id128{{0xb1}});
  EXPECT_EQ(other_boot.take_lost(noon + 1min).size(), 2U);
}

TEST_F(ReportsTest, ADamagedNoteLosesTheReporterAndNothingElse) {
  sa::Run run = new_run(1);
  run.unit = "sync.report";
  reports.restore({run}, "nonsense 12 :1.7", "bus-1", boot);
  EXPECT_EQ(lost(noon + 1min), "sync.report: its reporter left without saying how it ended\n");
}

}  // namespace
}  // namespace sa
