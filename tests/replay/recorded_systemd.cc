#include "tests/replay/recorded_systemd.h"

#include "watcher/bus_decode.h"

#include <algorithm>
#include <iterator>

namespace sa::test {

// Read from a message as the watcher reads it.
struct DecodedTimer {
  TimerSeen timer;
  TimerClocks clocks;
};

static sdbus::Message& operator>>(sdbus::Message& message, DecodedTimer& decoded) {
  decode_timer(message, decoded.timer, decoded.clocks);
  return message;
}

}  // namespace sa::test

template <>
struct sdbus::signature_of<sa::test::DecodedTimer> {
  static constexpr bool is_valid = true;
  static std::string str() { return "a{sv}"; }
};

namespace sa::test {
namespace {

const std::set<std::string> fixed_names = {"Unit",         "TimersCalendar", "TimersMonotonic",
                                           "AccuracyUSec", "Persistent",     "RandomizedDelayUSec",
                                           "Transient",    "Wants",          "Requires"};
const std::set<std::string> timer_names = {"Unit",
                                           "NextElapseUSecRealtime",
                                           "NextElapseUSecMonotonic",
                                           "LastTriggerUSec",
                                           "AccuracyUSec",
                                           "RandomizedDelayUSec",
                                           "Result",
                                           "Persistent",
                                           "TimersCalendar",
                                           "TimersMonotonic"};
const std::set<std::string> unit_names = {
    "InvocationID",           "ActiveState",         "SubState", "InactiveExitTimestamp",
    "InactiveEnterTimestamp", "ActiveEnterTimestamp"};

Properties among(const Properties& properties, const std::set<std::string>& names) {
  Properties some;
  std::copy_if(properties.begin(), properties.end(), std::inserter(some, some.end()),
               [&](const auto& property) { return names.contains(property.first); });
  return some;
}

template <typename Value>
Value value_of(const Properties& properties, const std::string& name, Value otherwise) {
  const auto found = properties.find(name);
  return found == properties.end() ? otherwise : found->second.get<Value>();
}

bool is_active(const Properties& properties) {
  const auto state = value_of<std::string>(properties, "ActiveState", "inactive");
  return state != "inactive" && state != "failed";
}

}  // namespace

RecordedSystemd::RecordedSystemd(const Recording& recording) {
  std::set<std::string> listed;  // and not yet told in full
  for (const Line& line : recording.lines) {
    if (const auto* begins = std::get_if<ListedLine>(&line.what)) {
      listed_.push_back(&line);
      listed.insert(begins->active.begin(), begins->active.end());
      listed.insert(begins->inactive.begin(), begins->inactive.end());
    }
    if (const auto* unit = std::get_if<UnitLine>(&line.what))
      lines_[unit->unit].push_back({line.at, &line});
    const auto* told = std::get_if<PropertiesLine>(&line.what);
    if (told == nullptr) continue;
    // What was listed was asked for a moment later.
    const bool is_of_list = told->all && listed.erase(told->unit) > 0;
    lines_[told->unit].push_back({is_of_list ? listed_.back()->at : line.at, &line});
    if (told->all) fixed_[told->unit].merge(among(told->properties, fixed_names));
  }
}

RecordedSystemd::State RecordedSystemd::state_of(const std::string& unit, Instant when) const {
  State state;
  const auto found = lines_.find(unit);
  if (found == lines_.end()) return state;
  for (const auto& [at, line] : found->second) {
    if (at > when) break;
    if (const auto* loading = std::get_if<UnitLine>(&line->what)) {
      state = {loading->loaded, {}};
      continue;
    }
    const auto& told = std::get<PropertiesLine>(line->what);
    // Asking for a unit that is not loaded loads it for the time of the answer.
    if (!told.all || value_of<std::string>(told.properties, "LoadState", "") == "loaded")
      state.loaded = true;
    for (const auto& [name, value] : told.properties) state.properties[name] = value;
  }
  if (const auto fixed = fixed_.find(unit); fixed != fixed_.end())
    state.properties.insert(fixed->second.begin(), fixed->second.end());
  return state;
}

ServiceSeen RecordedSystemd::service(const std::string& unit, Instant when, bool needed) const {
  const State state = state_of(unit, when);
  ServiceSeen seen;
  seen.unit = unit;
  for (const auto& [name, value] : state.properties) set_service_property(name, value, seen);
  seen.loaded = state.loaded;
  seen.boot = listening(when).boot;
  seen.needed = needed;
  return seen;
}

TimerSeen RecordedSystemd::timer(const std::string& name, Instant when) const {
  const State state = state_of(name, when);
  TimerSeen seen;
  const sdbus::Variant told(among(state.properties, timer_names));
  const auto decoded = told.get<DecodedTimer>();
  seen = decoded.timer;
  seen.timer = name;
  seen.heard = when;
  seen.loaded = state.loaded;
  seen.next_elapse = decoded.clocks.realtime;
  seen.active = value_of<std::string>(state.properties, "ActiveState", "") == "active";
  seen.failed = value_of<std::string>(state.properties, "ActiveState", "") == "failed";
  seen.is_transient = value_of(state.properties, "Transient", false);
  seen.active_since =
      instant_from_usec(value_of<std::uint64_t>(state.properties, "ActiveEnterTimestamp", 0));
  if (seen.unit.ends_with(".target")) seen.members = members_of(seen.unit);
  return seen;
}

TimerChanged RecordedSystemd::timer_change(const std::string& name, Instant when) const {
  auto seen = timer(name, when);
  return {name, seen.last_trigger, seen.next_elapse, seen.result, when};
}

std::vector<std::string> RecordedSystemd::members_of(const std::string& target) const {
  std::vector<std::string> members;
  const auto found = fixed_.find(target);
  if (found == fixed_.end()) return members;
  for (const char* name : {"Wants", "Requires"})
    for (const auto& unit : value_of(found->second, name, std::vector<std::string>{}))
      if (unit.ends_with(".service")) members.push_back(unit);
  return members;
}

const ListedLine& RecordedSystemd::listening(Instant when) const {
  const Line* last = listed_.front();
  for (const Line* line : listed_)
    if (line->at <= when) last = line;
  return std::get<ListedLine>(last->what);
}

Listed RecordedSystemd::list(Instant when, const std::string& unit_path) const {
  Listed listed;
  listed.unit_path = {unit_path};
  listed.boot_finished = listening(when).finished;
  for (const auto& [unit, lines] : lines_) {
    const State state = state_of(unit, when);
    if (state.loaded && !unit.ends_with(".target"))
      listed.units.push_back({unit, true, is_active(state.properties)});
  }
  return listed;
}

OpenSeen RecordedSystemd::open(const std::vector<std::string>& units, Instant when) const {
  OpenSeen seen;
  for (const auto& unit : units) {
    const State state = state_of(unit, when);
    seen.units.push_back({unit, state.loaded, is_active(state.properties)});
  }
  return seen;
}

bool ends_a_change(const PropertiesLine& line) {
  return !line.all && !among(line.properties, unit_names).empty();
}

}  // namespace sa::test
