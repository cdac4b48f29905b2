#include "cli/doctor/job_answers.h"
#include "cli/doctor/systemd_answers.h"
#include "cli/property_blocks.h"
#include "tests/cli/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(PropertyBlocks, AreCutAtEmptyLines) {
  const auto blocks = property_blocks("A=1\nB=x=y\nA=2\nnone\n\n\nA=\n");
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_THAT(blocks[0], ElementsAre(Pair("A", "1"), Pair("A", "2"), Pair("B", "x=y")));
  EXPECT_EQ(value_of(blocks[0], "A"), "1");
  EXPECT_EQ(value_of(blocks[0], "C"), "");
  EXPECT_THAT(property_blocks(""), IsEmpty());
}

// As systemd 252 answers, the empty and the many included.
constexpr const char* show_answer =
    "TimersMonotonic={ OnActiveUSec=1s ; next_elapse=6h 32min 17.552369s }\n"
    "TimersCalendar={ OnCalendar=*-*-* 00:00:00 ; next_elapse=(null) }\n"
    "LastTriggerUSec=\n"
    "Result=resources\n"
    "Persistent=yes\n"
    "Id=absent.timer\n"
    "Triggers=absent.service\n"
    "LoadState=loaded\n"
    "ActiveState=failed\n"
    "SubState=failed\n"
    "FragmentPath=/etc/systemd/system/absent.timer\n"
    "DropInPaths=/usr/lib/a.conf /etc/b.conf\n"
    "UnitFileState=static\n"
    "InactiveExitTimestamp=@1795348800\n"
    "NeedDaemonReload=no\n"
    "ConditionResult=no\n"
    "ConditionTimestamp=@1795348800\n"
    "LoadError=\n"
    "\n"
    "MainPID=43\n"
    "NRestarts=2\n"
    "ExecMainStatus=3\n"
    "Id=masked.service\n"
    "Requires=a.service b.target\n"
    "Requisite=\n"
    "BindsTo=c.device\n"
    "LoadState=masked\n"
    "ActiveState=inactive\n"
    "NeedDaemonReload=yes\n"
    "ConditionResult=no\n"
    "ConditionTimestamp=\n"
    "LoadError=org.freedesktop.systemd1.UnitMasked \"Unit masked.service is masked.\"\n";

TEST(SystemdAnswers, TellUnits) {
  const SeenUnits units = units_of_show(show_answer);
  ASSERT_EQ(units.size(), 2U);
  const SeenUnit& timer = units.at("absent.timer");
  EXPECT_EQ(timer.active, "failed");
  EXPECT_EQ(timer.result, "resources");
  EXPECT_EQ(timer.enablement, "static");
  EXPECT_EQ(timer.file, "/etc/systemd/system/absent.timer");
  EXPECT_THAT(timer.drop_ins, ElementsAre("/usr/lib/a.conf", "/etc/b.conf"));
  EXPECT_THAT(timer.starts, ElementsAre("absent.service"));
  EXPECT_THAT(timer.schedule, ElementsAre("OnCalendar=*-*-* 00:00:00", "OnActiveUSec=1s"));
  EXPECT_TRUE(timer.persistent);
  EXPECT_FALSE(timer.condition_met);
  EXPECT_EQ(timer.left_inactive, samples::noon);
  EXPECT_EQ(timer.last_trigger, std::nullopt);
  const SeenUnit& service = units.at("masked.service");
  EXPECT_EQ(service.load, "masked");
  EXPECT_EQ(service.load_error, "Unit masked.service is masked.");
  EXPECT_THAT(service.needs, ElementsAre("a.service", "b.target", "c.device"));
  EXPECT_TRUE(service.needs_reload);
  EXPECT_TRUE(service.condition_met);  // it was never asked
  EXPECT_EQ(service.restarts, 2U);
  EXPECT_EQ(service.pid, 43);
  EXPECT_EQ(service.exit_status, 3);
  EXPECT_THAT(units_of_show(""), IsEmpty());
}

TEST(SystemdAnswers, TellWhichUnitFilesAreWanted) {
  EXPECT_THAT(wanted_unit_files("absent.timer                 static   -\n"
                                "apt-daily.timer              enabled  enabled\n"
                                "fstrim.timer                 disabled enabled\n"
                                "pg_dump@.timer               enabled  enabled\n"
                                "run.timer                    enabled-runtime enabled\n"
                                "systemd-tmpfiles-clean.timer masked   enabled\n"),
              ElementsAre("apt-daily.timer", "run.timer", "systemd-tmpfiles-clean.timer"));
}

TEST(SystemdAnswers, TellNamesOfTheBus) {
  EXPECT_THAT(quoted_names("as 2 \"org.a\" \":1.0\"\n"), ElementsAre("org.a", ":1.0"));
  EXPECT_THAT(quoted_names(""), IsEmpty());
}

TEST(SystemdAnswers, TellWhereAProgramWritesAsItWasStarted) {
  using std::string_literals::operator""s;
  const StartedPlaces usual{"/run/status", "/var/store"};
  EXPECT_EQ(started_places("/usr/sbin/sa-watcher\0"s, "", usual), usual);
  EXPECT_EQ(started_places("sa-watcher\0--status\0/x y\0--store=/z\0"s, "SA_STATUS=/no", usual),
            (StartedPlaces{"/x y", "/z"}));
  EXPECT_EQ(started_places("sa-watcher\0"s, "A=b SA_STORE=/s", usual),
            (StartedPlaces{"/run/status", "/s"}));
}

TEST(SystemdAnswers, TellTheNewestStartLimitOfEachUnit) {
  const auto newest = newest_by_unit(
      "__REALTIME_TIMESTAMP=1795348800000000\nUNIT=a.service\n\n"
      "__REALTIME_TIMESTAMP=1795348800000007\nUNIT=a.service\n\n"
      "__REALTIME_TIMESTAMP=1795348800000001\n\n");
  EXPECT_THAT(newest, ElementsAre(Pair("a.service", samples::noon + Duration(7))));
}

TEST(SystemdAnswers, TellHowManyOfSystemdsOwnEntriesWereLeftOut) {
  const Suppressed suppressed = suppressed_of_init(
      "__REALTIME_TIMESTAMP=1795348800000000\nMESSAGE=Suppressed 8133 messages from init.scope\n\n"
      "__REALTIME_TIMESTAMP=1795348800000001\nMESSAGE=Suppressed 5 messages from a.service\n\n"
      "__REALTIME_TIMESTAMP=1795348800000002\nMESSAGE=Suppressed 7 messages from init.scope\n\n");
  EXPECT_EQ(suppressed, (Suppressed{8140, samples::noon + Duration(2)}));
  EXPECT_EQ(suppressed_of_init(""), Suppressed{});
}

TEST(SystemdAnswers, TellWhereTheJournalIsKept) {
  EXPECT_EQ(storage_of("[Journal]\n#Storage=volatile\n"), "auto");
  EXPECT_EQ(storage_of("# a.conf\n[Journal]\nStorage=volatile\n\n# b.conf\n[Journal]\n"
                       "Storage=persistent\n"),
            "persistent");
}

TEST(JobAnswers, TellTheMistakesThatAreLeftNextToEachOther) {
  const auto mistakes = mistakes_of_json(
      R"({"version":1,"problems":[
        {"file":"/b.yaml","line":7,"column":12,"key":"grace","message":"wrong",
         "severity":"problem","job":"b","team":"","unit":"sa-b.service"},
        {"file":"/a.yaml","line":1,"column":1,"key":"","message":"hm","severity":"warning"},
        {"file":"/b.yaml","line":8,"column":1,"key":"x","message":"unknown",
         "severity":"problem"}]})");
  ASSERT_TRUE(mistakes);
  ASSERT_EQ(mistakes->size(), 3U);
  EXPECT_EQ(mistakes->at(0).file, "/a.yaml");
  EXPECT_EQ(mistakes->at(0).text, "hm");
  EXPECT_FALSE(mistakes->at(0).refuses);
  EXPECT_EQ(mistakes->at(1).place, "7:12");
  EXPECT_EQ(mistakes->at(1).text, "grace: wrong");
  EXPECT_TRUE(mistakes->at(1).refuses);
  EXPECT_EQ(mistakes->at(2).file, "/b.yaml");
  EXPECT_EQ(mistakes_of_json("{\"problems\":["), std::nullopt);
}

TEST(JobAnswers, TellWhichUnitsWouldChange) {
  EXPECT_THAT(changes_of_dry_run("+ sa-new.service (/etc/jobs.d/new.yaml)\n"
                                 "+ ExecStart=/bin/true\n"
                                 "~ sa-garbo.timer (/etc/jobs.d/garbo.yaml)\n"
                                 "  - OnCalendar=daily (as it was)\n"
                                 "31 jobs: 1 file added, 1 changed\n"),
              ElementsAre("+ sa-new.service (/etc/jobs.d/new.yaml)",
                          "~ sa-garbo.timer (/etc/jobs.d/garbo.yaml)"));
}

}  // namespace
}  // namespace sa
