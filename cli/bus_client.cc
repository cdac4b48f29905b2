#include "cli/bus_client.h"

#include "cli/bus_followed_run.h"
#include "host/bus_connection.h"

#include <algorithm>
#include <set>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

constexpr const char* control = "org.scriptactivity.Control1";
constexpr const char* watcher = "org.scriptactivity.Watcher1";
constexpr std::string_view own_errors = "org.scriptactivity.Error.";
// A person types a password; systemd may be busy.
constexpr auto longest_call = 6min;

[[noreturn]] void refuse(const sdbus::Error& error) {
  const std::string& name = error.getName();
  if (name.starts_with(own_errors))
    throw CallRefused(name.substr(own_errors.size()), error.getMessage());
  if (name == "org.freedesktop.DBus.Error.ServiceUnknown")
    throw CallRefused({},
                      "sa-control is not on the bus: is it installed? see 'systemctl status "
                      "sa-control'");
  throw CallRefused({}, "cannot ask sa-control: " + error.getMessage());
}

template <typename Call>
auto guarded(const Call& call) {
  try {
    return call();
  } catch (const sdbus::Error& error) {
    refuse(error);
  }
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

class BusClient::Impl {
 public:
  Impl() : connection_(connect_to_bus("system")) {}

  template <typename... Arguments>
  sdbus::MethodReply ask(const char* method, const Arguments&... arguments) {
    return ask_of(control, "/org/scriptactivity/Control1", method, arguments...);
  }

  template <typename... Arguments>
  sdbus::MethodReply ask_watcher(const char* method, const Arguments&... arguments) {
    try {
      return ask_of(watcher, "/org/scriptactivity/Watcher1", method, arguments...);
    } catch (const sdbus::Error& error) {
      if (error.getName() != "org.freedesktop.DBus.Error.ServiceUnknown") throw;
      throw CallRefused({},
                        "the watcher is not on the bus: does it run? see 'systemctl status "
                        "sa-watcher'");
    }
  }

  template <typename... Arguments>
  sdbus::MethodReply ask_of(const char* whom, const char* path, const char* method,
                            const Arguments&... arguments) {
    const auto proxy = sdbus::createProxy(*connection_, whom, path);
    auto call = proxy->createMethodCall(whom, method);
    (call << ... << arguments);
    return proxy->callMethod(call, longest_call);
  }

  sdbus::IConnection& connection() { return *connection_; }

 private:
  std::unique_ptr<sdbus::IConnection> connection_;
};

BusClient::BusClient() : impl_(std::make_unique<Impl>()) {}

BusClient::~BusClient() = default;

std::vector<std::string> BusClient::timers_of(const std::string& service,
                                              const std::vector<std::string>& paused) {
  return guarded([&] {
    const auto unit = systemd::properties_of(impl_->connection(), service, systemd::unit);
    std::set<std::string> timers;
    for (const auto& name : value_of<std::vector<std::string>>(unit, "TriggeredBy"))
      if (name.ends_with(".timer")) timers.insert(name);
    std::vector<std::string> others = paused;
    others.push_back(service.substr(0, service.rfind('.')) + ".timer");
    for (const auto& timer : others) {
      const auto properties = systemd::properties_of(impl_->connection(), timer, systemd::unit);
      if (contains(value_of<std::vector<std::string>>(properties, "Triggers"), service))
        timers.insert(timer);
    }
    return std::vector<std::string>(timers.begin(), timers.end());
  });
}

PauseAnswer BusClient::pause(const std::string& timer, std::optional<Instant> until,
                             const std::string& reason, bool interactive) {
  const std::uint64_t usec =
      until ? static_cast<std::uint64_t>(until->time_since_epoch().count()) : 0;
  return guarded([&] {
    auto reply = impl_->ask("Pause", timer, usec, reason, interactive);
    PauseAnswer answer;
    reply >> answer.was_active >> answer.catches_up;
    return answer;
  });
}

bool BusClient::resume(const std::string& timer, bool interactive) {
  return guarded([&] {
    auto reply = impl_->ask("Resume", timer, interactive);
    bool is_started = false;
    reply >> is_started;
    return is_started;
  });
}

void BusClient::run(const std::string& service, bool interactive) {
  guarded([&] { impl_->ask("Run", service, interactive); });
}

void BusClient::cancel(const std::string& service, bool interactive) {
  guarded([&] { impl_->ask("Cancel", service, interactive); });
}

bool BusClient::stop_timer(const std::string& timer, bool interactive) {
  return guarded([&] {
    auto reply = impl_->ask("StopTimer", timer, interactive);
    bool was_active = false;
    bool was_enabled = false;
    reply >> was_active >> was_enabled;
    return was_active || was_enabled;
  });
}

void BusClient::retire(const std::string& unit, const std::string& reason, bool interactive) {
  guarded([&] { impl_->ask_watcher("Retire", unit, reason, interactive); });
}

void BusClient::unretire(const std::string& unit, bool interactive) {
  guarded([&] { impl_->ask_watcher("Unretire", unit, interactive); });
}

int BusClient::read(const Reading& reading) {
  const auto usec = [](std::optional<Instant> instant) {
    return instant ? static_cast<std::uint64_t>(instant->time_since_epoch().count()) : 0;
  };
  const std::string unit = reading.units.empty() ? "" : reading.units.front();
  constexpr bool interactive = false;
  const auto ask = [&] {
    switch (reading.what) {
      case Reading::What::runs:
        return impl_->ask_watcher("History", unit, usec(reading.from), usec(reading.to),
                                  reading.oldest_first, interactive);
      case Reading::What::slots:
        return impl_->ask_watcher("Slots", unit, usec(reading.from), usec(reading.to), interactive);
      case Reading::What::changes:
        return impl_->ask_watcher("Changes", unit, interactive);
      default:
        return impl_->ask_watcher("Log", unit, reading.invocation, reading.format,
                                  reading.lines.value_or(~std::uint64_t{0}), reading.follow,
                                  interactive);
    }
  };
  return guarded([&] {
    sdbus::UnixFd fd;
    ask() >> fd;
    return fd.release();
  });
}

Run BusClient::run_to_the_end(const std::string& service, bool interactive) {
  return guarded([&] {
    FollowedRun followed(impl_->connection(), service);
    auto reply = impl_->ask("Run", service, interactive);
    sdbus::ObjectPath queued;
    reply >> queued;
    return followed.ended_run(queued);
  });
}

}  // namespace sa
