#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

// With a command before it.
std::string problems(const std::string& lines) {
  return JobReading().problems("command: /bin/true\n" + lines);
}

TEST(JobRules, ADaemonHasNoSchedule) {
  EXPECT_EQ(problems("at-boot: true\nschedule: daily\n"),
            "x.yaml:3:11: schedule: expected no schedule with 'at-boot: true', got one\n");
}

TEST(JobRules, OnlyADaemonAlwaysRespawns) {
  EXPECT_EQ(problems("respawn: {on: always}\n"),
            "x.yaml:2:10: respawn: expected 'on: always' with 'at-boot: true' only\n");
}

TEST(JobRules, TheShortestRunIsNotLongerThanTheLongest) {
  EXPECT_EQ(problems("min-runtime: 1h\nmax-runtime: 5min\n"),
            "x.yaml:3:14: max-runtime: expected max-runtime above min-runtime, got 5min and 1h\n");
  EXPECT_EQ(problems("min-runtime: 1h\ntimeout: 5min\n"),
            "x.yaml:3:10: timeout: expected a timeout above min-runtime, got 5min and 1h\n");
}

TEST(JobRules, WarnsOfADeadlineBeforeTheGraceEnds) {
  EXPECT_EQ(problems("schedule: daily\ngrace: 15min\ndeadline: 10min\n"),
            "x.yaml:4:11: warning: deadline: a run may begin 15min after it is due, but must have "
            "succeeded 10min after it\n");
}

TEST(JobRules, WarnsOfAnIntervalThatSwallowsDueRuns) {
  EXPECT_EQ(problems("schedule: '*/5 * * * *'\nrespawn: {limit: 3, interval: 30min}\n"),
            "x.yaml:3:31: warning: respawn.interval: holds more than one due run: after 3 respawns "
            "within 30min the runs due until it has passed are refused (due every 5min)\n");
  EXPECT_EQ(problems("schedule: every 1min\nrespawn: {limit: 3, interval: 1min}\n"),
            "x.yaml:3:31: warning: respawn.interval: holds more than one due run: after 3 respawns "
            "within 1min the runs due until it has passed are refused (due every 1min)\n");
  EXPECT_EQ(problems("schedule: '*/5 * * * *'\nrespawn: {limit: 3, interval: 4min}\n"), "");
  EXPECT_EQ(problems("schedule: '*/5 * * * *'\nrespawn: {limit: unlimited, interval: 1h}\n"), "");
}

TEST(JobRules, WarnsOfALimitThatIsNeverReached) {
  EXPECT_EQ(
      problems("respawn: {limit: 10, interval: 5s, delay: 1min}\n"),
      "x.yaml:2:18: warning: respawn.limit: is never reached: 10 respawns with a delay of 1min "
      "take longer than the interval of 5s\n");
}

TEST(JobRules, WarnsOfANumberWithoutUnit) {
  EXPECT_EQ(problems("timeout: 90\n"),
            "x.yaml:2:10: warning: timeout: read as seconds, write '90s' or '90min'\n");
  EXPECT_EQ(problems("min-runtime: 0\n"), "");
}

TEST(JobRules, WarnsOfWhatMakesNoDifference) {
  EXPECT_EQ(problems("jitter: 5min\ntimezone: UTC\ngrace: 5min\n"),
            "x.yaml:2:9: warning: jitter: makes no difference without a schedule\n"
            "x.yaml:3:11: warning: timezone: makes no difference without a schedule\n"
            "x.yaml:4:8: warning: grace: makes no difference without a schedule\n");
  EXPECT_EQ(
      problems("catch-up: true\nschedule: every 15min\n"),
      "x.yaml:2:11: warning: catch-up: makes no difference without a schedule of fixed times\n");
  EXPECT_EQ(problems("on-fatal: pause\n"),
            "x.yaml:2:11: warning: on-fatal: makes no difference without fatal-exit-status\n");
  EXPECT_EQ(problems("unit: {Timer: {X: y}}\n"),
            "x.yaml:2:7: warning: unit: 'Timer' makes no difference without a schedule\n");
}

TEST(JobRules, WarnsOfAStatusThatIsFatalAndASuccess) {
  EXPECT_EQ(problems("success-exit-status: [3, 4]\nfatal-exit-status: [4, 5]\n"),
            "x.yaml:3:20: warning: fatal-exit-status: '4' is a success too\n");
}

TEST(JobRules, NotesWhatAChangeOfTheClocksDoes) {
  JobReading reading;
  reading.clock_notes = true;
  EXPECT_EQ(
      reading.problems("command: /bin/true\nschedule: [daily, 30 2 * * *]\n"),
      "x.yaml:2:19: note: schedule: on 2027-03-28 the run of 02:30 is left out, cron would make "
      "it at 03:00\n"
      "x.yaml:2:19: note: schedule: on 2028-03-26 the run of 02:30 is left out, cron would make "
      "it at 03:00\n");
}

}  // namespace
}  // namespace sa
