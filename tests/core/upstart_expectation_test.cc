#include "core/upstart_expectation.h"

#include "tests/core/unit_facts_text.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(UpstartExpectation, OfAScheduledJobHasItsCalendars) {
  const auto read = read_upstart_expectation(
      "# Made by sa-unitgen from /etc/scriptactivity/jobs.d/garbo.yaml, changes here are lost\n"
      "\n"
      "[Timer]\n"
      "OnCalendar=*-*-01 02:30:00\n"
      "OnCalendar=Mon *-*-* 02:30:00\n"
      "AccuracySec=5s\n"
      "\n"
      "[Service]\n"
      "Type=oneshot\n"
      "SuccessExitStatus=75\n"
      "\n"
      "[X-ScriptActivity]\n"
      "Job=garbo\n"
      "Team=lp\n"
      "Grace=15min\n");
  EXPECT_EQ(read.calendars, (std::vector<std::string>{"*-*-01 02:30:00", "Mon *-*-* 02:30:00"}));
  EXPECT_EQ(read.accuracy, std::chrono::seconds(5));
  EXPECT_EQ(samples::text_of(read.facts),
            "section job 'garbo' team 'lp' grace 900000ms oneshot other success");
}

TEST(UpstartExpectation, OfADaemonHasNoCalendar) {
  const auto read =
      read_upstart_expectation("[Service]\nType=exec\n\n[X-ScriptActivity]\nJob=poll\nTeam=lp\n");
  EXPECT_TRUE(read.calendars.empty());
  EXPECT_FALSE(read.accuracy);
  EXPECT_EQ(samples::text_of(read.facts), "section job 'poll' team 'lp'");
}

TEST(UpstartExpectation, OfAnEmptyFileIsNothing) {
  EXPECT_EQ(read_upstart_expectation(""), UpstartExpectation());
}

TEST(UpstartExpectation, TakesCalendarsOfATimerOnly) {
  const auto read = read_upstart_expectation(
      "OnCalendar=daily\n[X-ScriptActivity]\nOnCalendar=daily\n[Timer]\nOnCalendar=hourly\n"
      "OnCalendar=\nOnCalendar=weekly\n");
  EXPECT_EQ(read.calendars, std::vector<std::string>{"weekly"});
}

}  // namespace
}  // namespace sa
