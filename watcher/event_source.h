#pragma once

#include "host/bus_poll.h"
#include "watcher/bus_event.h"

#include <memory>
#include <string>
#include <vector>

namespace sa {

// The init system of the host, heard on its bus: what it says and what it answers arrive among the
// events of process(), which only decodes and queues. The loop polls its descriptor.
//
// What an init system cannot be asked (Upstart has no timers) it does not answer.
class EventSource {
 public:
  EventSource() = default;
  virtual ~EventSource() = default;
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;

  virtual BusPoll poll_data() const = 0;

  // Takes in what is there, at most `most` messages; true when there may be more.
  // Throws Error: the bus is gone; then make a new source.
  virtual bool process(std::size_t most, std::vector<BusEvent>& out) = 0;

  virtual void list() = 0;                                             // answered by Listed
  virtual void ask_service(const std::string& unit, bool needed) = 0;  // answered by ServiceSeen
  virtual void ask_timer(const std::string& timer) = 0;                // answered by TimerSeen
  virtual void ask_open(const std::vector<std::string>& units) = 0;    // answered by OpenSeen
  // Listens to all property changes of one service from now on, each answered by ServiceSeen: for
  // units that vanish as soon as they end. At most a few dozen; the oldest is let go.
  virtual void follow_service(const std::string& unit) = 0;
  // What a .path or .socket unit starts; answered by ActivatorSeen.
  virtual void ask_activator(const std::string& activator) = 0;
  // Listens to each change of its state from now on (ActivatorChanged), and asks.
  virtual void follow_activator(const std::string& activator) = 0;
  virtual void leave_activator(const std::string& activator) = 0;
  virtual std::size_t questions() const = 0;  // asked or waiting to be asked
};

}  // namespace sa
