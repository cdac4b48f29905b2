#pragma once

#include "core/health.h"
#include "host/bus_poll.h"
#include "watcher/watcher_call.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sa {

// org.scriptactivity.Watcher1 on the system bus: what people and programs may ask of the watcher,
// and what it tells those who subscribed. Callbacks decode and queue, nothing more.
class WatcherBus {
 public:
  // Throws Error: no bus, or the name may not be had (see org.scriptactivity.Watcher1.conf).
  WatcherBus();
  ~WatcherBus();
  WatcherBus(const WatcherBus&) = delete;
  WatcherBus& operator=(const WatcherBus&) = delete;

  BusPoll poll_data() const;
  // Takes in what is there. Throws Error: the bus is gone; then make a new WatcherBus.
  void process();

  // What the properties tell from now on.
  void set_state(const WatcherState& state);

  // The calls that came, and those about which polkit has answered.
  std::vector<WatcherCall> take_calls();
  // Asks polkit about the caller; the call comes again with the answer.
  void ask_polkit(const WatcherCall& call, const PolkitQuestion& question);
  void answer(const WatcherCall& call);
  void answer(const WatcherCall& call, const std::string& text);
  // Hands the descriptor over; the caller keeps its own.
  void answer_with_fd(const WatcherCall& call, int fd);
  // `error`: the last word of the D-Bus error's name, "NoSuchUnit".
  void refuse(const WatcherCall& call, const std::string& error, const std::string& message);

  // From now on it is told when the connection leaves the bus; at once where it has left already.
  void watch_peer(const std::string& peer);
  std::vector<std::string> take_gone_peers();
  // What tells this bus from one that was started anew, where names begin at 1 again.
  std::string bus_id();

  // Whether anybody has subscribed. Without, tell() does nothing.
  bool has_listeners() const;
  void tell_began(const Run& run, const std::string& job, const std::string& team);
  void tell_health(const std::string& unit, Health was, const Verdict& now);
  void tell_ended(const Run& run, const std::string& job, const std::string& team);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
