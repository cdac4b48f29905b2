#include "cli/bus_client.h"

#include "core/error.h"

#include <algorithm>
#include <csignal>
#include <map>
#include <set>

#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Properties = std::map<std::string, sdbus::Variant>;
using QueuedJob = sdbus::Struct<std::uint32_t, sdbus::ObjectPath>;

constexpr const char* control = "org.scriptactivity.Control1";
constexpr const char* watcher = "org.scriptactivity.Watcher1";
constexpr const char* systemd = "org.freedesktop.systemd1";
constexpr const char* systemd_path = "/org/freedesktop/systemd1";
constexpr const char* manager = "org.freedesktop.systemd1.Manager";
constexpr const char* unit_interface = "org.freedesktop.systemd1.Unit";
constexpr const char* service_interface = "org.freedesktop.systemd1.Service";
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

template <typename Value>
Value value_of(const Properties& properties, const char* name, Value absent = {}) {
  const auto found = properties.find(name);
  return found == properties.end() ? absent : found->second.get<Value>();
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

std::optional<Instant> instant_of(const Properties& properties, const char* name) {
  return instant_from_usec(value_of<std::uint64_t>(properties, name));
}

using Invocation = std::vector<std::uint8_t>;

Invocation invocation_in(const Properties& seen) {
  return value_of<Invocation>(seen, "InvocationID");
}

// What systemd told of a service so far, newest last; unit and service properties have no name in
// common.
void merge(const Properties& news, Properties& seen) {
  for (const auto& [name, value] : news) seen[name] = value;
}

std::string why_not_begun(const Properties& seen, const std::string& removal) {
  const bool was_judged = value_of<std::uint64_t>(seen, "ConditionTimestamp") != 0;
  if (was_judged && !value_of<bool>(seen, "ConditionResult")) return "a condition of it is not met";
  if (removal == "dependency") return "what it requires failed";
  if (removal == "done") return "at least systemd has forgotten it already";
  return "systemd refused to start it (" + removal + ")";
}

void set_exit(const Properties& seen, Run& run) {
  const auto code = value_of<std::int32_t>(seen, "ExecMainCode");
  const auto status = value_of<std::int32_t>(seen, "ExecMainStatus");
  if (code == CLD_EXITED) run.exit_status = status;
  if (code == CLD_KILLED || code == CLD_DUMPED) run.exit_signal = status;
}

Run run_of(const Properties& seen) {
  Run run;
  run.began = instant_of(seen, "InactiveExitTimestamp");
  run.ended = instant_of(seen, "InactiveEnterTimestamp");
  run.result = parse_result(value_of<std::string>(seen, "Result"));
  run.state = run.result == Result::success ? State::succeeded : State::failed;
  if (run.result == Result::exec_condition) run.state = State::skipped;
  set_exit(seen, run);
  return run;
}

Run refused_run(const std::string& reason) {
  Run run;
  run.has_invocation = false;
  run.state = State::refused;
  run.reason = reason;
  return run;
}

// Between two automatic restarts it is inactive too, but its next start is queued.
bool has_ended(const Properties& seen) {
  const auto active = value_of<std::string>(seen, "ActiveState");
  const bool is_queued = value_of<QueuedJob>(seen, "Job").get<0>() != 0;
  return !is_queued && (active == "inactive" || active == "failed");
}

}  // namespace

class BusClient::Impl {
 public:
  Impl() : connection_(sdbus::createSystemBusConnection()) {}

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

  Properties properties_of(const std::string& unit, const char* interface) {
    const auto proxy = sdbus::createProxy(*connection_, systemd, path_of(unit));
    auto call = proxy->createMethodCall("org.freedesktop.DBus.Properties", "GetAll");
    call << interface;
    auto reply = proxy->callMethod(call);
    Properties properties;
    reply >> properties;
    return properties;
  }

  // From now on what systemd tells of the service is taken in.
  void listen(const std::string& service) {
    const std::string from = std::string("type='signal',sender='") + systemd + "',";
    match(from + "member='PropertiesChanged',path='" + path_of(service) + "'",
          [this](auto& message) {
            std::string interface;
            Properties news;
            message >> interface >> news;
            merge(news, seen_);
          });
    match(from + "member='JobRemoved'", [this](auto& message) {
      std::uint32_t id = 0;
      sdbus::ObjectPath queued;
      std::string unit;
      std::string result;
      message >> id >> queued >> unit >> result;
      removed_[queued] = result;
    });
    const auto proxy = sdbus::createProxy(*connection_, systemd, systemd_path);
    proxy->callMethod(proxy->createMethodCall(manager, "Subscribe"));
    ask_anew(service);
  }

  // A service that nothing needs any more is forgotten by systemd as soon as it has succeeded: then
  // what was heard holds, unless nothing was.
  void ask_anew(const std::string& service) {
    const auto unit = properties_of(service, unit_interface);
    if (!seen_.empty() && invocation_in(unit).empty() && !invocation_in(seen_).empty()) return;
    merge(unit, seen_);
    merge(properties_of(service, service_interface), seen_);
  }

  Run ended_run(const std::string& service, const std::string& queued, const Invocation& before) {
    while (!removed_.contains(queued)) wait_for_signals();
    // A failure that is followed by an automatic restart is told, and then the restart: only what
    // still is so when it is asked for is the end.
    for (ask_anew(service); !has_ended(seen_); ask_anew(service))
      while (!has_ended(seen_)) wait_for_signals();
    if (invocation_in(seen_) == before)
      return refused_run(why_not_begun(seen_, removed_.at(queued)));
    return run_of(seen_);
  }

  Invocation invocation() const { return invocation_in(seen_); }

 private:
  // Loads the unit where it is not, as everybody may.
  std::string path_of(const std::string& unit) {
    const auto proxy = sdbus::createProxy(*connection_, systemd, systemd_path);
    auto call = proxy->createMethodCall(manager, "LoadUnit");
    call << unit;
    auto reply = proxy->callMethod(call);
    sdbus::ObjectPath path;
    reply >> path;
    return path;
  }

  // Nothing may be thrown through libsystemd; a signal that cannot be read says nothing.
  template <typename Take>
  void match(const std::string& rule, const Take& take) {
    const auto guarded_take = [take](sdbus::Message& message) {
      try {
        take(message);
      } catch (const sdbus::Error&) {
        return;
      }
    };
    connection_->addMatch(rule, guarded_take, sdbus::floating_slot);
  }

  void wait_for_signals() {
    const auto data = connection_->getEventLoopPollData();
    pollfd fd{data.fd, data.events, 0};
    poll(&fd, 1, data.getPollTimeout());
    while (connection_->processPendingRequest()) continue;
  }

  std::unique_ptr<sdbus::IConnection> connection_;
  Properties seen_;                             // of the service that is listened to
  std::map<std::string, std::string> removed_;  // what left systemd's queue, and how
};

BusClient::BusClient() {
  try {
    impl_ = std::make_unique<Impl>();
  } catch (const sdbus::Error& error) {
    throw Error("cannot reach the system bus: " + error.getMessage());
  }
}

BusClient::~BusClient() = default;

std::vector<std::string> BusClient::timers_of(const std::string& service,
                                              const std::vector<std::string>& paused) {
  return guarded([&] {
    const auto unit = impl_->properties_of(service, unit_interface);
    std::set<std::string> timers;
    for (const auto& name : value_of<std::vector<std::string>>(unit, "TriggeredBy"))
      if (name.ends_with(".timer")) timers.insert(name);
    std::vector<std::string> others = paused;
    others.push_back(service.substr(0, service.rfind('.')) + ".timer");
    for (const auto& timer : others) {
      const auto properties = impl_->properties_of(timer, unit_interface);
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

void BusClient::retire(const std::string& unit, const std::string& reason, bool interactive) {
  guarded([&] { impl_->ask_watcher("Retire", unit, reason, interactive); });
}

void BusClient::unretire(const std::string& unit, bool interactive) {
  guarded([&] { impl_->ask_watcher("Unretire", unit, interactive); });
}

Run BusClient::run_to_the_end(const std::string& service, bool interactive) {
  return guarded([&] {
    impl_->listen(service);
    const auto before = impl_->invocation();
    auto reply = impl_->ask("Run", service, interactive);
    sdbus::ObjectPath queued;
    reply >> queued;
    return impl_->ended_run(service, queued, before);
  });
}

}  // namespace sa
