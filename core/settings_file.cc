#include "core/settings_file.h"

#include "core/field.h"
#include "core/job_values.h"

namespace sa {
namespace {

void read_retention(const Field& field, Settings& settings) {
  settings.keep_forever = field.value.text == "infinity";
  if (!settings.keep_forever) settings.retention = duration_of(field, std::chrono::hours(1));
}

// `grace` and `notify` of the top level are defaults that have a name of their own.
YamlNode own_defaults(const YamlNode& root, std::vector<Problem>& problems) {
  YamlNode own;
  own.kind = YamlNode::Kind::map;
  own.place = root.place;
  const auto* defaults = entry_of(root, "defaults");
  for (const char* key : {"grace", "notify"}) {
    const auto* entry = entry_of(root, key);
    if (entry == nullptr) continue;
    own.entries.push_back(*entry);
    const auto* second = defaults == nullptr ? nullptr : entry_of(defaults->value, key);
    if (second != nullptr)
      problems.push_back({Severity::problem, second->place, std::string("defaults.") + key,
                          "expected it once, got it outside of 'defaults' too"});
  }
  return own;
}

void read_defaults(const YamlNode& root, Settings& settings, TimeZones& zones,
                   std::vector<Problem>& problems) {
  const YamlNode own = own_defaults(root, problems);
  settings.defaults = defaults_of({"", own, problems}, nullptr, zones);
  const auto* entry = entry_of(root, "defaults");
  if (entry == nullptr) return;
  JobDefaults more = defaults_of({"defaults", entry->value, problems}, nullptr, zones);
  settings.defaults.keys.kind = YamlNode::Kind::map;
  for (auto& key : more.keys.entries) settings.defaults.keys.entries.push_back(std::move(key));
}

// Already judged.
std::vector<std::string> notify_of(const JobDefaults& defaults) {
  std::vector<Problem> told_already;
  const auto* entry = entry_of(defaults.keys, "notify");
  if (entry == nullptr) return {};
  return targets_of({"notify", entry->value, told_already});
}

void read_keys(const YamlNode& root, Settings& settings, TimeZones& zones,
               std::vector<Problem>& problems) {
  for (const auto& entry : root.entries) {
    if (entry.key == "retention")
      read_retention({"retention", entry.value, problems}, settings);
    else if (entry.key != "grace" && entry.key != "notify" && entry.key != "defaults")
      tell_unknown_key(entry, "", {"grace", "retention", "notify", "defaults"}, problems);
  }
  read_defaults(root, settings, zones, problems);
  settings.notify = notify_of(settings.defaults);
}

}  // namespace

ParsedSettings parse_settings(std::string_view text, TimeZones& zones) {
  YamlDocument document = read_yaml(text);
  ParsedSettings parsed{.settings = {}, .problems = std::move(document.problems)};
  Settings settings;
  if (document.root.kind == YamlNode::Kind::map)
    read_keys(document.root, settings, zones, parsed.problems);
  else if (document.root.kind != YamlNode::Kind::null)
    Field{"", document.root, parsed.problems}.expected("keys such as 'grace: 15min'");
  sort_by_place(parsed.problems);
  if (!has_problem(parsed.problems)) parsed.settings = std::move(settings);
  return parsed;
}

}  // namespace sa
