#include "cli/key_values.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::failed_run;
using samples::noon;

std::string printed(const std::vector<KeyValue>& facts) {
  samples::Caught out;
  print(facts, Screen{}, out.output);
  return out.all();
}

TEST(KeyValues, OfARun) {
  EXPECT_EQ(printed(facts_of(failed_run(), noon)),
            "       invocation: 00112233445566778899aabbccddee01\n"
            "            state: failed\n"
            "          trigger: timer backup.timer at Sun 2026-11-22 02:00:00.000000 UTC\n"
            "          attempt: 1\n"
            "              due: Sun 2026-11-22 02:00:00.000000 UTC (10h ago)\n"
            "            began: Sun 2026-11-22 02:00:00.005124 UTC (9h 59min ago)\n"
            "            ended: Sun 2026-11-22 02:01:30.255124 UTC (9h 58min ago)\n"
            "         duration: 1min 30s\n"
            "           result: exit-code\n"
            "      exit status: 3\n"
            "         cpu time: 1s 500ms\n"
            "             host: db1\n"
            "             boot: 00112233445566778899aabbccddeeb0\n"
            "      recorded by: both\n");
}

TEST(KeyValues, OfAStartThatNeverBegan) {
  sa::Run run;
  run.has_invocation = false;
  run.unit = "x.service";
  run.state = State::refused;
  run.at = noon;
  run.reason = "start limit\nhit";
  EXPECT_EQ(printed(facts_of(run, noon)),
            "       invocation: none, it never began\n"
            "            state: refused\n"
            "           reason: start limit\\x0ahit\n"
            "          trigger: unknown\n"
            "          attempt: 1\n"
            "        asked for: Sun 2026-11-22 12:00:00.000000 UTC (now)\n"
            "      recorded by: bus\n");
}

TEST(KeyValues, OfAUnit) {
  UnitStatus unit;
  unit.unit = "backup.service";
  unit.team = "db";
  unit.tags = {"a", "b"};
  unit.timers = {"backup.timer"};
  unit.schedule = {"OnCalendar=daily"};
  unit.next_due = noon + std::chrono::hours{12};
  unit.grace = std::chrono::minutes{1};
  unit.consecutive_failures = 2;
  EXPECT_EQ(printed(facts_of(unit, {Health::failed, "exit 3", noon}, noon)),
            "             unit: backup.service\n"
            "             team: db\n"
            "             tags: a, b\n"
            "           timers: backup.timer\n"
            "         schedule: OnCalendar=daily\n"
            "           health: failed\n"
            "              why: exit 3\n"
            "            since: Sun 2026-11-22 12:00:00.000000 UTC (now)\n"
            "         next due: Mon 2026-11-23 00:00:00.000000 UTC (in 12h)\n"
            "            grace: 1min\n"
            "failures in a row: 2\n"
            "         last run: none\n");
}

}  // namespace
}  // namespace sa
