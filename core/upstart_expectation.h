#pragma once

#include "core/instant.h"
#include "core/unit_facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Where `sa-unitgen apply --target upstart` leaves what its jobs owe, below its state folder. A
// file has the name of Upstart's job, "sa-garbo", so its unit is "sa-garbo.upstart". Each is
// written new and renamed into place; a file that goes means that the job is no more.
inline constexpr const char* upstart_expectations_name = "upstart";

// What a job of Upstart owes. Upstart has no timers: cron starts the job, and this file says when.
// It has the form of a unit file, as if a timer and its service were one:
//
//   # Made by sa-unitgen from /etc/scriptactivity/jobs.d/garbo.yaml, changes here are lost
//
//   [Timer]                           absent: started with the host, or by hand
//   OnCalendar=*-*-* 02:30:00         one line a calendar, systemd's normal form; due when any is
//   AccuracySec=5s                    within it cron is not late
//
//   [Service]
//   Type=oneshot                      exec: a daemon
//   SuccessExitStatus=75
//
//   [X-ScriptActivity]
//   Job=garbo
//   ...                               as in any unit
//
// A calendar without a zone is in the host's. Cron moves what the change of the clocks leaves out
// or brings twice; the calendars mean what systemd does (calendar.h), and differ there.
struct UpstartExpectation {
  std::vector<std::string> calendars;
  std::optional<Duration> accuracy;
  UnitFacts facts;
  friend bool operator==(const UpstartExpectation&, const UpstartExpectation&) = default;
};

// Reads such a file; what cannot be read is ignored, as in a unit.
UpstartExpectation read_upstart_expectation(std::string_view text);

}  // namespace sa
