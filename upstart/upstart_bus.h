#pragma once

#include "core/instant.h"
#include "host/bus_poll.h"
#include "upstart/upstart_signal.h"

#include <memory>
#include <string>
#include <vector>

namespace sa::upstart {

// com.ubuntu.Upstart on D-Bus, of PID 1 or of a session. Callbacks decode and queue, nothing more.
// Questions are asked asynchronously, a few dozen at a time; their answers stand among the signals
// where Upstart gave them. Reading needs no privilege.
class Bus {
 public:
  // `address`: "system", "user", or a D-Bus address. Listens before it returns.
  // Throws Error: no bus there.
  explicit Bus(const std::string& address);
  ~Bus();
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  BusPoll poll_data() const;

  struct Heard {
    Signal signal;
    Instant at;
  };
  // Takes in what is there, at most `most` messages; true when there may be more.
  // Throws Error: the bus is gone; or this Upstart is too old; or nobody answers the first listing.
  bool process(std::size_t most, std::vector<Heard>& out);

  // Asks for its version, all jobs and all instances: answered by JobSeen, InstancesListed,
  // InstanceSeen ..., and ListingDone at last. It is done anew by itself when Upstart executed
  // itself anew or came back: signals were lost.
  void list();
  void ask_job(const std::string& path);       // answered by JobSeen
  void ask_instance(const std::string& path);  // answered by InstanceSeen, or not: it is gone
  // Known once a listing is done.
  bool tells_events() const;
  std::size_t questions() const;  // asked or waiting to be asked

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa::upstart
