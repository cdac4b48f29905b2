#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {

// Connections of others to the bus: who they are, and when they leave. Throws sdbus::Error.
class BusPeers {
 public:
  explicit BusPeers(sdbus::IConnection& connection);

  std::uint32_t uid_of(const std::string& peer);
  // What tells this bus from one that was started anew, where names begin at 1 again.
  std::string bus_id();

  // From now on it is told when the peer leaves; at once where it has left already.
  void watch(const std::string& peer);
  void forget(const std::string& peer);
  // Those that are watched and left since the last call; they are not watched any more.
  std::vector<std::string> take_gone();

 private:
  bool is_there(const std::string& peer);

  sdbus::IConnection& connection_;
  std::unique_ptr<sdbus::IProxy> bus_;
  std::map<std::string, sdbus::Slot> watched_;
  std::vector<std::string> gone_;
};

}  // namespace sa
