#include "cli/doctor/checks.h"

#include "cli/doctor/host_checks.h"
#include "cli/doctor/job_checks.h"
#include "cli/doctor/store_checks.h"
#include "cli/doctor/timer_checks.h"
#include "cli/doctor/unit_checks.h"
#include "cli/doctor/watcher_checks.h"

#include <algorithm>

namespace sa {
namespace {

// A new check is a row here, its function, and its row in sa(1).
constexpr Check checks[] = {
    {"watcher", watcher_findings, true},
    {"bus", bus_findings, true},
    {"status", status_findings},
    {"store", store_findings},
    {"room", room_findings},
    {"timers", timer_findings, true},
    {"start-limits", start_limit_findings, true},
    {"units", unit_findings},
    {"sections", section_findings},
    {"reload", reload_findings, true},
    {"catch-up", catch_up_findings, true},
    {"jobs", job_findings},
    {"journal", journal_findings, true},
    {"clock", clock_findings, true},
    {"control", control_findings, true},
    {"pauses", pause_findings, true},
    {"polkit", polkit_findings, true},
    {"name", name_findings},
};

}  // namespace

std::span<const Check> all_checks() {
  return checks;
}

Findings examined(const HostFacts& facts) {
  Findings all;
  for (const Check& check : checks) {
    if (check.needs_systemd && facts.is_upstart) continue;
    for (Finding& finding : check.findings(facts)) {
      finding.check = check.name;
      all.push_back(std::move(finding));
    }
  }
  std::ranges::stable_sort(all, {}, &Finding::verdict);
  return all;
}

}  // namespace sa
