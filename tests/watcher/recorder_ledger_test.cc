#include "store/run_reader.h"
#include "tests/watcher/recorder_scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t minute = 60'000;

// backup.timer, which was stopped at `when`.
TimerSeen stopped(std::int64_t when) {
  TimerSeen seen = RecorderScene::hourly();
  seen.active = false;
  seen.next_elapse.reset();
  seen.heard = at(when);
  return seen;
}

// backup.timer, which has just fired.
void list_fired(RecorderScene& scene) {
  scene.list({timer});
  scene.tell(RecorderScene::hourly(0), 0);
}

// ---- what did not run is a record

TEST(RecorderLedger, AMissedRunIsARecordOnce) {
  RecorderScene scene;
  list_fired(scene);
  scene.recorder->caught_up(at(0));
  scene.tell(stopped(minute), minute);
  scene.recorder->look_around(at(hour + minute));
  scene.commit();
  const std::string missed =
      "backup.service derived from what? 58c7da580bce723315784a2845d6f893 missed at +3600000 "
      "(backup.timer is stopped since 2026-11-22 04:01:00 UTC), timer backup.timer, due +3600000, "
      "schedule\n";
  EXPECT_EQ(scene.records(), missed);
  scene.restart();
  scene.list({timer});
  scene.tell(stopped(minute), minute);
  scene.recorder->caught_up(at(0));
  scene.recorder->look_around(at(hour + 2 * minute));
  scene.commit();
  EXPECT_EQ(scene.records(), missed);
}

TEST(RecorderLedger, NothingIsMissedBeforeAllTimersAreKnown) {
  RecorderScene scene;
  list_fired(scene);
  scene.recorder->caught_up(at(0));
  scene.commit();
  scene.restart();
  scene.recorder->caught_up(at(3 * hour));
  scene.recorder->look_around(at(3 * hour));
  scene.list({timer});
  scene.recorder->look_around(at(3 * hour));
  scene.commit();
  EXPECT_EQ(scene.records(), "");
}

// Two runs came in the one commit before the watcher was killed.
TEST(RecorderLedger, WhatRanAndWasNotAccountedForYetIsNotMissedAfterARestart) {
  RecorderScene scene;
  list_fired(scene);
  scene.recorder->caught_up(at(0));
  scene.commit();
  for (const std::int64_t hours : {1, 2}) {
    scene.begin(hours * hour + 1000, static_cast<std::uint8_t>(hours));
    scene.end(hours * hour + 1000, static_cast<std::uint8_t>(hours));
  }
  scene.commit();
  const std::string ran = scene.records();
  scene.restart();
  scene.list({timer});
  scene.tell(RecorderScene::hourly(2 * hour + 990), 2 * hour + minute);
  scene.recorder->caught_up(at(2 * hour + minute));
  scene.begin(3 * hour + 1000, 3);
  scene.recorder->look_around(at(3 * hour + minute));
  scene.commit();
  EXPECT_EQ(scene.records().substr(0, ran.size()), ran);
  EXPECT_EQ(scene.records().find("missed"), std::string::npos) << scene.records();
}

TEST(RecorderLedger, TheLastRunOfARowIsNoneThatWasMissed) {
  RecorderScene scene;
  list_fired(scene);
  scene.recorder->caught_up(at(0));
  scene.begin(hour, 7);
  scene.end(hour, 7);
  scene.tell(stopped(hour + minute), hour + minute);
  scene.recorder->look_around(at(2 * hour + minute));
  scene.commit();
  scene.restart();
  scene.list({timer});
  scene.tell(stopped(hour + minute), 0);
  scene.publish();
  EXPECT_EQ(scene.rows(),
            "backup.service: ok since +3600100\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* *:00:00 UTC\n"
            "+7201000 late (no run began, due 2026-11-22 06:00:00 UTC: backup.timer is stopped "
            "since 2026-11-22 05:01:00 UTC)\n"
            "+7261000 overdue (no run began, due 2026-11-22 06:00:00 UTC, grace 1min: backup.timer "
            "is stopped since 2026-11-22 05:01:00 UTC)\n"
            "due +7200000, expected by +7261000, grace 60000ms\n"
            "last #7 succeeded, success +3600100\n");
}

TEST(RecorderLedger, AHostThatWasOffIsRememberedOverARestart) {
  RecorderScene scene;
  list_fired(scene);
  scene.recorder->caught_up(at(0));
  scene.journal(minute, JournalStarting{}, 7, 7, "getty.service");
  scene.commit();
  scene.recorder->take(
      JournalEvent{"getty.service", id(8), 1, at(3 * hour), id(2), JournalStarting{}});
  scene.commit();
  scene.restart();
  TimerSeen booted = RecorderScene::hourly();
  booted.active_since = at(3 * hour + minute);
  booted.heard = at(3 * hour + minute);
  scene.list({timer});
  scene.tell(booted, 3 * hour + minute);
  scene.recorder->caught_up(at(3 * hour + minute));
  scene.recorder->look_around(at(3 * hour + 2 * minute));
  scene.commit();
  const std::string records = scene.records();
  EXPECT_NE(records.find("missed at +3600000 (the host was off from 2026-11-22 04:01:00 UTC to "
                         "2026-11-22 07:00:00 UTC), timer backup.timer, due +3600000, schedule"),
            std::string::npos)
      << records;
}

// ---- files that are gone

TEST(RecorderLedger, WhatAUnitSaidOfItselfOutlivesItsFiles) {
  RecorderScene scene;
  scene.write_unit(timer, "[Timer]\nOnCalendar=hourly\n[X-ScriptActivity]\nTeam=lp\nGrace=5s\n");
  scene.list_all();
  scene.commit();
  for (const auto& name : {timer, service}) scene.remove_unit(name);
  scene.restart();
  scene.list({});
  scene.publish();
  const std::string rows = scene.rows();
  EXPECT_NE(rows.find("team 'lp'"), std::string::npos) << rows;
  EXPECT_NE(rows.find("grace 5000ms"), std::string::npos) << rows;
}

// ---- timers that systemd does not list

TEST(RecorderLedger, AStoppedTimerIsStoppedStillAfterARestart) {
  RecorderScene scene;
  list_fired(scene);
  TimerSeen stopped = RecorderScene::hourly(1000);
  stopped.active = false;
  stopped.heard = at(minute);
  scene.tell(stopped, minute);
  scene.commit();
  scene.restart();
  scene.list({});
  EXPECT_EQ(scene.asked(), "timer backup.timer");
  EXPECT_FALSE(scene.recorder->is_listed());
  stopped.heard = at(2 * minute);
  scene.tell(stopped, 2 * minute);
  EXPECT_TRUE(scene.recorder->is_listed());
  scene.publish();
  EXPECT_NE(scene.rows().find("backup.timer is stopped since 2026-11-22 04:01:00 UTC"),
            std::string::npos)
      << scene.rows();
  scene.list({});
  scene.publish();
  EXPECT_NE(scene.rows().find("is stopped since"), std::string::npos) << scene.rows();
  TimerSeen gone;
  gone.timer = timer;
  gone.heard = at(3 * minute);
  scene.tell(gone, 3 * minute);
  scene.publish();
  EXPECT_NE(scene.rows().find("is gone since"), std::string::npos) << scene.rows();
}

// ---- retired

TEST(RecorderLedger, WhatIsRetiredIsSoAfterARestartToo) {
  RecorderScene scene;
  list_fired(scene);
  EXPECT_FALSE(scene.recorder->retire("unknown.service", "alice", "", at(0)));
  EXPECT_TRUE(scene.recorder->retire(service, "alice", "moved", at(minute)));
  scene.commit();
  scene.restart();
  scene.list_all();
  scene.publish();
  EXPECT_EQ(first_line(scene.rows()), "backup.service: retired (by alice: moved) since +60000");
  EXPECT_TRUE(scene.recorder->unretire(service, "alice", at(2 * minute)));
  scene.publish();
  EXPECT_EQ(first_line(scene.rows()), "backup.service: waiting (has not run yet)");
}

// ---- the clock was put back

void run_once(RecorderScene& scene, std::int64_t when, std::uint8_t invocation) {
  scene.begin(when, invocation);
  scene.end(when, invocation);
  scene.commit();
}

TEST(RecorderLedger, ARunAfterTheClockWasPutBackIsTheTimersAndTheNewest) {
  RecorderScene scene;
  scene.list_all();
  run_once(scene, 20 * hour, 7);
  scene.recorder->take_clock_change(std::nullopt, at(minute));
  run_once(scene, hour, 8);
  scene.publish();
  EXPECT_EQ(scene.records(),
            "backup.service #8 succeeded +3600000..+3600100 success exit 0, timer backup.timer "
            "+3599990, due +0, both\n"
            "backup.service #7 succeeded +72000000..+72000100 success exit 0, timer backup.timer "
            "+71999990, due +68400000, both\n");
  EXPECT_NE(scene.rows().find("last #8 succeeded, success +3600100\n"), std::string::npos);
}

TEST(RecorderLedger, ARestartAfterTheClockWasPutBackGoesOnFromWhereTheClockIs) {
  RecorderScene scene;
  scene.list_all();
  run_once(scene, 20 * hour, 7);
  run_once(scene, 3 * hour, 8);
  scene.restart(4 * hour);
  scene.list_all();
  scene.publish();
  EXPECT_NE(scene.rows().find("last #8 succeeded"), std::string::npos) << scene.rows();
  run_once(scene, 5 * hour, 9);
  EXPECT_NE(scene.records().find("#9 succeeded +18000000..+18000100 success exit 0, timer"),
            std::string::npos)
      << scene.records();
}

}  // namespace
}  // namespace sa::test
