#pragma once

#include "core/run.h"
#include "core/unit_event.h"
#include "core/unit_facts.h"
#include "core/upstart_unit.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sa {

struct ListedUnit {
  std::string name;
  bool loaded = false;  // its file was found and read
  bool active = false;  // neither inactive nor failed
};

// All loaded timers, services, paths and sockets, and what of systemd itself matters.
struct Listed {
  std::vector<ListedUnit> units;
  std::vector<std::string> unit_path;    // UnitPath: the folders of unit files, first wins
  std::optional<Instant> boot_finished;  // FinishTimestamp; nullopt: still starting up
};

// Which of the asked services are loaded, and active.
struct OpenSeen {
  std::vector<ListedUnit> units;
};

// systemd reloaded its unit files, or was executed anew and signals were lost: list again.
struct ManagerChanged {
  bool signals_lost = false;
};

// A run of an init system that tells of runs, whole; it comes again whenever it has changed.
struct RunTold {
  Run run;
};

// What a unit that has no unit file owes.
struct UnitTold {
  std::string unit;
  UnitFacts facts;
};

using BusEvent =
    std::variant<Queued, Dequeued, ServiceSeen, TimerChanged, TimerSeen, ActivatorSeen,
                 ActivatorChanged, Listed, OpenSeen, ManagerChanged, RunTold, UnitTold>;

// Of systemd, or what stands for one where cron starts the unit: "sa-garbo.cron".
inline bool is_timer_name(std::string_view unit) {
  return unit.ends_with(".timer") || is_upstart_timer(unit);
}

}  // namespace sa
