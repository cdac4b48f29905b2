#include "core/due_instants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;

// The first `count` after 2026-11-22 06:51:27 UTC.
std::vector<std::string> due(const std::vector<const char*>& texts, int count) {
  sa::TimeZones zones("Europe/Berlin");
  sa::Schedule schedule;
  for (const char* text : texts) {
    sa::append(schedule, std::get<sa::Schedule>(sa::parse_schedule(text, "", zones)));
  }
  sa::DueInstants instants(schedule, zones, sa::parse_rfc3339("2026-11-22T06:51:27Z").value());
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) {
    const auto at = instants.next();
    out.push_back(at ? sa::rfc3339(*at).substr(5, 14) : "never");
  }
  return out;
}

TEST(DueInstants, AreThoseOfAllCalendarsOnce) {
  EXPECT_THAT(due({"0 8-10 * * *", "30 9 * * *", "Sun 9:00"}, 4),
              ElementsAre("11-22T07:00:00", "11-22T08:00:00", "11-22T08:30:00", "11-22T09:00:00"));
}

TEST(DueInstants, CountASpanFromTheRunBeforeWhateverItWasDueTo) {
  EXPECT_THAT(due({"every 40min", "0 9 * * *"}, 4),
              ElementsAre("11-22T07:31:27", "11-22T08:00:00", "11-22T08:40:00", "11-22T09:20:00"));
}

TEST(DueInstants, EndWithTheLastPart) {
  EXPECT_THAT(due({"2026-11-23", "2026-11-24", "2026-11-21"}, 4),
              ElementsAre("11-22T23:00:00", "11-23T23:00:00", "never", "never"));
  EXPECT_THAT(due({"@reboot"}, 2), ElementsAre("never", "never"));
}

}  // namespace
