#include "cli/doctor/gather.h"
#include "cli/doctor/small_file.h"
#include "cli/doctor/systemd_answers.h"
#include "cli/property_blocks.h"

namespace sa {
namespace {

using Names = std::set<std::string, std::less<>>;

constexpr std::size_t names_of_a_call = 1'000;  // far below what a command line may hold

// Our own services, and journald.
const std::vector<std::string> always = {"sa-watcher.service", "sa-control.service",
                                         "sa-unitgen.service", "systemd-journald.service"};

bool is_unit(const std::string& name) {
  return name.ends_with(".service") || name.ends_with(".timer");
}

// What is known of only by name so far.
Names named_in(const SeenUnits& units) {
  Names names;
  for (const auto& [name, unit] : units) {
    names.insert(unit.starts.begin(), unit.starts.end());
    names.insert(unit.needs.begin(), unit.needs.end());
  }
  return names;
}

void add_status_names(const StatusFacts& status, Names& names) {
  for (const UnitStatus& unit : status.units) {
    if (is_unit(unit.unit) && !unit.retired) names.insert(unit.unit);
    if (!unit.retired) names.insert(unit.timers.begin(), unit.timers.end());
  }
}

// An answer under another name than was asked for is an alias, which must not be asked for again.
void ask(const Context& context, const Names& names, Names& asked, SeenUnits& units) {
  std::vector<std::string> next;
  const auto ask_next = [&] {
    if (!next.empty()) units.merge(units_of_show(context.output_of(show_command(next))));
    next.clear();
  };
  for (const std::string& name : names) {
    if (units.contains(name) || !asked.insert(name).second) continue;
    next.push_back(name);
    if (next.size() == names_of_a_call) ask_next();
  }
  ask_next();
}

}  // namespace

void gather_bus(const Context& context, HostFacts& facts) {
  const auto names = [&](const char* method) {
    return quoted_names(
        context.output_of({"busctl", "--system", "--timeout=5s", "call", "org.freedesktop.DBus",
                           "/org/freedesktop/DBus", "org.freedesktop.DBus", method}));
  };
  const auto there = names("ListNames");
  facts.bus_answers = !there.empty();
  if (!facts.bus_answers) return;
  facts.bus_names.emplace(there.begin(), there.end());
  for (std::string& name : names("ListActivatableNames")) facts.bus_names->insert(std::move(name));
}

void gather_units(const Context& context, HostFacts& facts) {
  std::vector<std::string> first = always;
  first.emplace_back("*.timer");
  SeenUnits units = units_of_show(context.output_of(show_command(first)));
  if (units.empty()) return;
  const auto files = wanted_unit_files(context.output_of(
      {"systemctl", "list-unit-files", "--type=timer", "--no-legend", "--plain", "--no-pager"}));
  Names names(files.begin(), files.end());
  add_status_names(facts.status, names);
  Names asked;
  ask(context, names, asked, units);
  ask(context, named_in(units), asked, units);  // what the timers start
  ask(context, named_in(units), asked, units);  // and what that needs
  facts.units = std::move(units);
}

void gather_watcher_places(const Context& context, HostFacts& facts) {
  const auto watcher = facts.units ? facts.units->find(always.front()) : SeenUnits::iterator();
  if (!facts.units || watcher == facts.units->end() || watcher->second.pid <= 0) return;
  const auto command_line =
      text_of_file("/proc/" + std::to_string(watcher->second.pid) + "/cmdline");
  if (command_line.text.empty()) return;
  const std::string answer =
      context.output_of({"systemctl", "show", "--property=Environment", always.front()});
  const auto blocks = property_blocks(answer);
  const auto variables = blocks.empty() ? std::string_view() : value_of(blocks[0], "Environment");
  const auto places = started_places(command_line.text, variables, {SA_STATUS_FILE, SA_STORE_DIR});
  facts.watcher_status = places.status;
  facts.watcher_store = places.store;
}

}  // namespace sa
