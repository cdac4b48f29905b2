#pragma once

#include "host/bus_poll.h"
#include "watcher/control_bus.h"
#include "watcher/recorder.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sa {

// Takes what the recorder wants done to sa-control: people are told, timers are paused and pauses
// ended; and brings back what came of it. Its connection is made for the first errand.
class Messenger {
 public:
  // `address`: see ControlCalls. The recorder must live as long.
  Messenger(Recorder& recorder, std::string address);

  BusPoll poll_data() const;  // fd -1: not connected
  void serve(Instant now);
  void end_pauses(const std::vector<std::string>& timers);

 private:
  template <typename Errand>
  void send(const Errand& errand);
  void take_answers(Instant now);
  void take(const ControlCalls::Answer& answer, Instant now);
  void take_notified(const ControlCalls::Answer& answer, Instant now);
  void take_paused(const ControlCalls::Answer& answer, Instant now);
  void lose(const std::string& why, Instant now);

  Recorder& recorder_;
  std::string address_;
  std::unique_ptr<ControlCalls> calls_;
  std::set<std::string> notices_;                    // under way, by unit
  std::map<std::string, FatalPauses::Wish> pauses_;  // under way, by timer
};

}  // namespace sa
