#include "unitgen/systemd/systemd_manager.h"

#include "core/error.h"
#include "host/bus_connection.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>
#include <sys/stat.h>

namespace sa {
namespace {

constexpr const char* systemd = "org.freedesktop.systemd1";
constexpr const char* manager_path = "/org/freedesktop/systemd1";
constexpr const char* manager_interface = "org.freedesktop.systemd1.Manager";
constexpr const char* no_such_unit = "org.freedesktop.systemd1.NoSuchUnit";
// dbus-daemon lets a connection wait for 128 answers. And systemd loses the bus where more than 512
// starts are queued, since it has a match rule for each, so they are waited for.
constexpr std::size_t most_under_way = 64;
// A reload of ten thousand units takes seconds, and PID 1 may have other work.
constexpr std::uint64_t longest_call = 300'000'000;  // microseconds
constexpr int longest_silence = 300'000;             // milliseconds
constexpr int longest_start = 2'000;  // milliseconds without any news of what is queued

struct Verb {
  const char* method;
  const char* word;
  bool has_mode;  // a second argument, "replace"
  bool may_be_unknown;
};

}  // namespace

class SystemdManager::Impl {
 public:
  Impl()
      : connection_(connect_to_bus("system")),
        manager_(sdbus::createProxy(*connection_, systemd, manager_path)) {
    manager_->registerSignalHandler(manager_interface, "JobRemoved",
                                    [this](sdbus::Signal& signal) { on_removed(signal); });
    manager_->finishRegistration();
  }

  void reload() {
    try {
      auto call = manager_->createMethodCall(manager_interface, "Reload");
      manager_->callMethod(call, longest_call);
    } catch (const sdbus::Error& error) {
      throw Error("cannot reload systemd: " + error.getMessage());
    }
  }

  std::set<std::string> failed_of(const std::set<std::string>& units) {
    using Unit =
        sdbus::Struct<std::string, std::string, std::string, std::string, std::string, std::string,
                      sdbus::ObjectPath, std::uint32_t, std::string, sdbus::ObjectPath>;
    std::set<std::string> failed;
    if (units.empty()) return failed;
    std::vector<Unit> listed;
    try {
      auto call = manager_->createMethodCall(manager_interface, "ListUnitsFiltered");
      call << std::vector<std::string>{"failed"};
      auto reply = manager_->callMethod(call, longest_call);
      reply >> listed;
    } catch (const sdbus::Error& error) {
      throw Error("cannot ask systemd for failed units: " + error.getMessage());
    }
    for (const Unit& unit : listed)
      if (units.contains(unit.get<0>())) failed.insert(unit.get<0>());
    return failed;
  }

  Refusals call_each(const Verb& verb, const std::set<std::string>& units) {
    refusals_.clear();
    if (units.empty()) return {};
    try {
      call_plainly("Subscribe");
      for (const std::string& unit : units) {
        send(verb, unit);
        while (under_way_ + queued_.size() >= most_under_way) turn();
      }
      while (under_way_ + queued_.size() > 0) turn();
      call_plainly("Unsubscribe");
    } catch (const sdbus::Error& error) {
      throw Error("lost the system bus: " + error.getMessage());
    }
    return std::exchange(refusals_, {});
  }

 private:
  void send(const Verb& verb, const std::string& unit) {
    auto call = manager_->createMethodCall(manager_interface, verb.method);
    call << unit;
    if (verb.has_mode) call << "replace";
    ++under_way_;
    const auto answered = [this, &verb, unit](sdbus::MethodReply& reply,
                                              const sdbus::Error* error) {
      --under_way_;
      if (error == nullptr && verb.has_mode) note_queued(reply);
      if (error == nullptr || (verb.may_be_unknown && error->getName() == no_such_unit)) return;
      refusals_[unit] =
          std::string("cannot ") + verb.word + " " + unit + ": " + error->getMessage();
    };
    (void)manager_->callMethod(call, answered, longest_call);
  }

  // Signals of what is queued only come to who asked for them; a reload would send them for every
  // unit.
  void call_plainly(const char* method) {
    auto call = manager_->createMethodCall(manager_interface, method);
    manager_->callMethod(call, longest_call);
  }

  // It may be done before we are told that it is queued.
  void note_queued(sdbus::MethodReply& reply) {
    sdbus::ObjectPath path;
    reply >> path;
    if (removed_.erase(path) == 0) queued_.insert(path);
  }

  void on_removed(sdbus::Signal& signal) {
    std::uint32_t id = 0;
    sdbus::ObjectPath path;
    signal >> id >> path;
    if (queued_.erase(path) == 0) removed_.insert(path);
  }

  void turn() {
    if (connection_->processPendingRequest()) return;
    const auto data = connection_->getEventLoopPollData();
    pollfd wanted{data.fd, data.events, 0};
    const int timeout = data.getPollTimeout();
    const int longest = under_way_ > 0 ? longest_silence : longest_start;
    const int ready = poll(&wanted, 1, timeout >= 0 ? std::min(timeout, longest) : longest);
    if (ready != 0 || (timeout >= 0 && timeout < longest)) return;
    if (under_way_ > 0) throw Error("systemd does not answer");
    queued_.clear();  // it starts later, after what it waits for
  }

  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> manager_;
  std::size_t under_way_ = 0;
  std::set<std::string> queued_, removed_;  // paths of systemd's queued starts and stops
  Refusals refusals_;
};

SystemdManager::SystemdManager() : impl_(std::make_unique<Impl>()) {}
SystemdManager::~SystemdManager() = default;

void SystemdManager::reload() {
  impl_->reload();
}
std::set<std::string> SystemdManager::failed_of(const std::set<std::string>& units) {
  return impl_->failed_of(units);
}
SystemdManager::Refusals SystemdManager::start(const std::set<std::string>& units) {
  static constexpr Verb verb{"StartUnit", "start", true, false};
  return impl_->call_each(verb, units);
}
SystemdManager::Refusals SystemdManager::stop(const std::set<std::string>& units) {
  static constexpr Verb verb{"StopUnit", "stop", true, true};
  return impl_->call_each(verb, units);
}
SystemdManager::Refusals SystemdManager::try_restart(const std::set<std::string>& units) {
  static constexpr Verb verb{"TryRestartUnit", "restart", true, false};
  return impl_->call_each(verb, units);
}
SystemdManager::Refusals SystemdManager::reset_failed(const std::set<std::string>& units) {
  static constexpr Verb verb{"ResetFailedUnit", "reset", false, true};
  return impl_->call_each(verb, units);
}

bool is_systemd_running() {
  struct stat found {};
  return lstat("/run/systemd/system", &found) == 0 && S_ISDIR(found.st_mode);
}

}  // namespace sa
