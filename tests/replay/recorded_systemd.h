#pragma once

#include "tests/replay/recording.h"
#include "watcher/bus_event.h"

#include <set>
#include <string>
#include <vector>

namespace sa::test {

// What systemd would have answered at an instant of the recording, by what it told until then; its
// messages are decoded by the watcher's own code.
class RecordedSystemd {
 public:
  explicit RecordedSystemd(const Recording& recording);

  ServiceSeen service(const std::string& unit, Instant when, bool needed) const;
  TimerSeen timer(const std::string& name, Instant when) const;
  TimerChanged timer_change(const std::string& name, Instant when) const;
  // All units that were loaded; `unit_path` is where their files are.
  Listed list(Instant when, const std::string& unit_path) const;
  OpenSeen open(const std::vector<std::string>& units, Instant when) const;
  // Of the last one that began to listen.
  const ListedLine& listening(Instant when) const;

 private:
  struct State {
    bool loaded = false;
    Properties properties;
  };
  State state_of(const std::string& unit, Instant when) const;
  std::vector<std::string> members_of(const std::string& target) const;

  struct Told {
    Instant at;
    const Line* line;
  };
  std::map<std::string, std::vector<Told>> lines_;  // by unit
  std::map<std::string, Properties> fixed_;  // what never changes of a unit, told when it was asked
  std::vector<const Line*> listed_;
};

// Whether the line tells properties of the unit itself, which systemd sends after those of its
// kind.
bool ends_a_change(const PropertiesLine& line);

}  // namespace sa::test
