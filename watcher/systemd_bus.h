#pragma once

#include "core/run.h"
#include "watcher/event_source.h"

#include <memory>
#include <string>
#include <vector>

namespace sa {

// systemd on D-Bus, heard as leanly as completeness allows: JobNew and JobRemoved of all units,
// property changes only of timers and of the few paths and sockets that start a watched service;
// the journal tells the rest. Callbacks decode and queue, nothing
// more. Questions are asked asynchronously, at most a few dozen at a time so that neither PID 1
// nor the bus is flooded; their answers arrive among the events.
class SystemdBus final : public EventSource {
 public:
  // `address`: "system", "user", or a D-Bus address. `boot` is written into the answers.
  // Listens and has asked systemd for its signals before it returns.
  // Throws Error: no bus there, or no permission. That systemd is not on it process() tells.
  SystemdBus(const std::string& address, const Id128& boot);
  ~SystemdBus() override;

  BusPoll poll_data() const override;
  bool process(std::size_t most, std::vector<BusEvent>& out) override;

  void list() override;
  void ask_service(const std::string& unit, bool needed) override;
  void ask_timer(const std::string& timer) override;
  void ask_open(const std::vector<std::string>& units) override;
  void follow_service(const std::string& unit) override;
  void ask_activator(const std::string& activator) override;
  void follow_activator(const std::string& activator) override;
  void leave_activator(const std::string& activator) override;
  std::size_t questions() const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
