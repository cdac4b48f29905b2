#pragma once

#include "check/answer.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sa {

inline void PrintTo(const Answer& answer, std::ostream* out) {
  *out << to_string(answer.state) << ": " << answer.text;
}

}  // namespace sa

namespace sa::samples {

using namespace std::chrono_literals;

// 2026-11-22 02:42:00 UTC
inline const Instant now{1'795'315'320s};

inline UnitStatus unit_that_is(std::string unit, Health health, std::string reason = "") {
  UnitStatus status;
  status.unit = std::move(unit);
  status.outlook.verdict = {health, std::move(reason), now - 1h};
  return status;
}

// Due at 02:00, late at 02:01, overdue at 02:16, as the watcher publishes it.
inline UnitStatus garbo() {
  UnitStatus status = unit_that_is("sa-garbo.service", Health::ok);
  status.job = "garbo";
  status.team = "lp";
  status.tags = {"nightly"};
  const Instant due = now - 42min;
  status.next_due = due;
  status.grace = 15min;
  status.expected_by = due + 1min + 15min;
  status.last_success = now - 25h;
  status.outlook.changes = {
      {due + 1min, {Health::late, "no run began, due 02:00", due + 1min}},
      {due + 16min, {Health::overdue, "no run began, due 02:00, grace 15min", due + 16min}}};
  return status;
}

// What the plugin says of units that the watcher published just now.
class CheckCase : public testing::Test {
 protected:
  void SetUp() override { set_zone("UTC"); }

  static void set_zone(const char* zone) {
    setenv("TZ", zone, 1);
    tzset();
  }

  Answer answer(std::vector<UnitStatus> units, Instant at = now) const {
    const PublishedStatus published{{"db1", {}, at, std::move(units)}, at - age_of_heartbeat};
    return answer_of(published, options, at, "/run/scriptactivity/status");
  }

  std::string text(std::vector<UnitStatus> units, Instant at = now) const {
    return answer(std::move(units), at).text;
  }

  // Without performance data.
  std::string first_line(std::vector<UnitStatus> units, Instant at = now) const {
    const std::string all = text(std::move(units), at);
    return all.substr(0, std::min({all.find('\n'), all.find(" | ")}));
  }

  CheckOptions options;
  Duration age_of_heartbeat = 12s;
};

}  // namespace sa::samples
