#pragma once

#include "core/run.h"
#include "watcher/bus_event.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// systemd on D-Bus, heard as leanly as completeness allows: JobNew and JobRemoved of all units,
// property changes of timers only; the journal tells the rest. Callbacks decode and queue, nothing
// more. Questions are asked asynchronously, at most a few dozen at a time so that neither PID 1
// nor the bus is flooded; their answers arrive among the events.
class SystemdBus {
 public:
  // `address`: "system", "user", or a D-Bus address. `boot` is written into the answers.
  // Listens and has asked systemd for its signals before it returns.
  // Throws Error: no bus there, or no permission. That systemd is not on it process() tells.
  SystemdBus(const std::string& address, const Id128& boot);
  ~SystemdBus();
  SystemdBus(const SystemdBus&) = delete;
  SystemdBus& operator=(const SystemdBus&) = delete;

  struct Poll {
    int fd = -1;
    short events = 0;
    std::optional<std::chrono::milliseconds> timeout;  // nullopt: none
  };
  Poll poll_data() const;

  // Takes in what is there, at most `most` messages; true when there may be more.
  // Throws Error: the bus is gone; then make a new SystemdBus.
  bool process(std::size_t most, std::vector<BusEvent>& out);

  void list();                                             // answered by Listed
  void ask_service(const std::string& unit, bool needed);  // answered by ServiceSeen
  void ask_timer(const std::string& timer);                // answered by TimerSeen
  void ask_open(const std::vector<std::string>& units);    // answered by OpenSeen
  // Listens to all property changes of one service from now on, each answered by ServiceSeen: for
  // units that vanish as soon as they end. At most a few dozen; the oldest is let go.
  void follow_service(const std::string& unit);
  // Asks sa-control to end the pause of a timer, whose end has come. That it did shows in the
  // folder of pauses; an answer is not waited for.
  void end_pause(const std::string& timer);
  std::size_t questions() const;  // asked or waiting to be asked

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
