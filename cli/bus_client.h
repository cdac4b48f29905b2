#pragma once

#include "core/reading.h"
#include "core/run.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sa {

// What sa-control refused: one line for the person. The name tells why: "NotAuthorized",
// "NoSuchUnit", see org.scriptactivity.Control1(5); empty: not sa-control's, the bus's.
class CallRefused : public std::runtime_error {
 public:
  CallRefused(std::string error_name, const std::string& message)
      : std::runtime_error(message), name(std::move(error_name)) {}
  std::string name;
};

struct PauseAnswer {
  bool was_active = false;  // the timer is started again by resume
  bool catches_up = false;  // what is due meanwhile is made up for then
};

// sa-control on the system bus, and systemd as everybody may ask it. Each call waits, and throws
// CallRefused. `interactive`: the person may be asked for a password meanwhile.
class BusClient {
 public:
  BusClient();  // throws Error: there is no bus
  ~BusClient();
  BusClient(const BusClient&) = delete;
  BusClient& operator=(const BusClient&) = delete;

  // The timers that start a service, ascending; those in `paused` if they are its, too, because
  // systemd tells only of timers that are loaded.
  std::vector<std::string> timers_of(const std::string& service,
                                     const std::vector<std::string>& paused);

  PauseAnswer pause(const std::string& timer, std::optional<Instant> until,
                    const std::string& reason, bool interactive);
  bool resume(const std::string& timer, bool interactive);  // whether the timer was started
  void run(const std::string& service, bool interactive);
  // The run once it has ended, as systemd tells it. Not `has_invocation`: it never began, and
  // `reason` says why.
  Run run_to_the_end(const std::string& service, bool interactive);
  void cancel(const std::string& service, bool interactive);

  // Stops and disables it: whether it was active or enabled.
  bool stop_timer(const std::string& timer, bool interactive);

  // Asks the watcher.
  void retire(const std::string& unit, const std::string& reason, bool interactive);
  void unretire(const std::string& unit, bool interactive);
  // What the watcher lets the person read comes out of this descriptor, as long as the client
  // lives; it is the caller's to close.
  int read(const Reading& reading);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
