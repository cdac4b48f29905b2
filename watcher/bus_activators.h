#pragma once

#include "watcher/bus_event.h"
#include "watcher/bus_questions.h"

#include <map>
#include <string>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {

// The .path and .socket units of a host whose changes of state are listened to, each by a match
// rule of its own, so that nothing of other units comes along. Only systemd_bus.cc uses it.
class BusActivators {
 public:
  // All three must live as long; what is heard is appended to `events`.
  BusActivators(sdbus::IConnection& connection, BusQuestions& questions,
                std::vector<BusEvent>& events)
      : connection_(connection), questions_(questions), events_(events) {}

  void ask(const std::string& activator);
  void follow(const std::string& activator);  // and asks
  void leave(const std::string& activator);

  // It is about to be started or stopped: what it does is listened to from the next go_on() on,
  // since it may start its service at once.
  void on_queued(const std::string& activator) { queued_.push_back(activator); }
  // Between two rounds of messages.
  void go_on();

 private:
  void listen(const std::string& activator);
  void on_changed(const std::string& activator, sdbus::Message& message);

  sdbus::IConnection& connection_;
  BusQuestions& questions_;
  std::vector<BusEvent>& events_;
  std::map<std::string, sdbus::Slot, std::less<>> followed_;
  std::vector<std::string> queued_;
};

}  // namespace sa
