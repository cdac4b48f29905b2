#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

namespace sa {

// The running systemd, on the system bus. Calls for many units are sent at once and answered as
// they come: ten thousand timers are started in seconds.
class SystemdManager {
 public:
  // Throws Error when the bus cannot be reached.
  SystemdManager();
  ~SystemdManager();
  SystemdManager(const SystemdManager&) = delete;
  SystemdManager& operator=(const SystemdManager&) = delete;

  // Reads all unit files anew; returns when it is done. Throws Error.
  void reload();
  // Those of the units that have failed. Throws Error.
  std::set<std::string> failed_of(const std::set<std::string>& units);

  // What systemd would not do: the unit, and "cannot start sa-garbo.timer: Unit ... is masked.".
  using Refusals = std::map<std::string, std::string>;
  // Queue the starts and stops; the result of what is started is not waited for. Units that
  // systemd does not know need no stop. Throw Error when the bus is lost.
  Refusals start(const std::set<std::string>& units);
  Refusals stop(const std::set<std::string>& units);
  Refusals try_restart(const std::set<std::string>& units);
  Refusals reset_failed(const std::set<std::string>& units);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether this host is run by systemd; in a chroot or a container without it there is nothing to
// reload.
bool is_systemd_running();

}  // namespace sa
