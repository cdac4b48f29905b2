#pragma once

#include "watcher/recorder.h"
#include "watcher/watcher_bus.h"

#include <memory>
#include <string>

namespace sa {

// Where people's wishes are taken in: calls of Watcher1 become bookings of the recorder, for whom
// polkit lets. Without the name on the bus it is closed, and opens when it can be had.
class Desk {
 public:
  // `teams`: the folder of team policies. The recorder and the zones must live as long.
  Desk(Recorder& recorder, TimeZones& zones, std::string teams);

  // Opens it where it is closed; why it cannot be is said once.
  void open();
  WatcherBus::Poll poll_data() const;  // fd -1: closed
  // Takes in what was asked. True: something was booked, and wants to be written.
  bool serve(Instant now);
  // Tells those whose wishes were written.
  void answer();

 private:
  void take(const WatcherBus::Call& call, Instant now);
  void book(const WatcherBus::Call& call, Instant now);
  std::string group_of(const std::string& team) const;

  Recorder& recorder_;
  TimeZones& zones_;
  std::string teams_;
  std::unique_ptr<WatcherBus> bus_;
  std::vector<WatcherBus::Call> booked_;
  bool said_closed_ = false;
};

}  // namespace sa
