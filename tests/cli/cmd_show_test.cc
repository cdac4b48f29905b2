#include "cli/cmd_show.h"

#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;

class Show : public testing::Test {
 protected:
  Show() { world.places.store_alone = true; }

  std::string shown(std::vector<std::string> targets) {
    options.targets = std::move(targets);
    code = cmd_show(options, world.context());
    std::string all = world.out.all();
    world.out.text.clear();
    return all;
  }

  samples::SampleWorld world;
  ShowOptions options;
  int code = -1;
};

constexpr const char* refused_unit =
    "             unit: limited.service\n"
    "           health: broken\n"
    "              why: start limit hit\n"
    "            since: Sun 2026-11-22 11:30:00.000000 UTC (30min ago)\n"
    "\n"
    "         last run\n"
    "       invocation: none, it never began\n"
    "            state: refused\n"
    "           reason: start limit hit\n"
    "          trigger: timer at Sun 2026-11-22 11:30:00.000000 UTC\n"
    "          attempt: 1\n"
    "        asked for: Sun 2026-11-22 11:30:00.000000 UTC (30min ago)\n"
    "           result: start-limit-hit\n"
    "             host: db1\n"
    "             boot: 00112233445566778899aabbccddeeb0\n"
    "      recorded by: bus\n";

constexpr const char* never_ran =
    "             unit: never.service\n"
    "           health: waiting\n"
    "              why: has not run yet\n"
    "         last run: none\n";

TEST_F(Show, AUnitWithItsLastRun) {
  EXPECT_EQ(shown({"limited"}), refused_unit);
  EXPECT_EQ(code, exit_done);
}

TEST_F(Show, SeveralUnitsWithABlankLineBetween) {
  EXPECT_EQ(shown({"limited", "never"}), std::string(refused_unit) + "\n" + never_ran);
}

TEST_F(Show, ARunByTheFirstDigitsOfItsInvocation) {
  EXPECT_EQ(shown({"00112233445566778899aabbccddee40"}),
            "             unit: sa-garbo.service\n"
            "              job: garbo\n"
            "             team: lp\n"
            "       invocation: 00112233445566778899aabbccddee40\n"
            "            state: running\n"
            "          trigger: timer at Sun 2026-11-22 11:59:15.000000 UTC\n"
            "          attempt: 1\n"
            "            began: Sun 2026-11-22 11:59:15.000000 UTC (45s ago)\n"
            "           so far: 45.0s\n"
            "              pid: 4711\n"
            "             host: db1\n"
            "             boot: 00112233445566778899aabbccddeeb0\n"
            "      recorded by: bus\n");
  EXPECT_EQ(shown({"00112233445566778899AABBCCDDEE4"}).substr(0, 36),
            "             unit: sa-garbo.service\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(Show, AnAmbiguousInvocationNamesTheCandidates) {
  EXPECT_EQ(shown({"00112233445566778899aabbccddee2"}), "");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text,
            "sa: several runs begin with '00112233445566778899aabbccddee2': "
            "00112233445566778899aabbccddee20 (fragile.service, 2026-11-22 11:00:00), "
            "00112233445566778899aabbccddee21 (fragile.service, 2026-11-22 11:01:00); say more "
            "digits\n");
}

TEST_F(Show, AnUnknownInvocationIsNotFound) {
  EXPECT_EQ(shown({"feed"}), "");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(
      world.err.text,
      "sa: no unit 'feed' is known, see 'sa status --all'; no run has an invocation that begins "
      "with 'feed'\n");
}

TEST_F(Show, AnUnknownUnitIsNotFoundAndTheOthersAreShown) {
  EXPECT_EQ(shown({"bakup", "never"}), never_ran);
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.text, "sa: no unit 'bakup' is known; did you mean 'backup'?\n");
}

TEST_F(Show, AUnitWhoseNameIsHexComesBeforeInvocations) {
  {
    RunWriter writer(world.places.store);
    writer.put_unit(samples::record_of("0011.service"));
    writer.commit();
  }
  EXPECT_EQ(shown({"0011"}).substr(0, 32), "             unit: 0011.service\n");
}

TEST_F(Show, JsonIsOneUnitOrRunALine) {
  options.json = true;
  const std::string text = shown({"never", "00112233445566778899aabbccddee40"});
  EXPECT_EQ(text.substr(0, 53), R"({"unit":"never.service","job":null,"team":null,"tags")");
  EXPECT_NE(
      text.find(
          "\n{\"unit\":\"sa-garbo.service\",\"job\":\"garbo\",\"team\":\"lp\",\"invocation\""),
      std::string::npos);
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
}

}  // namespace
}  // namespace sa
