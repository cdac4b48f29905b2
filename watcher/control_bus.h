#pragma once

#include "core/notice.h"
#include "host/bus_poll.h"

#include <memory>
#include <string>
#include <vector>

namespace sa {

// What the watcher may ask of sa-control (org.scriptactivity.Control1), which the bus starts for
// it. Nothing waits for an answer; callbacks queue, nothing more.
class ControlCalls {
 public:
  // `address`: "system", "user", or a D-Bus address. Throws Error: no bus there.
  explicit ControlCalls(const std::string& address);
  ~ControlCalls();
  ControlCalls(const ControlCalls&) = delete;
  ControlCalls& operator=(const ControlCalls&) = delete;

  BusPoll poll_data() const;
  // Takes in what is there. Throws Error: the bus is gone, and with it the answers under way.
  void process();

  // All throw Error: the bus is gone.
  void notify(const Notice& notice);
  void pause(const std::string& timer, const std::string& reason);
  // That it did shows in the folder of pauses; there is no answer.
  void end_pause(const std::string& timer);

  struct Answer {
    enum class To { notify, pause } to = To::notify;
    std::string unit;     // the service, or the timer
    std::string trouble;  // in one line; empty: it is done
    std::string error{};  // sa-control's own name of it, "Busy"; empty: it did not answer
  };
  // Since the last call.
  std::vector<Answer> take_answers();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
