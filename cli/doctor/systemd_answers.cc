#include "cli/doctor/systemd_answers.h"

#include "cli/property_blocks.h"
#include "core/unit_directives.h"

#include <charconv>
#include <sstream>

namespace sa {
namespace {

constexpr const char* properties =
    "--property=Id,LoadState,LoadError,UnitFileState,ActiveState,SubState,Result,FragmentPath,"
    "DropInPaths,Triggers,Requires,Requisite,BindsTo,TimersCalendar,TimersMonotonic,Persistent,"
    "NeedDaemonReload,ConditionResult,ConditionTimestamp,InactiveExitTimestamp,LastTriggerUSec,"
    "NRestarts,MainPID,ExecMainStatus";

template <typename Number>
Number number_of(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Of "@1795320696", as --timestamp=unix has it; nullopt: never.
std::optional<Instant> instant_of_unix(std::string_view text) {
  if (!text.starts_with('@')) return std::nullopt;
  return Instant(std::chrono::seconds(number_of<std::int64_t>(text.substr(1))));
}

Instant realtime_of(const Properties& entry) {
  return Instant(Duration(number_of<Duration::rep>(value_of(entry, "__REALTIME_TIMESTAMP"))));
}

void add_words(std::string_view text, std::vector<std::string>& words) {
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) words.push_back(word);
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  add_words(text, words);
  return words;
}

// "What is so." of `org.example.Error "What is so."`
std::string quoted_part(std::string_view text) {
  const auto first = text.find('"');
  const auto last = text.rfind('"');
  if (first == std::string_view::npos || first == last) return std::string(text);
  return std::string(text.substr(first + 1, last - first - 1));
}

// "OnCalendar=*-*-* 00:00:00" of "{ OnCalendar=*-*-* 00:00:00 ; next_elapse=(null) }".
std::string specification(std::string_view value) {
  constexpr std::string_view open = "{ ";
  if (value.starts_with(open)) value.remove_prefix(open.size());
  return std::string(value.substr(0, value.find(" ; ")));
}

void add_schedule(const Properties& block, std::string_view key, SeenUnit& unit) {
  const auto [first, last] = block.equal_range(key);
  for (auto at = first; at != last; ++at)
    if (!at->second.empty()) unit.schedule.push_back(specification(at->second));
}

SeenUnit unit_of(const Properties& block) {
  const auto text = [&](std::string_view key) { return std::string(value_of(block, key)); };
  SeenUnit unit;
  unit.name = text("Id");
  unit.load = text("LoadState");
  unit.load_error = quoted_part(text("LoadError"));
  unit.enablement = text("UnitFileState");
  unit.active = text("ActiveState");
  unit.sub = text("SubState");
  unit.result = text("Result");
  unit.file = text("FragmentPath");
  unit.drop_ins = words_of(text("DropInPaths"));
  unit.starts = words_of(text("Triggers"));
  for (const char* key : {"Requires", "Requisite", "BindsTo"}) add_words(text(key), unit.needs);
  add_schedule(block, "TimersCalendar", unit);
  add_schedule(block, "TimersMonotonic", unit);
  unit.persistent = text("Persistent") == "yes";
  unit.needs_reload = text("NeedDaemonReload") == "yes";
  const bool was_asked = !text("ConditionTimestamp").empty();
  unit.condition_met = !was_asked || text("ConditionResult") == "yes";
  unit.left_inactive = instant_of_unix(text("InactiveExitTimestamp"));
  unit.last_trigger = instant_of_unix(text("LastTriggerUSec"));
  unit.restarts = number_of<std::uint64_t>(text("NRestarts"));
  unit.pid = number_of<std::int64_t>(text("MainPID"));
  unit.exit_status = number_of<std::int64_t>(text("ExecMainStatus"));
  return unit;
}

// "x" of "--status x" and "--status=x" in words; empty: not there.
std::string option_in(const std::vector<std::string>& words, const std::string& name) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == name && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with(name + "=")) return words[i].substr(name.size() + 1);
  }
  return "";
}

std::vector<std::string> words_with_nul(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find('\0'), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string first_of(const std::string& a, const std::string& b, const std::string& c) {
  return !a.empty() ? a : !b.empty() ? b : c;
}

}  // namespace

std::vector<std::string> show_command(const std::vector<std::string>& units) {
  std::vector<std::string> command = {"systemctl",        "show",     "--all",
                                      "--timestamp=unix", properties, "--"};
  command.insert(command.end(), units.begin(), units.end());
  return command;
}

SeenUnits units_of_show(std::string_view answer) {
  SeenUnits units;
  for (const Properties& block : property_blocks(answer)) {
    SeenUnit unit = unit_of(block);
    if (!unit.name.empty()) units.emplace(unit.name, std::move(unit));
  }
  return units;
}

std::vector<std::string> wanted_unit_files(std::string_view answer) {
  std::vector<std::string> names;
  std::istringstream lines{std::string(answer)};
  for (std::string line; std::getline(lines, line);) {
    const auto words = words_of(line);
    if (words.size() < 2 || words[0].find("@.") != std::string::npos) continue;
    const bool is_wanted = words[1].starts_with("enabled") || words[1].starts_with("linked") ||
                           words[1].starts_with("masked") || words[1] == "bad";
    if (is_wanted) names.push_back(words[0]);
  }
  return names;
}

std::vector<std::string> quoted_names(std::string_view answer) {
  std::vector<std::string> names;
  for (const std::string& word : words_of(answer))
    if (word.size() > 2 && word.front() == '"' && word.back() == '"')
      names.push_back(word.substr(1, word.size() - 2));
  return names;
}

StartedPlaces started_places(std::string_view command_line, std::string_view variables,
                             StartedPlaces usual) {
  const auto arguments = words_with_nul(command_line);
  const auto environment = words_of(variables);
  return {
      first_of(option_in(arguments, "--status"), option_in(environment, "SA_STATUS"), usual.status),
      first_of(option_in(arguments, "--store"), option_in(environment, "SA_STORE"), usual.store)};
}

std::map<std::string, Instant, std::less<>> newest_by_unit(std::string_view entries) {
  std::map<std::string, Instant, std::less<>> newest;
  for (const Properties& entry : property_blocks(entries)) {
    const std::string unit(value_of(entry, "UNIT"));
    if (unit.empty()) continue;
    Instant& at = newest[unit];
    at = std::max(at, realtime_of(entry));
  }
  return newest;
}

Suppressed suppressed_of_init(std::string_view entries) {
  constexpr std::string_view before = "Suppressed ";
  Suppressed suppressed;
  for (const Properties& entry : property_blocks(entries)) {
    const std::string_view message = value_of(entry, "MESSAGE");
    if (!message.starts_with(before) || !message.ends_with(" from init.scope")) continue;
    suppressed.count += number_of<std::uint64_t>(message.substr(before.size()));
    suppressed.last = realtime_of(entry);
  }
  return suppressed;
}

std::string storage_of(std::string_view configuration) {
  std::string storage;
  visit_directives(configuration, [&](auto section, auto key, auto value) {
    if (section == "[Journal]" && key == "Storage") storage = value;
  });
  return storage.empty() ? "auto" : storage;
}

}  // namespace sa
