#pragma once

#include "cli/output.h"
#include "core/run.h"
#include "core/unit_status.h"

#include <chrono>
#include <string>
#include <string_view>

namespace sa::samples {

// 2026-11-22 12:00:00 UTC
inline const Instant noon{std::chrono::seconds{1'795'348'800}};

inline Instant before_noon(Duration span) {
  return noon - span;
}

// 00112233445566778899aabbccddee<last>
inline Id128 id(std::uint8_t last) {
  return {{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
           last}};
}

// A run of backup.service that failed with exit status 3 at 02:00:00, after 90.25 s.
inline Run failed_run() {
  Run run;
  run.identity = id(0x01);
  run.unit = "backup.service";
  run.trigger = {TriggerType::timer, "backup.timer", noon - std::chrono::hours{10}, false};
  run.due = noon - std::chrono::hours{10};
  run.state = State::failed;
  run.at = noon - std::chrono::hours{10};
  run.began = run.at + Duration{5124};
  run.ended = *run.began + Duration{90'250'000};
  run.result = Result::exit_code;
  run.exit_status = 3;
  run.cpu = Duration{1'500'000};
  run.host = "db1";
  run.boot = id(0xb0);
  run.recorded_by = RecordedBy::both;
  return run;
}

// What is written to it ends up in `text` when it is flushed.
struct Caught {
  std::string text;
  Output output{[this](std::string_view part) { text += part; }};

  std::string all() {
    output.flush();
    return text;
  }
};

}  // namespace sa::samples
