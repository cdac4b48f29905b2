#pragma once

#include "control/systemd.h"

#include <functional>
#include <memory>
#include <string>

namespace sdbus {
class IConnection;
class IProxy;
}  // namespace sdbus

namespace sa {

// systemd on D-Bus. Each call waits for the answer, half a minute at most.
class SystemdOnBus : public Systemd {
 public:
  explicit SystemdOnBus(sdbus::IConnection& connection);
  ~SystemdOnBus() override;

  std::string boot() override;
  UnitSeen unit(const std::string& name) override;
  EndingSeen ending(const std::string& service) override;
  bool catches_up(const std::string& timer) override;
  void start(const std::string& timer) override;
  void stop(const std::string& timer) override;
  void disable(const std::string& timer) override;
  std::string queue_start(const std::string& service) override;
  std::string queue_stop(const std::string& service) override;

  // From now on `done` is called with each thing that leaves systemd's queue, a D-Bus path, and the
  // word of its result; from within the bus, so that it must not throw. Once. Throws Refused.
  void follow_queue(std::function<void(const std::string& job, const std::string& result)> done);

 private:
  std::string queue(const char* method, const std::string& unit, const char* mode);
  std::string path_of(const std::string& unit);
  bool is_queued(const std::string& path);
  UnitSeen settled(const std::string& timer);

  sdbus::IConnection& connection_;
  std::unique_ptr<sdbus::IProxy> manager_;
};

}  // namespace sa
