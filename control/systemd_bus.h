#pragma once

#include "control/systemd.h"

#include <memory>

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
  std::string queue_start(const std::string& service) override;
  std::string queue_stop(const std::string& service) override;

 private:
  std::string queue(const char* method, const std::string& unit, const char* mode);
  std::string path_of(const std::string& unit);
  bool is_queued(const std::string& path);
  UnitSeen settled(const std::string& timer);

  sdbus::IConnection& connection_;
  std::unique_ptr<sdbus::IProxy> manager_;
};

}  // namespace sa
