#include "cli/cmd_log.h"

#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <limits>

#include <gtest/gtest.h>

namespace sa {
namespace {

using Words = std::vector<std::string>;

class Log : public testing::Test {
 protected:
  int log(std::string unit) {
    options.unit = std::move(unit);
    return cmd_log(options, world.context());
  }

  samples::SampleWorld world;
  LogOptions options;
};

TEST_F(Log, IsThatOfTheLastRun) {
  EXPECT_EQ(log("backup"), exit_done);
  EXPECT_EQ(world.became,
            (Words{"journalctl", "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee01"}));
}

TEST_F(Log, IsThatOfTheInvocationThatBeginsSo) {
  options.invocation = "00112233445566778899aabbccddee2";
  EXPECT_EQ(log("fragile"), exit_unwell);
  EXPECT_EQ(world.became, Words{});
  options.invocation = "00112233445566778899aabbccddee20";
  log("fragile");
  EXPECT_EQ(world.became,
            (Words{"journalctl", "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee20"}));
}

TEST_F(Log, PrefixNeedBeUniqueAmongTheRunsOfTheUnitOnly) {
  options.invocation = "0011";
  log("garbo");
  EXPECT_EQ(world.became,
            (Words{"journalctl", "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee40"}));
}

TEST_F(Log, InvocationOfAnotherUnitIsNotFound) {
  options.invocation = "00112233445566778899aabbccddee40";
  EXPECT_EQ(log("backup"), exit_unwell);
  EXPECT_EQ(world.err.text,
            "sa: no run of 'backup.service' has an invocation that begins with "
            "'00112233445566778899aabbccddee40'\n");
}

TEST_F(Log, WhatIsNoInvocationIsToldSo) {
  options.invocation = "--file=/etc/shadow";
  EXPECT_EQ(log("backup"), exit_unwell);
  EXPECT_EQ(world.became, Words{});
  EXPECT_EQ(world.err.text,
            "sa: '--file=/etc/shadow' is no invocation: expected up to 32 hex digits\n");
}

TEST_F(Log, FollowsFromTheBeginningOfTheRun) {
  options.follow = true;
  log("garbo");
  EXPECT_EQ(world.became, (Words{"journalctl", "--follow", "--no-tail",
                                 "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee40"}));
}

TEST_F(Log, PassesFormatLinesAndNoPagerOn) {
  options.output = "-x";
  options.lines = 5;
  options.no_pager = true;
  options.follow = true;
  log("garbo");
  EXPECT_EQ(world.became, (Words{"journalctl", "--no-pager", "--follow", "--output=-x", "--lines=5",
                                 "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee40"}));
}

TEST_F(Log, HasTheLinesThatJournaldLostTheInvocationOf) {
  world.answer = "_STREAM_ID=aa\n\n_STREAM_ID=bb\n_SYSTEMD_INVOCATION_ID=cc\n\n_STREAM_ID=dd\n\n";
  log("backup");
  EXPECT_EQ(world.became,
            (Words{"journalctl", "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee01", "+",
                   "_STREAM_ID=aa", "_STREAM_ID=dd"}));
}

TEST_F(Log, LooksForLostLinesUpToTheNextRunOfTheUnit) {
  options.invocation = "00112233445566778899aabbccddee20";
  log("fragile");
  EXPECT_EQ(world.asked[5], "--since=@1795345200.000000");
  EXPECT_EQ(world.asked[6], "--until=@1795345210.250000");
  {
    RunWriter writer(world.places.store);
    writer.put(samples::run_of("fragile.service", 0x22,
                               samples::noon - std::chrono::minutes{60} + std::chrono::seconds{1}));
    writer.commit();
  }
  log("fragile");
  EXPECT_EQ(world.asked[6], "--until=@1795345200.999999");
}

TEST_F(Log, AllLinesAreAskedForAsJournalctlDoes) {
  options.lines = std::numeric_limits<std::uint64_t>::max();
  log("backup");
  EXPECT_EQ(world.became, (Words{"journalctl", "--lines=all",
                                 "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee01"}));
}

TEST_F(Log, OfAllRunsIsThatOfTheUnit) {
  options.all = true;
  log("backup");
  EXPECT_EQ(world.became, (Words{"journalctl", "--unit=backup.service"}));
}

TEST_F(Log, OfARefusedStartSaysWhyThereIsNone) {
  EXPECT_EQ(log("limited"), exit_unwell);
  EXPECT_EQ(world.became, Words{});
  EXPECT_EQ(world.err.text,
            "sa: the start of 2026-11-22 11:30:00 has no output: it was refused: start limit "
            "hit\n");
}

TEST_F(Log, GoesPastARefusedStartAndSaysSo) {
  {
    RunWriter writer(world.places.store);
    sa::Run before =
        samples::run_of("limited.service", 0x2f, samples::noon - std::chrono::hours{3});
    before.at = before.at - Duration{1};
    writer.put(before);
    sa::Run after = samples::run_of("limited.service", 0x31, samples::noon);
    after.has_invocation = false;
    after.state = State::skipped;
    writer.put(after);
    writer.commit();
  }
  EXPECT_EQ(log("limited"), exit_done);
  EXPECT_EQ(world.became,
            (Words{"journalctl", "_SYSTEMD_INVOCATION_ID=00112233445566778899aabbccddee2f"}));
  EXPECT_EQ(world.err.text,
            "sa: the start of 2026-11-22 12:00:00 has no output: it was skipped; this is the run "
            "before\n");
}

TEST_F(Log, OfAUnitThatNeverRanSaysSo) {
  EXPECT_EQ(log("never"), exit_unwell);
  EXPECT_EQ(world.err.text, "sa: no run of 'never.service' is in the log yet\n");
}

TEST_F(Log, UnitThatBeginsWithADashIsNoOption) {
  {
    RunWriter writer(world.places.store);
    writer.put(samples::run_of("-x.service", 0x50, samples::noon));
    writer.put_unit(samples::record_of("-x.service"));
    writer.commit();
  }
  options.all = true;
  log("-x.service");
  EXPECT_EQ(world.became, (Words{"journalctl", "--unit=-x.service"}));
}

TEST_F(Log, GlobOfSeveralUnitsMustBeNarrowed) {
  EXPECT_EQ(log("*"), exit_unwell);
  EXPECT_EQ(world.err.text,
            "sa: '*' stands for 5 units, 'backup.service' and 'fragile.service' among them; name "
            "one\n");
}

TEST_F(Log, OfAnUnknownUnitIsNotFound) {
  EXPECT_EQ(log("bakup"), exit_unwell);
  EXPECT_EQ(world.err.text, "sa: no unit 'bakup' is known; did you mean 'backup'?\n");
}

}  // namespace
}  // namespace sa
