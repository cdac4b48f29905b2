#include "tests/watcher/recorder_scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

const std::string late_timer = "late.timer";
const std::string late = "late.service";

// ---- from events to the store and the status file

TEST(Recorder, ARunIsSeenAsRunningOnceItBegan) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  EXPECT_TRUE(scene.recorder->owes_runs());
  EXPECT_EQ(scene.records(), "");
  scene.commit();
  scene.publish();
  EXPECT_FALSE(scene.recorder->owes_runs());
  EXPECT_FALSE(scene.recorder->owes_rows());
  EXPECT_EQ(scene.records(),
            "backup.service #7 running +1000..?, timer backup.timer +990, due +0, both\n");
  EXPECT_EQ(scene.rows(),
            "backup.service: running since +1000\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* *:00:00 UTC\n"
            "+3601000 overrunning (still running when due 2026-11-22 05:00:00 UTC)\n"
            "+3661000 overdue (still running when due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +3661000, grace 60000ms\n"
            "last #7 running\n");
}

TEST(Recorder, ARunThatEndedIsOneRecordAndOneRow) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.commit();
  scene.end(1000, 7);
  scene.commit();
  scene.publish();
  EXPECT_EQ(scene.records(),
            "backup.service #7 succeeded +1000..+1100 success exit 0, timer backup.timer +990, "
            "due +0, both\n");
  EXPECT_EQ(scene.rows(),
            "backup.service: ok since +1100\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* *:00:00 UTC\n"
            "+3601000 late (no run began, due 2026-11-22 05:00:00 UTC)\n"
            "+3661000 overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +3661000, grace 60000ms\n"
            "last #7 succeeded, success +1100\n");
}

TEST(Recorder, WithNothingToWriteWritesNothing) {
  RecorderScene scene;
  scene.list_all();
  scene.commit();
  EXPECT_FALSE(scene.recorder->owes_runs());
  scene.list_all();
  EXPECT_FALSE(scene.recorder->owes_runs());
  scene.journal(1000, JournalStarting{}, 7, 7, "getty.service");
  EXPECT_FALSE(scene.recorder->owes_runs());
  scene.commit();
  EXPECT_EQ(scene.records(), "");
}

TEST(Recorder, TheFactsOfTheTimerWinInTheRow) {
  RecorderScene scene;
  scene.write_unit(service, "[Service]\nType=oneshot\n[X-ScriptActivity]\nTeam=lp\nJob=backup\n");
  scene.write_unit(timer, "[Timer]\nOnCalendar=hourly\n[X-ScriptActivity]\nTeam=db\n");
  scene.list_all();
  scene.publish();
  EXPECT_EQ(first_line(scene.rows().substr(scene.rows().find('\n') + 1)), "job 'backup' team 'db'");
}

TEST(Recorder, AnUnmetConditionIsARecordOfItsOwn) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.tell(Queued{service, 8, at(1999)}, 1999);
  scene.journal(2000, JournalSkipped{"an unmet condition check"}, 0, 8);
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #7 succeeded +1000..+1100 success exit 0, timer backup.timer +990, "
            "due +0, both\n"
            "backup.service start 8 skipped at +2000 (an unmet condition check), manual +2000, "
            "both\n");
}

TEST(Recorder, ATimerThatCannotQueueItsServiceIsLoud) {
  RecorderScene scene;
  scene.list_all();
  scene.asked();
  scene.journal(1000, JournalQueueFailed{"Unit absent.service not found."}, 0, 0, timer);
  EXPECT_EQ(scene.asked(), "timer backup.timer");
  TimerSeen dead = RecorderScene::hourly();
  dead.active = false;
  dead.failed = true;
  dead.result = "resources";
  dead.next_elapse.reset();
  scene.tell(dead, 1001);
  scene.commit();
  scene.publish();
  EXPECT_EQ(scene.records(),
            "backup.service queue failure refused at +1000 resources (Unit absent.service not "
            "found.), timer backup.timer +1000, due +0, journal\n");
  EXPECT_EQ(first_line(scene.rows()),
            "backup.service: broken (backup.timer is dead: Unit absent.service not found.)");
}

TEST(Recorder, AUnitThatRemainsActiveIsBroken) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.journal(1100, JournalFinished{}, 7, 7);
  scene.publish();
  EXPECT_EQ(first_line(scene.rows()),
            "backup.service: broken (remains active after its process ended, so its timer waits "
            "for ever) since +1100");
  scene.begin(3'601'000, 8);
  scene.publish();
  EXPECT_EQ(first_line(scene.rows()), "backup.service: running since +3601000");
}

// ---- the cursor

TEST(Recorder, TheCursorIsWrittenWithTheRuns) {
  RecorderScene scene;
  EXPECT_EQ(scene.recorder->journal_cursor(), std::nullopt);
  scene.list_all();
  scene.begin(1000, 7);
  scene.commit("s=1;i=2");
  EXPECT_EQ(scene.recorder->journal_cursor(), "s=1;i=2");
  scene.commit("");
  EXPECT_EQ(scene.recorder->journal_cursor(), "s=1;i=2");
}

// ---- who is watched is known later

TEST(Recorder, ARunIsHeldUntilItsTimerIsTold) {
  RecorderScene scene;
  scene.list_all();
  scene.commit();
  EXPECT_TRUE(scene.recorder->is_place_safe(at(0)));
  scene.tell(Queued{late, 9, at(995)}, 995);
  scene.journal(1000, JournalStarting{}, 9, 9, late);
  scene.journal(1100, JournalResult{Result::exit_code}, 9, 0, late);
  EXPECT_FALSE(scene.recorder->owes_runs());
  EXPECT_FALSE(scene.recorder->is_place_safe(at(1500)));
  EXPECT_TRUE(scene.recorder->is_place_safe(at(2101)));
  scene.asked();
  scene.tell(TimerChanged{late_timer, at(990), {}, "success", at(1200)}, 1200);
  EXPECT_EQ(scene.asked(), "timer late.timer");
  EXPECT_FALSE(scene.recorder->is_listed());
  scene.tell(RecorderScene::hourly(990, late_timer, late), 1300);
  EXPECT_TRUE(scene.recorder->is_listed());
  scene.commit();
  EXPECT_EQ(scene.records(),
            "late.service #9 failed +1000..+1100 exit-code, timer late.timer +990, due +0, "
            "both\n");
}

TEST(Recorder, ATransientTimerThatIsGoneStartedTheServiceOfItsName) {
  RecorderScene scene;
  scene.list_all();
  scene.journal(1000, JournalStarting{}, 9, 9, late);
  scene.journal(1100, JournalResult{Result::success}, 9, 0, late);
  scene.tell(TimerChanged{late_timer, at(990), {}, "success", at(1200)}, 1200);
  TimerSeen gone;
  gone.timer = late_timer;
  scene.tell(gone, 1300);
  EXPECT_TRUE(scene.recorder->is_listed());
  scene.commit();
  EXPECT_EQ(scene.records(),
            "late.service #9 succeeded +1000..+1100 success, timer late.timer +990, journal\n");
}

TEST(Recorder, AServiceOfATransientTimerIsFollowed) {
  RecorderScene scene;
  scene.list({late_timer});
  scene.asked();
  TimerSeen transient = RecorderScene::hourly(std::nullopt, late_timer, late);
  transient.is_transient = true;
  scene.tell(transient, 0);
  EXPECT_EQ(scene.asked(), "follow late.service");
}

TEST(Recorder, ARunWithoutATriggerGetsTheOneThatTheCalendarTellsOnceTheTimersAreListed) {
  RecorderScene scene;
  scene.list_all();
  scene.commit();
  scene.restart();  // it knows from the log only that the unit is watched
  scene.journal(3'600'300, JournalStarting{}, 7, 7);
  scene.journal(3'600'400, JournalResult{Result::success}, 7);
  scene.journal(4'000'000, JournalStarting{}, 8, 8);
  scene.journal(4'000'100, JournalResult{Result::success}, 8);
  scene.list({timer});
  EXPECT_FALSE(scene.recorder->is_listed());
  scene.tell(RecorderScene::hourly(3'999'990), 4'100'000);
  EXPECT_TRUE(scene.recorder->is_listed());
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #7 succeeded +3600300..+3600400 success exit 0, timer backup.timer "
            "inferred, due +3600000, journal\n"
            "backup.service #8 succeeded +4000000..+4000100 success exit 0, timer backup.timer "
            "+3999990, due +3600000, journal\n");
}

TEST(Recorder, ARunWhoseTimerWasHeardBeforeItWasKnownIsDueAllTheSame) {
  RecorderScene scene;
  scene.list_all();
  scene.commit();
  scene.restart();
  scene.begin(3'600'300, 7);
  scene.end(3'600'300, 7);
  scene.list({timer});
  scene.tell(RecorderScene::hourly(3'600'290), 3'700'000);
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #7 succeeded +3600300..+3600400 success exit 0, timer backup.timer "
            "+3600290, due +3600000, both\n");
}

TEST(Recorder, ManyRunsThatEndedWellBeforeTheUnitFilesWereReadEndedWithZero) {
  RecorderScene scene;
  scene.list_all();
  scene.commit();
  scene.restart();
  for (std::uint8_t run = 1; run <= 6; ++run) {
    scene.journal(run * 1000, JournalStarting{}, run, run);
    scene.journal(run * 1000 + 100, JournalResult{Result::success}, run);
  }
  scene.list_all();
  scene.commit();
  const std::string records = scene.records();
  for (std::uint8_t run = 1; run <= 6; ++run)
    EXPECT_NE(records.find("#" + std::to_string(run) + " succeeded +" + std::to_string(run * 1000) +
                           "..+" + std::to_string(run * 1000 + 100) + " success exit 0"),
              std::string::npos)
        << records;
}

// ---- what is asked of systemd

TEST(Recorder, AsksForEachListedTimerAndForWatchedServicesThatRun) {
  RecorderScene scene;
  scene.write_unit("ours.service", "[Service]\nType=exec\n[X-ScriptActivity]\n");
  scene.list({timer}, {service, "ours.service", "getty.service"});
  EXPECT_EQ(scene.asked(), "timer backup.timer, ours.service needed");
  scene.tell(RecorderScene::hourly(), 0);
  EXPECT_EQ(scene.asked(), "backup.service needed");
}

TEST(Recorder, RecordsAServiceThatRanBeforeAnybodyListened) {
  RecorderScene scene;
  scene.list({timer}, {service});
  scene.tell(RecorderScene::hourly(), 0);
  ServiceSeen seen;
  seen.unit = service;
  seen.loaded = true;
  seen.invocation = id(5);
  seen.active = true;
  seen.began = at(500);
  seen.pid = 4242;
  seen.boot = id(1);
  seen.needed = true;
  scene.tell(seen, 600);
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #5 running +500..? pid 4242, timer backup.timer inferred, due +0, "
            "bus\n");
}

TEST(Recorder, AsksAfterALostBusForWhatWentOnMeanwhile) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.asked();
  scene.tell(ManagerChanged{true}, 1500);
  EXPECT_EQ(scene.asked(), "list");
  scene.list({timer});
  EXPECT_EQ(scene.asked(), "timer backup.timer, backup.service");
  scene.tell(ManagerChanged{true}, 5000);
  scene.list({timer});
  EXPECT_EQ(scene.asked(), "list, timer backup.timer");
}

TEST(Recorder, LooksAfterOpenRunsAndStuckTimers) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.asked();
  scene.recorder->look_around(at(2000));
  EXPECT_EQ(scene.asked(), "open backup.service");
  scene.tell(OpenSeen{{{service, true, true}}}, 2000);
  EXPECT_EQ(scene.asked(), "");
  scene.tell(OpenSeen{{{service, true, false}}}, 2000);
  EXPECT_EQ(scene.asked(), "backup.service needed");
  scene.journal(2100, JournalResult{Result::success}, 7);
  scene.asked();
  scene.recorder->look_around(at(3000));
  EXPECT_EQ(scene.asked(), "timer backup.timer");
}

TEST(Recorder, JoinsWhatTheJournalToldWithATimerThatIsKnownMuchLater) {
  RecorderScene scene;
  scene.list_all();
  scene.commit();
  scene.restart();
  scene.list({timer});
  scene.recorder->caught_up(at(0));
  scene.journal(1000, JournalStarting{}, 7, 7);
  scene.journal(1100, JournalResult{Result::success}, 7);
  scene.recorder->look_around(at(30 * 60'000));
  scene.recorder->look_around(at(60 * 60'000));
  scene.tell(RecorderScene::hourly(990), 60 * 60'000);
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #7 succeeded +1000..+1100 success exit 0, timer backup.timer +990, due "
            "+0, journal\n");
}

TEST(Recorder, LeavesARunAsItIsOnceAllWasToldOfIt) {
  RecorderScene scene;
  scene.list_all();
  scene.recorder->caught_up(at(0));
  scene.recorder->look_around(at(0));
  scene.journal(1000, JournalStarting{}, 7, 7);
  scene.journal(1100, JournalResult{Result::success}, 7);
  scene.recorder->look_around(at(11 * 60'000));
  scene.tell(TimerChanged{timer, at(990), {}, "success", at(11 * 60'000)}, 11 * 60'000);
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #7 succeeded +1000..+1100 success exit 0, timer backup.timer inferred, "
            "due +0, journal\n");
}

TEST(Recorder, TellsHealthThatTimeAloneHasChanged) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  EXPECT_EQ(scene.recorder->next_change(), std::nullopt) << "nothing was published yet";
  scene.publish();
  EXPECT_EQ(scene.recorder->next_change(), at(3'601'000));
  scene.recorder->pass_time(at(3'600'999));
  EXPECT_TRUE(scene.recorder->take_news().empty());
  scene.recorder->pass_time(at(3'661'000));
  const auto news = scene.recorder->take_news();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(news[0].unit, service);
  EXPECT_EQ(news[0].was, Health::ok);
  EXPECT_EQ(news[0].verdict.reason, "no run began, due 2026-11-22 05:00:00 UTC, grace 1min");
}

}  // namespace
}  // namespace sa::test
