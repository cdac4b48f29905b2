#include "watcher/bus_decode.h"

#include "core/time_span.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <limits>
#include <map>

#include <sdbus-c++/Types.h>

namespace sa {
namespace {

constexpr auto never = std::numeric_limits<std::uint64_t>::max();

using Monotonic = sdbus::Struct<std::string, std::uint64_t, std::uint64_t>;
using Calendar = sdbus::Struct<std::string, std::string, std::uint64_t>;

Duration duration_of(std::uint64_t usec) {
  return Duration(static_cast<std::int64_t>(
      std::min<std::uint64_t>(usec, std::numeric_limits<std::int64_t>::max())));
}

// systemd writes OnActiveSec=1h as ("OnActiveUSec", 3600000000).
std::string monotonic_text(const Monotonic& base) {
  std::string name = base.get<0>();
  if (const auto usec = name.rfind("USec"); usec != std::string::npos) name.replace(usec, 4, "Sec");
  return name + "=" + time_span(duration_of(base.get<1>()), 3);
}

void decode_text_property(const std::string& key, const std::string& value, TimerSeen& timer) {
  if (key == "Unit") timer.unit = value;
  if (key == "Result") timer.result = value;
}

void decode_number_property(const std::string& key, std::uint64_t value, TimerSeen& timer,
                            TimerClocks& clocks) {
  if (key == "NextElapseUSecRealtime") clocks.realtime = instant_from_usec(value);
  if (key == "NextElapseUSecMonotonic") clocks.monotonic = instant_from_usec(value);
  if (key == "LastTriggerUSec") timer.last_trigger = instant_from_usec(value);
  if (key == "AccuracyUSec") timer.accuracy = duration_of(value);
  if (key == "RandomizedDelayUSec") timer.random_delay = duration_of(value);
}

void decode_calendars(const std::vector<Calendar>& calendars, TimerSeen& timer) {
  for (const auto& calendar : calendars)
    timer.schedule.push_back(calendar.get<0>() + "=" + calendar.get<1>());
}

template <typename Value>
Value take(sdbus::Message& message) {
  Value value{};
  message >> value;
  return value;
}

void decode_property(sdbus::Message& message, const std::string& key, TimerSeen& timer,
                     TimerClocks& clocks) {
  std::string variant;
  std::string type;
  message.peekType(variant, type);
  message.enterVariant(type);
  if (type == "t") {
    decode_number_property(key, take<std::uint64_t>(message), timer, clocks);
  } else if (type == "s") {
    decode_text_property(key, take<std::string>(message), timer);
  } else if (type == "b") {
    const bool value = take<bool>(message);
    if (key == "Persistent") timer.persistent = value;
  } else if (type == "a(sst)") {
    decode_calendars(take<std::vector<Calendar>>(message), timer);
  } else if (type == "a(stt)") {
    for (const auto& base : take<std::vector<Monotonic>>(message))
      timer.schedule.push_back(monotonic_text(base));
  } else {
    throw sdbus::Error("unexpected",
                       "a timer's property '" + key + "' has the unknown type '" + type + "'");
  }
  message.exitVariant();
}

std::optional<std::uint32_t> pid_of(std::uint32_t pid) {
  if (pid == 0) return std::nullopt;
  return pid;
}

void set_exit_code(std::int32_t code, ServiceSeen& service) {
  service.exit_status.reset();
  service.exit_signal.reset();
  if (code == CLD_EXITED) service.exit_status = 0;
  if (code == CLD_KILLED || code == CLD_DUMPED) service.exit_signal = 0;
}

void set_exit_status(std::int32_t status, ServiceSeen& service) {
  if (service.exit_status) service.exit_status = status;
  if (service.exit_signal) service.exit_signal = status;
}

void set_service_text(const std::string& key, const std::string& value, ServiceSeen& service) {
  if (key == "LoadState") service.loaded = value == "loaded";
  if (key == "ActiveState") service.active = value != "inactive" && value != "failed";
  if (key == "SubState") {
    service.exited = value == "exited";
    service.restart_pending = value == "auto-restart";
  }
  if (key == "Result") service.result = parse_result(value);
}

void set_service_instant(const std::string& key, std::uint64_t value, ServiceSeen& service) {
  if (key == "InactiveExitTimestamp") service.began = instant_from_usec(value);
  if (key == "InactiveEnterTimestamp") service.ended = instant_from_usec(value);
  if (key == "ActiveEnterTimestamp") service.active_since = instant_from_usec(value);
  if (key == "CPUUsageNSec" && value != never) service.cpu = duration_of(value / 1000);
  if (key == "ExecMainStartTimestamp") service.main_began = instant_from_usec(value);
  if (key == "ExecMainExitTimestamp") service.main_ended = instant_from_usec(value);
}

// ExecMainCode stands before ExecMainStatus in systemd's messages.
void set_service_number(const std::string& key, std::int32_t value, ServiceSeen& service) {
  if (key == "ExecMainCode") set_exit_code(value, service);
  if (key == "ExecMainStatus") set_exit_status(value, service);
}

}  // namespace

std::optional<Id128> id_of(const std::vector<std::uint8_t>& bytes) {
  Id128 id;
  if (bytes.size() != id.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  if (id == Id128{}) return std::nullopt;
  return id;
}

void set_service_property(const std::string& key, const sdbus::Variant& value,
                          ServiceSeen& service) {
  const auto type = value.peekValueType();
  if (type == "s") set_service_text(key, value.get<std::string>(), service);
  if (type == "t") set_service_instant(key, value.get<std::uint64_t>(), service);
  if (type == "i") set_service_number(key, value.get<std::int32_t>(), service);
  if (type == "u" && key == "NRestarts") service.restarts = value.get<std::uint32_t>();
  if (type == "u" && key == "MainPID") service.pid = pid_of(value.get<std::uint32_t>());
  if (type == "ay" && key == "InvocationID")
    service.invocation = id_of(value.get<std::vector<std::uint8_t>>());
}

void decode_service(sdbus::Message& message, ServiceSeen& service) {
  std::map<std::string, sdbus::Variant> properties;
  message >> properties;
  for (const auto& [key, value] : properties) set_service_property(key, value, service);
}

void set_activator_property(const std::string& key, const sdbus::Variant& value,
                            ActivatorSeen& activator) {
  if (key == "LoadState") activator.loaded = value.get<std::string>() == "loaded";
  if (key == "SubState") activator.running = value.get<std::string>() == "running";
  if (key == "StateChangeTimestamp")
    activator.since = instant_from_usec(value.get<std::uint64_t>());
  if (key != "Triggers") return;
  activator.services = value.get<std::vector<std::string>>();
  std::erase_if(activator.services, [](const auto& unit) { return !unit.ends_with(".service"); });
}

void decode_activator(sdbus::Message& message, ActivatorSeen& activator) {
  std::map<std::string, sdbus::Variant> properties;
  message >> properties;
  for (const auto& [key, value] : properties) set_activator_property(key, value, activator);
}

void decode_timer(sdbus::Message& message, TimerSeen& timer, TimerClocks& clocks) {
  message.enterContainer("{sv}");
  while (message.enterDictEntry("sv")) {
    const auto key = take<std::string>(message);
    decode_property(message, key, timer, clocks);
    message.exitDictEntry();
  }
  message.clearFlags();
  message.exitContainer();
}

std::vector<ListedUnit> decode_units(sdbus::Message& message) {
  using Unit =
      sdbus::Struct<std::string, std::string, std::string, std::string, std::string, std::string,
                    sdbus::ObjectPath, std::uint32_t, std::string, sdbus::ObjectPath>;
  std::vector<Unit> units;
  message >> units;
  std::vector<ListedUnit> listed;
  listed.reserve(units.size());
  for (const auto& unit : units) {
    const auto& state = unit.get<3>();
    listed.push_back(
        {unit.get<0>(), unit.get<2>() == "loaded", state != "inactive" && state != "failed"});
  }
  return listed;
}

}  // namespace sa
