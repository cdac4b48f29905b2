#include "watcher/bus_decode.h"

#include "core/time_span.h"

#include <algorithm>
#include <cstring>
#include <limits>

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
  for (const auto& calendar : calendars) {
    timer.calendars.push_back(calendar.get<1>());
    timer.schedule.push_back(calendar.get<0>() + "=" + calendar.get<1>());
  }
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

}  // namespace

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

std::optional<Instant> decode_instant(sdbus::Message& message) {
  return instant_from_usec(take<std::uint64_t>(message));
}

std::optional<Id128> decode_id(sdbus::Message& message) {
  const auto bytes = take<std::vector<std::uint8_t>>(message);
  Id128 id;
  if (bytes.size() != id.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  if (id == Id128{}) return std::nullopt;
  return id;
}

std::string decode_text(sdbus::Message& message) {
  return take<std::string>(message);
}
std::int32_t decode_number(sdbus::Message& message) {
  return take<std::int32_t>(message);
}

std::optional<std::uint32_t> decode_count(sdbus::Message& message) {
  const auto count = take<std::uint32_t>(message);
  if (count == 0) return std::nullopt;
  return count;
}

std::optional<Duration> decode_nanoseconds(sdbus::Message& message) {
  const auto nanoseconds = take<std::uint64_t>(message);
  if (nanoseconds == never) return std::nullopt;
  return duration_of(nanoseconds / 1000);
}

}  // namespace sa
