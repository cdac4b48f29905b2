#include "control/systemd_bus.h"

#include "control/refused.h"
#include "core/run.h"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <map>
#include <thread>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

using Properties = std::map<std::string, sdbus::Variant>;
using QueuedJob = sdbus::Struct<std::uint32_t, sdbus::ObjectPath>;
using MonotonicTimes = std::vector<sdbus::Struct<std::string, std::uint64_t, std::uint64_t>>;

constexpr const char* systemd = "org.freedesktop.systemd1";
constexpr const char* unit_interface = "org.freedesktop.systemd1.Unit";
constexpr const char* manager = "org.freedesktop.systemd1.Manager";
constexpr auto longest_answer = 30s;
constexpr auto longest_settling = 10s;

template <typename Call>
auto guarded(const std::string& tried, const Call& call) {
  try {
    return call();
  } catch (const sdbus::Error& error) {
    throw Refused("Failed", tried + ": " + error.getMessage());
  }
}

template <typename Value>
Value value_of(const Properties& properties, const char* name, Value absent = {}) {
  const auto found = properties.find(name);
  return found == properties.end() ? absent : found->second.get<Value>();
}

std::string text_of(const Properties& properties, const char* name) {
  return value_of<std::string>(properties, name);
}

std::vector<std::string> texts_of(const Properties& properties, const char* name) {
  return value_of<std::vector<std::string>>(properties, name);
}

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::vector<std::string> files_of(const Properties& properties) {
  std::vector<std::string> files;
  if (auto file = text_of(properties, "FragmentPath"); !file.empty()) files.push_back(file);
  return joined(std::move(files), texts_of(properties, "DropInPaths"));
}

std::string hex_of(const std::vector<std::uint8_t>& bytes) {
  Id128 id;
  if (bytes.size() != id.bytes.size()) return {};
  std::ranges::copy(bytes, id.bytes.begin());
  return to_string(id);
}

UnitSeen unit_of(const Properties& properties) {
  UnitSeen unit;
  unit.name = text_of(properties, "Id");
  unit.load = text_of(properties, "LoadState");
  unit.active = text_of(properties, "ActiveState");
  unit.sub = text_of(properties, "SubState");
  unit.enabled = text_of(properties, "UnitFileState");
  unit.transient = value_of<bool>(properties, "Transient");
  unit.files = files_of(properties);
  unit.triggers = texts_of(properties, "Triggers");
  unit.triggered_by = texts_of(properties, "TriggeredBy");
  unit.wanted_by = joined(texts_of(properties, "WantedBy"), texts_of(properties, "RequiredBy"));
  if (!value_of<bool>(properties, "ConditionResult"))
    unit.held = instant_from_usec(value_of<std::uint64_t>(properties, "ConditionTimestamp"));
  return unit;
}

Properties properties_of(sdbus::IConnection& connection, const std::string& path,
                         const std::string& interface) {
  const auto proxy = sdbus::createProxy(connection, systemd, path);
  auto call = proxy->createMethodCall("org.freedesktop.DBus.Properties", "GetAll");
  call << interface;
  Properties properties;
  auto reply = proxy->callMethod(call, longest_answer);
  reply >> properties;
  return properties;
}

}  // namespace

SystemdOnBus::SystemdOnBus(sdbus::IConnection& connection)
    : connection_(connection),
      manager_(sdbus::createProxy(connection, systemd, "/org/freedesktop/systemd1")) {}

SystemdOnBus::~SystemdOnBus() = default;

std::string SystemdOnBus::path_of(const std::string& unit) {
  auto call = manager_->createMethodCall(manager, "LoadUnit");
  call << unit;
  sdbus::ObjectPath path;
  manager_->callMethod(call, longest_answer) >> path;
  return path;
}

std::string SystemdOnBus::boot() {
  return guarded("ask systemd when it began", [&] {
    auto call = manager_->createMethodCall("org.freedesktop.DBus.Properties", "Get");
    call << manager << "UserspaceTimestamp";
    sdbus::Variant usec;
    auto reply = manager_->callMethod(call, longest_answer);
    reply >> usec;
    return rfc3339(instant_from_usec(usec.get<std::uint64_t>()).value_or(Instant{}));
  });
}

UnitSeen SystemdOnBus::unit(const std::string& name) {
  return guarded("ask systemd for '" + name + "'", [&] {
    return unit_of(properties_of(connection_, path_of(name), unit_interface));
  });
}

EndingSeen SystemdOnBus::ending(const std::string& service) {
  return guarded("ask systemd for '" + service + "'", [&] {
    const auto path = path_of(service);
    const auto properties = properties_of(connection_, path, "org.freedesktop.systemd1.Service");
    EndingSeen ending;
    ending.invocation = hex_of(value_of<std::vector<std::uint8_t>>(
        properties_of(connection_, path, unit_interface), "InvocationID"));
    ending.result = text_of(properties, "Result");
    const auto code = value_of<std::int32_t>(properties, "ExecMainCode");
    const auto status = value_of<std::int32_t>(properties, "ExecMainStatus");
    if (code == CLD_EXITED) ending.exit_status = status;
    if (code == CLD_KILLED || code == CLD_DUMPED) ending.signal = signal_name(status);
    return ending;
  });
}

bool SystemdOnBus::catches_up(const std::string& timer) {
  return guarded("ask systemd for '" + timer + "'", [&] {
    const auto properties =
        properties_of(connection_, path_of(timer), "org.freedesktop.systemd1.Timer");
    if (value_of<bool>(properties, "Persistent")) return true;
    for (const auto& time : value_of<MonotonicTimes>(properties, "TimersMonotonic"))
      if (time.get<0>() == "OnBootUSec" || time.get<0>() == "OnStartupUSec") return true;
    return false;
  });
}

std::string SystemdOnBus::queue(const char* method, const std::string& unit, const char* mode) {
  return guarded(std::string(method) + " '" + unit + "'", [&] {
    auto call = manager_->createMethodCall(manager, method);
    call << unit << mode;
    sdbus::ObjectPath job;
    manager_->callMethod(call, longest_answer) >> job;
    return std::string(job);
  });
}

void SystemdOnBus::follow_queue(
    std::function<void(const std::string& job, const std::string& result)> done) {
  guarded("listen to systemd", [&] {
    manager_->registerSignalHandler(manager, "JobRemoved",
                                    [done = std::move(done)](sdbus::Signal& signal) {
                                      std::uint32_t id = 0;
                                      sdbus::ObjectPath job;
                                      std::string unit;
                                      std::string result;
                                      signal >> id >> job >> unit >> result;
                                      done(job, result);
                                    });
    manager_->finishRegistration();
    auto call = manager_->createMethodCall(manager, "Subscribe");
    manager_->callMethod(call, longest_answer);
  });
}

// Until systemd has worked off its queue for the timer, which it does when nobody asks it anything.
UnitSeen SystemdOnBus::settled(const std::string& timer) {
  const auto end = std::chrono::steady_clock::now() + longest_settling;
  const auto path = guarded("ask systemd for '" + timer + "'", [&] { return path_of(timer); });
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(1ms);
    if (!is_queued(path)) return unit(timer);
  }
  throw Refused("Failed", "systemd takes too long with '" + timer + "'; see 'systemctl list-jobs'");
}

bool SystemdOnBus::is_queued(const std::string& path) {
  return guarded("ask systemd for its queue", [&] {
    const auto proxy = sdbus::createProxy(connection_, systemd, path);
    auto call = proxy->createMethodCall("org.freedesktop.DBus.Properties", "Get");
    call << unit_interface << "Job";
    sdbus::Variant queued;
    auto reply = proxy->callMethod(call, longest_answer);
    reply >> queued;
    return queued.get<QueuedJob>().get<0>() != 0;
  });
}

void SystemdOnBus::start(const std::string& timer) {
  queue("StartUnit", timer, "fail");
  const UnitSeen seen = settled(timer);
  if (seen.active != "active")
    throw Refused("Failed",
                  "systemd did not start '" + timer + "'; see 'systemctl status " + timer + "'");
}

void SystemdOnBus::stop(const std::string& timer) {
  queue("StopUnit", timer, "replace");
  const UnitSeen seen = settled(timer);
  if (seen.active == "active")
    throw Refused("Failed", "systemd did not stop '" + timer +
                                "', which must not go on: " + "'systemctl stop " + timer + "'");
}

void SystemdOnBus::disable(const std::string& timer) {
  guarded("disable '" + timer + "'", [&] {
    auto call = manager_->createMethodCall(manager, "DisableUnitFiles");
    constexpr bool until_reboot = false;
    call << std::vector<std::string>{timer} << until_reboot;
    manager_->callMethod(call, longest_answer);
    manager_->callMethod(manager_->createMethodCall(manager, "Reload"), longest_answer);
  });
}

// Not "replace": a start must not take the place of a stop that waits, as in a shutdown.
std::string SystemdOnBus::queue_start(const std::string& service) {
  return queue("StartUnit", service, "fail");
}

// The stop of a oneshot takes the place of its start, which waits as long as it runs.
std::string SystemdOnBus::queue_stop(const std::string& service) {
  return queue("StopUnit", service, "replace");
}

}  // namespace sa
