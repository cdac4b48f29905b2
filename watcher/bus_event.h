#pragma once

#include "core/unit_event.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sa {

struct ListedUnit {
  std::string name;
  bool loaded = false;  // its file was found and read
  bool active = false;  // neither inactive nor failed
};

// All loaded timers and services, and what of systemd itself matters.
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

using BusEvent = std::variant<Queued, Dequeued, ServiceSeen, TimerChanged, TimerSeen, Listed,
                              OpenSeen, ManagerChanged>;

}  // namespace sa
