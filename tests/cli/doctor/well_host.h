#pragma once

#include "cli/doctor/checks.h"
#include "cli/doctor/report.h"
#include "tests/cli/samples.h"

namespace sa::samples {

inline SeenUnit seen_service(const std::string& name) {
  SeenUnit unit;
  unit.name = name;
  unit.load = "loaded";
  unit.enablement = "enabled";
  unit.active = "active";
  unit.sub = "running";
  unit.result = "success";
  unit.left_inactive = noon - std::chrono::hours{48};
  return unit;
}

inline SeenUnit seen_timer(const std::string& name, const std::string& service) {
  SeenUnit unit = seen_service(name);
  unit.sub = "waiting";
  unit.starts = {service};
  unit.schedule = {"OnCalendar=*-*-* 02:00:00"};
  unit.last_trigger = noon - std::chrono::hours{10};
  return unit;
}

inline void put(HostFacts& facts, SeenUnit unit) {
  (*facts.units)[unit.name] = std::move(unit);
}

// A host with one timer, on which all is well; asked by alice.
inline HostFacts well_host() {
  HostFacts facts;
  facts.now = noon;
  facts.user = "alice";
  facts.bus_answers = true;
  facts.bus_names = {"org.scriptactivity.Control1", "org.freedesktop.PolicyKit1"};
  facts.units.emplace();
  put(facts, seen_service("sa-watcher.service"));
  put(facts, seen_service("sa-control.service"));
  put(facts, seen_timer("backup.timer", "backup.service"));
  SeenUnit backup = seen_service("backup.service");
  backup.active = "inactive";
  backup.enablement = "static";
  put(facts, backup);
  facts.status.path = "/run/scriptactivity/status";
  facts.status.heartbeat = noon - std::chrono::seconds{10};
  UnitStatus unit;
  unit.unit = "backup.service";
  unit.timers = {"backup.timer"};
  unit.outlook.verdict = {Health::ok, "", {}};
  facts.status.units = {unit};
  facts.watcher_status = facts.status.path;
  facts.store.path = "/var/lib/scriptactivity";
  facts.store.runs = 7;
  facts.watcher_store = facts.store.path;
  facts.room = RoomFacts{30'000'000'000, 100'000'000'000, 5'000'000, 6'000'000};
  facts.jobs.problems.emplace();
  facts.journal.is_readable = true;
  facts.journal.storage = "persistent";
  facts.clock.is_synchronised = true;
  facts.hold = {"/usr/lib/systemd/system/timer.d/50-scriptactivity.conf",
                "/usr/lib/systemd/system/timer.d/50-scriptactivity.conf", true};
  return facts;
}

inline constexpr const char* all_names =
    "watcher, bus, status, store, room, timers, start-limits, units, sections, reload, catch-up, "
    "jobs, journal, clock, control, pauses, polkit, name";

inline std::string told_whole(const HostFacts& facts) {
  Caught out;
  Caught err;
  const Places places;
  const Context context{places, facts.now, {}, out.output, err.output, {}, {}};
  print_report(examined(facts), false, facts.is_root, context);
  return out.all();
}

// Without the closing line of what is well.
inline std::string told(const HostFacts& facts) {
  const std::string text = told_whole(facts);
  return text.substr(0, text.find("ok       "));
}

}  // namespace sa::samples
