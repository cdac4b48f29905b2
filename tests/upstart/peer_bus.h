#pragma once

#include "tests/upstart/peer_state.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace sa::peer {

// com.ubuntu.Upstart on a private bus, with the interfaces of Upstart 1.13.2: what it answers is
// the state as it is, what it signals is told to it.
class PeerBus {
 public:
  PeerBus(std::string address, const State& state, std::string version);

  // As a re-exec does: the name goes, then it comes back with a new owner.
  void leave();
  void come();
  bool is_there() const { return connection_ != nullptr; }

  // Objects as the state has them.
  void arrange();
  // Sends what is in the trace, if it is there.
  void send(const TraceLine& line);
  int fd() const;
  void serve();

 private:
  void add_manager();
  void add_job(const std::string& path);
  void add_instance(const std::string& path);

  std::string address_;
  const State& state_;
  std::string version_;
  std::unique_ptr<sdbus::IConnection> connection_;
  std::map<std::string, std::unique_ptr<sdbus::IObject>> objects_;
};

}  // namespace sa::peer
