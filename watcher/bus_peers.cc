#include "watcher/bus_peers.h"

#include <utility>

namespace sa {
namespace {

constexpr const char* bus = "org.freedesktop.DBus";

}  // namespace

BusPeers::BusPeers(sdbus::IConnection& connection)
    : connection_(connection), bus_(sdbus::createProxy(connection, bus, "/org/freedesktop/DBus")) {}

std::uint32_t BusPeers::uid_of(const std::string& peer) {
  auto question = bus_->createMethodCall(bus, "GetConnectionUnixUser");
  question << peer;
  std::uint32_t uid = 0;
  bus_->callMethod(question) >> uid;
  return uid;
}

std::string BusPeers::bus_id() {
  std::string id;
  bus_->callMethod(bus_->createMethodCall(bus, "GetId")) >> id;
  return id;
}

bool BusPeers::is_there(const std::string& peer) {
  auto question = bus_->createMethodCall(bus, "NameHasOwner");
  question << peer;
  bool is_there = false;
  bus_->callMethod(question) >> is_there;
  return is_there;
}

// A name such as ":1.42" never has another owner: each change of it is its end.
void BusPeers::watch(const std::string& peer) {
  if (watched_.contains(peer)) return;
  const std::string rule = std::string("type='signal',sender='") + bus +
                           "',member='NameOwnerChanged',arg0='" + peer + "'";
  watched_.emplace(
      peer, connection_.addMatch(rule, [this, peer](sdbus::Message&) { gone_.push_back(peer); }));
  if (!is_there(peer)) gone_.push_back(peer);
}

void BusPeers::forget(const std::string& peer) {
  watched_.erase(peer);
}

std::vector<std::string> BusPeers::take_gone() {
  std::vector<std::string> gone;
  for (auto& peer : std::exchange(gone_, {}))
    if (watched_.erase(peer) > 0) gone.push_back(std::move(peer));
  return gone;
}

}  // namespace sa
