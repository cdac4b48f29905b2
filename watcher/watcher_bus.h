#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// org.scriptactivity.Watcher1 on the system bus: what people may ask of the watcher. Callbacks
// decode and queue, nothing more.
class WatcherBus {
 public:
  // Throws Error: no bus, or the name may not be had (see org.scriptactivity.Watcher1.conf).
  WatcherBus();
  ~WatcherBus();
  WatcherBus(const WatcherBus&) = delete;
  WatcherBus& operator=(const WatcherBus&) = delete;

  enum class Verb { retire, unretire };
  struct Call {
    std::uint64_t id = 0;  // for answer() and refuse()
    Verb verb = Verb::retire;
    std::string unit;
    std::string reason;        // of retire
    std::string by;            // the caller's name, "uid 1234" where there is none
    bool interactive = false;  // the person may be asked for a password
    bool granted = false;      // by root, or by polkit
  };

  struct Poll {
    int fd = -1;
    short events = 0;
    std::optional<std::chrono::milliseconds> timeout;  // nullopt: none
  };
  Poll poll_data() const;
  // Takes in what is there. Throws Error: the bus is gone; then make a new WatcherBus.
  void process();

  // The calls that came, and those that polkit has granted meanwhile; whom it refuses is told so.
  std::vector<Call> take_calls();
  // Asks polkit whether the caller may; `team` and `group` of the unit, empty: none.
  void ask_person(const Call& call, const std::string& team, const std::string& group);
  void answer(const Call& call);
  // `error`: the last word of the D-Bus error's name, "NoSuchUnit".
  void refuse(const Call& call, const std::string& error, const std::string& message);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
