#include "core/pause.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

Pause migration() {
  Pause pause;
  pause.by = "alice";
  pause.at = *parse_rfc3339("2026-11-22T04:11:36.005124Z");
  pause.until = pause.at + 2h;
  pause.reason = "the \"new\" disk";
  pause.active = true;
  pause.enabled = "enabled";
  pause.boot = "2026-11-20T07:00:01.000321Z";
  return pause;
}

constexpr const char* migration_json =
    "{\"by\":\"alice\",\"at\":\"2026-11-22T04:11:36.005124Z\",\"until\":\"2026-11-22T06:11:36."
    "005124Z\",\"reason\":\"the \\\"new\\\" disk\",\"active\":true,\"enabled\":\"enabled\","
    "\"boot\":\"2026-11-20T07:00:01.000321Z\"}\n";

TEST(Pause, IsOneLineOfJson) {
  EXPECT_EQ(to_json(migration()), migration_json);
}

TEST(Pause, IsReadBackAsItWas) {
  EXPECT_EQ(parse_pause(migration_json), migration());
}

TEST(Pause, WithoutAnEndSaysNull) {
  Pause pause = migration();
  pause.until.reset();
  const std::string json = to_json(pause);
  EXPECT_NE(json.find("\"until\":null,"), std::string::npos) << json;
  EXPECT_EQ(parse_pause(json), pause);
}

TEST(Pause, WrittenByHandNeedsOnlyItsBeginning) {
  Pause pause;
  pause.at = *parse_rfc3339("2026-11-22T04:00:00Z");
  EXPECT_EQ(parse_pause(R"({"at":"2026-11-22T04:00:00Z","who":["x"],"active":"yes"})"), pause);
}

TEST(Pause, OfAnythingElseIsNone) {
  for (const char* text :
       {"", "{}", "[]", "null", "{\"at\":1}", "{\"at\":\"soon\"}",
        "{\"at\":\"2026-11-22T04:00:00Z\"", "{\"at\":\"2026-11-22T04:00:00Z\"} x"})
    EXPECT_EQ(parse_pause(text), std::nullopt) << text;
}

TEST(Pause, OfDeepNestingIsNone) {
  EXPECT_EQ(parse_pause(std::string(1'000'000, '[')), std::nullopt);
}

}  // namespace
}  // namespace sa
