#include "cli/json.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

namespace sa {
namespace {

using samples::Caught;
using samples::failed_run;
using samples::noon;

std::string json_of(const Run& run, const Owner& owner = {}) {
  Caught out;
  JsonLines lines(out.output);
  lines.put(run, owner);
  return out.all();
}

std::string json_of(const UnitStatus& unit, const Verdict& verdict) {
  Caught out;
  JsonLines lines(out.output);
  lines.put(unit, verdict);
  return out.all();
}

constexpr const char* failed_run_json =
    R"({"unit":"backup.service","job":"backup","team":"db",)"
    R"("invocation":"00112233445566778899aabbccddee01","attempt":1,)"
    R"("trigger":{"type":"timer","unit":"backup.timer","time":"2026-11-22T02:00:00.000000Z",)"
    R"("inferred":false},"due":"2026-11-22T02:00:00.000000Z","state":"failed",)"
    R"("began":"2026-11-22T02:00:00.005124Z","ended":"2026-11-22T02:01:30.255124Z",)"
    R"("duration":90.25,"result":"exit-code","exit_status":3,"exit_signal":null,"pid":null,)"
    R"("reason":null,"cpu_seconds":1.5,"host":"db1","boot":"00112233445566778899aabbccddeeb0",)"
    R"("recorded_by":"both"})";

TEST(Json, RunHasEveryFieldOfTheInterface) {
  EXPECT_EQ(json_of(failed_run(), {"backup", "db"}), std::string(failed_run_json) + "\n");
}

TEST(Json, WhatIsAbsentIsNull) {
  sa::Run run;
  run.identity = samples::id(0x02);
  run.has_invocation = false;
  run.unit = "x.service";
  run.state = State::refused;
  run.at = noon;
  EXPECT_EQ(json_of(run),
            R"({"unit":"x.service","job":null,"team":null,"invocation":null,"attempt":1,)"
            R"("trigger":{"type":"unknown","unit":null,"time":null,"inferred":false},"due":null,)"
            R"("state":"refused","began":null,"ended":null,"duration":null,"result":null,)"
            R"("exit_status":null,"exit_signal":null,"pid":null,"reason":null,"cpu_seconds":null,)"
            R"("host":null,"boot":null,"recorded_by":"bus"})"
            "\n");
}

TEST(Json, SignalIsItsName) {
  sa::Run run = failed_run();
  run.exit_status.reset();
  run.exit_signal = 11;
  EXPECT_NE(json_of(run).find(R"("exit_status":null,"exit_signal":"SEGV")"), std::string::npos);
}

TEST(Json, UnitHasEveryFieldOfTheInterface) {
  UnitStatus unit;
  unit.unit = "backup.service";
  unit.job = "backup";
  unit.team = "db";
  unit.tags = {"nightly", "disk"};
  unit.timers = {"backup.timer", "extra.timer"};
  unit.schedule = {"OnCalendar=*-*-* 02:00:00", "OnBootSec=5min"};
  unit.last_run = failed_run();
  unit.last_success = noon - std::chrono::hours{34};
  unit.next_due = noon + std::chrono::hours{14};
  unit.expected_by = *unit.next_due + Duration{120'000'000};
  unit.grace = Duration{60'000'000};
  unit.deadline = Duration{3'600'000'000};
  unit.consecutive_failures = 2;
  EXPECT_EQ(json_of(unit, {Health::failed, "exit 3", noon}),
            R"({"unit":"backup.service","job":"backup","team":"db","tags":["nightly","disk"],)"
            R"("timer":"backup.timer","timers":["backup.timer","extra.timer"],)"
            R"("schedule":"OnCalendar=*-*-* 02:00:00; OnBootSec=5min","health":"failed",)"
            R"("reason":"exit 3","since":"2026-11-22T12:00:00.000000Z","last_run":)" +
                std::string(failed_run_json) +
                R"(,"last_success":"2026-11-21T02:00:00.000000Z",)"
                R"("next_due":"2026-11-23T02:00:00.000000Z",)"
                R"("expected_by":"2026-11-23T02:02:00.000000Z","grace":60,"deadline":3600,)"
                R"("consecutive_failures":2,"paused":null,"retired":null})"
                "\n");
}

TEST(Json, UnitThatIsHeldOrRetiredSaysByWhom) {
  UnitStatus unit;
  unit.unit = "x.service";
  unit.paused = PausedSpan{"alice", noon, noon + std::chrono::hours(1), "disk", {}};
  unit.retired = Retirement{"bob", noon, ""};
  const std::string json = json_of(unit, {Health::retired, "", {}});
  EXPECT_EQ(json.substr(json.find(R"("paused")")),
            R"("paused":{"by":"alice","at":"2026-11-22T12:00:00.000000Z",)"
            R"("until":"2026-11-22T13:00:00.000000Z","reason":"disk"},)"
            R"("retired":{"by":"bob","at":"2026-11-22T12:00:00.000000Z","reason":null}})"
            "\n");
}

TEST(Json, UnitThatNeverRanHasNulls) {
  UnitStatus unit;
  unit.unit = "x.service";
  EXPECT_EQ(json_of(unit, {Health::waiting, "", {}}),
            R"({"unit":"x.service","job":null,"team":null,"tags":[],"timer":null,"timers":[],)"
            R"("schedule":null,"health":"waiting","reason":null,"since":null,"last_run":null,)"
            R"("last_success":null,"next_due":null,"expected_by":null,"grace":null,)"
            R"("deadline":null,"consecutive_failures":0,"paused":null,"retired":null})"
            "\n");
}

TEST(Json, SecondsAreExactToTheMicrosecond) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {0, "0"},
      {1, "0.000001"},
      {100'000, "0.1"},
      {1'000'000, "1"},
      {60'000'001, "60.000001"},
      {-1'500'000, "-1.5"},
      {-1, "-0.000001"},
      {9'007'199'254'740'993, "9007199254.740993"}};
  for (const auto& [usec, expected] : cases) {
    sa::Run run = failed_run();
    run.cpu = Duration{usec};
    EXPECT_NE(json_of(run).find("\"cpu_seconds\":" + std::string(expected) + ","),
              std::string::npos)
        << json_of(run);
  }
}

TEST(Json, TextIsEscapedAndInvalidBytesAreReplaced) {
  sa::Run run = failed_run();
  run.unit = "a\"b\\c\n\x1b\xff.service";
  run.reason = std::string("nul\0 €", 8);
  const std::string line = json_of(run);
  EXPECT_NE(line.find("\"unit\":\"a\\\"b\\\\c\\n\\u001B\uFFFD.service\""), std::string::npos)
      << line;
  EXPECT_NE(line.find("\"reason\":\"nul\\u0000 €\""), std::string::npos) << line;
}

// The library's fast path let 0x1a to 0x1f through, in text that is long enough for it.
TEST(Json, EscapesEveryControlCharacterWhereverItStands) {
  sa::Run run = failed_run();
  for (char control = 0x01; control < 0x20; ++control)
    for (std::size_t at = 0; at < 48; ++at) {
      run.reason = std::string(48, 'x');
      run.reason[at] = control;
      const std::string line = json_of(run);
      ASSERT_EQ(line.find(control), control == '\n' ? line.size() - 1 : std::string::npos)
          << static_cast<int>(control) << " at " << at;
    }
}

TEST(Json, EveryPairOfBytesGivesOneValidLine) {
  sa::Run run = failed_run();
  Caught out;
  JsonLines lines(out.output);
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      out.text.clear();
      const char bytes[] = {static_cast<char>(first), static_cast<char>(second)};
      run.unit.assign(bytes, sizeof bytes);
      lines.put(run, {});
      out.output.flush();
      rapidjson::Document document;
      document.Parse<rapidjson::kParseValidateEncodingFlag>(out.text.c_str());
      ASSERT_FALSE(document.HasParseError()) << first << " " << second;
      ASSERT_EQ(out.text.find('\n'), out.text.size() - 1) << first << " " << second;
    }
}

}  // namespace
}  // namespace sa
