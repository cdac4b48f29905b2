#include "cli/cmd_slots.h"

#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

sa::Run due_run(std::uint8_t last_of_id, Instant due, Duration late) {
  sa::Run run = samples::run_of("poll.service", last_of_id, due + late);
  run.due = due;
  if (late > 1min) run.late = late;
  return run;
}

sa::Run missed_run(std::uint8_t last_of_id, Instant due) {
  sa::Run run = samples::run_of("poll.service", last_of_id, due);
  run.has_invocation = false;
  run.due = due;
  run.state = State::missed;
  run.began.reset();
  run.ended.reset();
  run.result.reset();
  run.reason = "poll.timer is stopped since 2026-11-22 11:00:00 UTC";
  return run;
}

// poll.service, due each five minutes from 11:00 on: on time, late, twice absorbed, missed and
// then told of after all, missed, skipped.
class SlotsVerb : public testing::Test {
 protected:
  SlotsVerb() {
    RunWriter writer(world.places.store);
    writer.put_unit(samples::record_of("poll.service", "poll", "lp"));
    writer.put(due_run(1, noon - 60min, 1s));
    writer.put(due_run(2, noon - 55min, 90s));
    sa::Run again = due_run(3, noon - 55min, 100s);
    again.attempt = 2;
    writer.put(again);
    SlotRange absorbed;
    absorbed.unit = "poll.service";
    absorbed.first = absorbed.last = noon - 50min;
    absorbed.verdict = SlotVerdict::absorbed;
    absorbed.reason = "the run before was still going";
    extend(absorbed, noon - 45min);
    writer.put_slots(absorbed);
    writer.put(missed_run(4, noon - 40min));
    writer.put(due_run(5, noon - 40min, 4min));
    writer.put(missed_run(6, noon - 35min));
    sa::Run skipped = missed_run(7, noon - 30min);
    skipped.state = State::skipped;
    skipped.reason = "an unmet condition check";
    writer.put(skipped);
    writer.commit();
  }
  std::string shown() {
    code = cmd_slots(options, world.context(noon));
    std::string all = world.out.all();
    world.out.text.clear();
    return all;
  }

  samples::SampleWorld world;
  SlotsOptions options{{"poll"}, {}, {}, false};
  int code = -1;
};

TEST_F(SlotsVerb, TellsOfEachDueInstantOnceWhatBecameOfIt) {
  EXPECT_EQ(
      shown(),
      "DUE                  UNIT          VERDICT   LATE BY   BEGAN                RUN       WHY\n"
      "2026-11-22 11:00:00  poll.service  on-time             2026-11-22 11:00:01  00112233\n"
      "2026-11-22 11:05:00  poll.service  late      1min 30s  2026-11-22 11:06:30  00112233\n"
      "2026-11-22 11:10:00  poll.service  absorbed                                           the "
      "run before was still going\n"
      "2026-11-22 11:15:00  poll.service  absorbed                                           the "
      "run before was still going\n"
      "2026-11-22 11:20:00  poll.service  late      4min      2026-11-22 11:24:00  00112233\n"
      "2026-11-22 11:25:00  poll.service  missed                                             "
      "poll.timer is stopped since 2026-11-22 11:00:00 UTC\n"
      "2026-11-22 11:30:00  poll.service  skipped                                            an "
      "unmet condition check\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(SlotsVerb, ListsTheVerdictsAndTheSpanThatAreAskedFor) {
  options.json = true;
  options.verdicts = {SlotVerdict::absorbed, SlotVerdict::missed};
  options.span = {noon - 45min, noon - 30min};
  EXPECT_EQ(shown(), R"({"unit":"poll.service","job":"poll","team":"lp",)"
                     R"("due":"2026-11-22T11:15:00.000000Z","verdict":"absorbed","late":null,)"
                     R"("began":null,"invocation":null,"reason":"the run before was still going"})"
                     "\n"
                     R"({"unit":"poll.service","job":"poll","team":"lp",)"
                     R"("due":"2026-11-22T11:25:00.000000Z","verdict":"missed","late":null,)"
                     R"("began":null,"invocation":null,)"
                     R"("reason":"poll.timer is stopped since 2026-11-22 11:00:00 UTC"})"
                     "\n");
}

TEST_F(SlotsVerb, BelievesTheRunWhereItWasBookedAsMissedBefore) {
  options.json = true;
  options.span = {noon - 40min, noon - 39min};
  EXPECT_EQ(shown(), R"({"unit":"poll.service","job":"poll","team":"lp",)"
                     R"("due":"2026-11-22T11:20:00.000000Z","verdict":"late","late":240,)"
                     R"("began":"2026-11-22T11:24:00.000000Z",)"
                     R"("invocation":"00112233445566778899aabbccddee05","reason":null})"
                     "\n");
}

TEST_F(SlotsVerb, SaysThatThereIsNone) {
  options.span = {noon - 10min, std::nullopt};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(world.err.all(),
            "sa: no such due instant since 2026-11-22 11:50:00; '--since' looks further back, "
            "'sa next' shows what is to come\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(SlotsVerb, OfAnUnknownUnitSuggestsANearOne) {
  options.units = {"pol"};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(world.err.all(), "sa: no unit 'pol' is known; did you mean 'poll'?\n");
  EXPECT_EQ(code, exit_unwell);
}

}  // namespace
}  // namespace sa
