#include "core/job_units.h"

#include "core/ascii.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view prefix = "sa-";
constexpr std::string_view suffix = ".service";

constexpr std::string_view unit_types[] = {
    ".service", ".socket", ".target", ".device", ".mount", ".automount",
    ".swap",    ".timer",  ".path",   ".slice",  ".scope",
};

constexpr std::string_view waiting_for_nothing[] = {
    "local-fs.target",        "network.target",   "network-online.target", "nss-lookup.target",
    "nss-user-lookup.target", "remote-fs.target", "time-set.target",       "time-sync.target",
};

constexpr std::string_view at_shutdown[] = {
    "emergency.target",    "exit.target",         "final.target",
    "halt.target",         "hibernate.target",    "kexec.target",
    "poweroff.target",     "reboot.target",       "rescue.target",
    "runlevel0.target",    "runlevel1.target",    "runlevel6.target",
    "shutdown.target",     "sleep.target",        "suspend.target",
    "ctrl-alt-del.target", "hybrid-sleep.target", "suspend-then-hibernate.target",
    "umount.target",
};

bool is_unit_character(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view(":-_.\\@").find(c) != std::string_view::npos;
}

// A unit that can be: not a template.
bool is_unit_name(std::string_view name) {
  constexpr std::size_t longest = 255;
  if (name.size() > longest || !std::ranges::all_of(name, is_unit_character)) return false;
  const auto* const type =
      std::ranges::find_if(unit_types, [&](std::string_view t) { return name.ends_with(t); });
  if (type == std::end(unit_types)) return false;
  const std::string_view stem = name.substr(0, name.size() - type->size());
  return !stem.empty() && stem[0] != '@' && !stem.ends_with('@');
}

bool contains(std::string_view unit, auto& units) {
  return std::ranges::find(units, unit) != std::end(units);
}

std::string unit_of_job(std::string_view name) {
  return std::string(prefix).append(name).append(suffix);
}

// What a team's job may name instead of `unit`, or nothing.
std::string_view wanted_instead(std::string_view unit, JobKey key, const JobDraft& draft) {
  if (is_own_unit(unit, draft)) return {};
  if (key == JobKey::required) return "a job of this team";
  if (contains(unit, at_shutdown)) return "a unit that has no part in a shutdown";
  if (!draft.job.daemon || contains(unit, waiting_for_nothing)) return {};
  return "a job of this team, or a target such as network-online.target";
}

// Empty: a problem was told.
std::string unit_name_of(const Field& field, JobKey key, const JobDraft& draft) {
  const std::string& text = field.value.text;
  const bool full = is_unit_name(text);
  std::string unit = full ? text : unit_of_job(text);
  std::string_view wanted;
  if (unit == unit_of_job(draft.job.name))
    wanted = "another job than this one";
  else if (!full && !is_own_unit(unit, draft))
    wanted = "a job of this team or a unit such as network-online.target";
  else if (draft.policy != nullptr && draft[key].source != Source::host_defaults)
    wanted = wanted_instead(unit, key, draft);
  if (wanted.empty()) return unit;
  field.expected(wanted);
  return {};
}

constexpr std::string_view sections[] = {"Unit", "Service", "Timer"};

bool is_directive_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && is_letter(name[0]) && lower(name[0]) != name[0] &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c); });
}

void append_directives(const Field& section, std::string_view section_name,
                       std::vector<UnitDirective>& all) {
  if (section.value.kind != YamlNode::Kind::map || section.value.entries.empty())
    section.expected("a map such as {PrivateTmp: true}");
  for (const auto& [name, place, value] : section.value.entries) {
    const std::string key = std::string(section.key) + "." + name;
    const Field field{key, value, section.problems};
    if (!is_directive_name(name)) field.tell(place, "expected the name of a directive");
    const auto items = items_of(field, "text");
    if (items.empty() && value.kind == YamlNode::Kind::list) field.expected("text");
    for (const YamlNode* item : items)
      if (const auto text = line_of(field.item(*item), "text", 100'000))
        all.push_back({std::string(section_name), name, std::string(*text)});
  }
}

}  // namespace

bool is_own_unit(std::string_view unit, const JobDraft& draft) {
  if (!unit.starts_with(prefix) || !unit.ends_with(suffix)) return false;
  if (unit.size() <= prefix.size() + suffix.size() || !draft.is_team_job) return false;
  unit.remove_prefix(prefix.size());
  unit.remove_suffix(suffix.size());
  return draft.is_team_job(unit);
}

std::vector<std::string> unit_names_of(const Field& field, JobKey key, const JobDraft& draft) {
  std::vector<std::string> units;
  const auto items = items_of(field, "a list of units");
  if (items.empty() && field.value.kind == YamlNode::Kind::list)
    field.tell("expected a unit, got an empty list");
  for (const YamlNode* item : items)
    if (std::string unit = unit_name_of(field.item(*item), key, draft); !unit.empty())
      units.push_back(std::move(unit));
  return units;
}

std::vector<UnitDirective> directives_of(const Field& field) {
  std::vector<UnitDirective> directives;
  if (field.value.kind != YamlNode::Kind::map || field.value.entries.empty())
    field.expected("a map such as {Service: {PrivateTmp: true}}");
  for (const auto& entry : field.value.entries) {
    if (!contains(entry.key, sections)) {
      tell_unknown_key(entry, field.key, {"Unit", "Service", "Timer"}, field.problems);
      continue;
    }
    const std::string key = "unit." + entry.key;
    append_directives({key, entry.value, field.problems}, entry.key, directives);
  }
  return directives;
}

}  // namespace sa
