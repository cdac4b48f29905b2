#include "cli/json_reading.h"

#include "cli/json.h"
#include "core/error.h"
#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

Run told_and_read(const Run& run) {
  samples::Caught out;
  JsonLines lines(out.output);
  lines.put_whole(run, {"job", "team"});
  return run_of_json(out.all());
}

TEST(JsonReading, ARunComesBackWhole) {
  sa::Run run = samples::failed_run();
  run.late = Duration{12'345'678};
  run.attempt = 3;
  run.reason = "a \"reason\" with \xc3\xa9";
  run.trigger.by = "alice";
  EXPECT_EQ(told_and_read(run), run);
}

TEST(JsonReading, ARunThatGoesOnComesBackWhole) {
  sa::Run run = samples::failed_run();
  run.state = State::running;
  run.ended.reset();
  run.result.reset();
  run.exit_status.reset();
  run.pid = 4711;
  EXPECT_EQ(told_and_read(run), run);
}

TEST(JsonReading, ASignalComesBackByItsName) {
  sa::Run run = samples::failed_run();
  run.exit_status.reset();
  run.exit_signal = 11;
  run.result = Result::core_dump;
  EXPECT_EQ(told_and_read(run), run);
}

TEST(JsonReading, OfAStartThatNeverBeganOnlyTheIdentityIsLost) {
  sa::Run run = samples::failed_run();
  run.state = State::refused;
  run.has_invocation = false;
  run.began.reset();
  run.ended.reset();
  sa::Run expected = run;
  expected.identity = {};
  EXPECT_EQ(told_and_read(run), expected);
}

TEST(JsonReading, ASlotComesBackAsItIsShown) {
  UnitSlot slot{samples::noon, SlotVerdict::late, samples::failed_run(), "because"};
  slot.run->late = Duration{90'000'000};
  samples::Caught out;
  JsonLines lines(out.output);
  lines.put("backup.service", {}, slot);
  const UnitSlot read = slot_of_json(out.all());
  EXPECT_EQ(read.due, slot.due);
  EXPECT_EQ(read.verdict, slot.verdict);
  EXPECT_EQ(read.reason, slot.reason);
  EXPECT_EQ(read.run->identity, slot.run->identity);
  EXPECT_EQ(read.run->late, slot.run->late);
  EXPECT_EQ(read.run->began, slot.run->began);
}

TEST(JsonReading, WhatIsNoRunIsDamaged) {
  for (const char* line : {"", "nonsense", "[]", "{}", "{\"unit\":3}", "{\"state\":\"great\"}"})
    EXPECT_THROW(run_of_json(line), Damaged) << line;
}

}  // namespace
}  // namespace sa
