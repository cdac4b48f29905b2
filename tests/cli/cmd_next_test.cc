#include "cli/cmd_next.h"

#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

UnitStatus due_unit(std::string unit, Instant due) {
  UnitStatus status;
  status.unit = std::move(unit);
  status.timers = {"x.timer"};
  status.schedule = {"OnCalendar=daily"};
  status.outlook.verdict = {Health::ok, "", noon - 1h};
  status.next_due = due;
  status.expected_by = due + 2min;
  return status;
}

class NextVerb : public testing::Test {
 protected:
  NextVerb() {
    UnitStatus late = due_unit("late.service", noon - 3min);
    late.outlook.verdict.health = Health::late;
    UnitStatus retired = due_unit("old.service", noon);
    retired.retired = Retirement{"alice", noon, ""};
    UnitStatus never = due_unit("never.service", noon);
    never.next_due.reset();
    StatusWriter writer(world.places.status);
    for (const auto& unit : {due_unit("z.service", noon + 1h), retired, never, late,
                             due_unit("a.service", noon + 25h)})
      writer.set(unit);
    writer.write("db1", samples::id(0xb0), noon);
    const auto heartbeat = std::chrono::file_clock::from_sys(noon);
    std::filesystem::last_write_time(world.places.status, heartbeat);
  }
  std::string shown() {
    code = cmd_next(options, world.context(noon));
    std::string all = world.out.all();
    world.out.text.clear();
    return all;
  }

  samples::SampleWorld world;
  NextOptions options;
  int code = -1;
};

TEST_F(NextVerb, OfATeamThatNoUnitHasSaysSo) {
  options.teams = {"nope"};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(code, exit_unwell);
  EXPECT_EQ(world.err.all(),
            "sa: no unit has that team or tag; 'sa status --json' shows each unit's\n");
}

TEST_F(NextVerb, TellsTheSoonestFirst) {
  EXPECT_EQ(shown(),
            "DUE                  IN        UNIT          HEALTH  SCHEDULE\n"
            "2026-11-22 11:57:00  3min ago  late.service  late    OnCalendar=daily\n"
            "2026-11-22 13:00:00  in 1h     z.service     ok      OnCalendar=daily\n"
            "2026-11-23 13:00:00  in 1d 1h  a.service     ok      OnCalendar=daily\n");
  EXPECT_EQ(code, exit_done);
}

TEST_F(NextVerb, TellsOnlyWhatIsDueWithinTheTimeThatIsAskedFor) {
  options.within = 1h;
  options.json = true;
  EXPECT_EQ(shown(), R"({"unit":"late.service","job":null,"team":null,"timer":"x.timer",)"
                     R"("schedule":"OnCalendar=daily","next_due":"2026-11-22T11:57:00.000000Z",)"
                     R"("expected_by":"2026-11-22T11:59:00.000000Z","health":"late"})"
                     "\n"
                     R"({"unit":"z.service","job":null,"team":null,"timer":"x.timer",)"
                     R"("schedule":"OnCalendar=daily","next_due":"2026-11-22T13:00:00.000000Z",)"
                     R"("expected_by":"2026-11-22T13:02:00.000000Z","health":"ok"})"
                     "\n");
}

TEST_F(NextVerb, OfAUnitThatNobodyKnowsSaysSo) {
  options.units = {"z", "y*"};
  EXPECT_EQ(shown(),
            "DUE                  IN     UNIT       HEALTH  SCHEDULE\n"
            "2026-11-22 13:00:00  in 1h  z.service  ok      OnCalendar=daily\n");
  EXPECT_EQ(code, exit_unwell);
}

TEST_F(NextVerb, SaysThatNothingIsDue) {
  options.units = {"never"};
  EXPECT_EQ(shown(), "");
  EXPECT_EQ(world.err.all(), "sa: nothing is due\n");
}

}  // namespace
}  // namespace sa
