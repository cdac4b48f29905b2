#include "core/job_values.h"

#include "core/ascii.h"
#include "core/notify_target.h"
#include "core/plain_text.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace sa {
namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr std::size_t longest_word = 256;
constexpr std::size_t most_words = 100;
constexpr std::size_t longest_variable = 100'000;

constexpr std::string_view signals[] = {
    "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1", "SEGV",
    "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN", "TTOU",
    "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS",
};

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "1.5" of up to nine digits each.
std::optional<double> decimal_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto whole = text.substr(0, dot);
  if (whole.size() > 15 || text.size() > 25 || !number_of(whole)) return std::nullopt;
  if (dot != text.npos && (text.size() - dot > 10 || !number_of(text.substr(dot + 1))))
    return std::nullopt;
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<std::uint64_t> bytes_of(std::string_view text) {
  constexpr std::string_view units = "KMGTPE";
  double factor = 1;
  const std::size_t unit = text.empty() ? units.npos : units.find(text.back());
  if (unit != units.npos) {
    for (std::size_t i = 0; i <= unit; ++i) factor *= 1024;
    text.remove_suffix(1);
  }
  const auto number = decimal_of(text);
  constexpr double most = 9.0e18;
  if (!number || *number * factor > most) return std::nullopt;
  return static_cast<std::uint64_t>(*number * factor);
}

bool is_account_name(std::string_view name) {
  constexpr std::size_t longest = 31;
  if (name.empty() || name.size() > longest || !(is_letter(name[0]) || name[0] == '_'))
    return false;
  return std::ranges::all_of(
      name, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

// 65535 and 2^32-1 mean "nobody at all" to the kernel.
bool is_account_number(std::string_view text) {
  const auto number = number_of(text);
  return number && *number < std::numeric_limits<std::uint32_t>::max() && *number != 65535 &&
         (text.size() == 1 || text[0] != '0');
}

std::string_view without_sig(std::string_view name) {
  return name.starts_with("SIG") ? name.substr(3) : name;
}

std::optional<std::string> exit_status_of(const Field& field) {
  const std::string_view text = field.value.text;
  const auto number = number_of(text);
  if (number && *number <= 255) return std::to_string(*number);
  if (std::ranges::find(signals, without_sig(text)) != std::end(signals))
    return std::string("SIG").append(without_sig(text));
  field.expected("a number from 0 to 255 or a signal such as SIGTERM");
  return std::nullopt;
}

bool is_word(std::string_view text) {
  return text.find_first_of(" \"'\\%;,#") == std::string_view::npos;
}

bool is_variable_name(std::string_view name) {
  if (name.empty() || name.size() > longest_word || is_digit(name[0])) return false;
  return std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

// Line breaks and tabs are well in an environment.
std::optional<std::string> variable_of(const Field& field) {
  if (field.value.kind != YamlNode::Kind::scalar) {
    field.expected("text, in quotes when it is empty");
    return std::nullopt;
  }
  if (has_control_character(field.value.text)) {
    field.expected("text without control characters");
    return std::nullopt;
  }
  if (field.value.text.size() <= longest_variable) return field.value.text;
  field.tell("expected at most " + std::to_string(longest_variable) + " bytes, got " +
             std::to_string(field.value.text.size()));
  return std::nullopt;
}

std::optional<std::string> environment_file_of(const Field& field) {
  const auto path = path_of(field);
  if (!path) return std::nullopt;
  if (path->find_first_of("*?[") == std::string_view::npos) return std::string(*path);
  field.expected("the path of one file, without '*', '?' and '['");
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> memory_size_of(const Field& field) {
  const auto bytes = bytes_of(field.value.text);
  if (bytes && *bytes >= mebibyte) return bytes;
  field.expected(bytes ? "a size of at least 1M such as 512M" : "a size such as 512M or 1.5G");
  return std::nullopt;
}

std::optional<std::uint32_t> cpu_quota_of(const Field& field) {
  constexpr std::uint64_t most = 100'000;
  std::string_view text = field.value.text;
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  const auto number = percent ? number_of(text) : std::nullopt;
  if (number && *number >= 1 && *number <= most) return static_cast<std::uint32_t>(*number);
  field.expected("a share of one CPU from 1% to 100000% such as 50%");
  return std::nullopt;
}

std::optional<std::uint32_t> umask_of(const Field& field) {
  const std::string_view text = field.value.text;
  std::uint32_t mask = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mask, 8);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && (text.size() == 3 || (text.size() == 4 && text[0] == '0'))) return mask;
  field.expected("three octal digits such as 022");
  return std::nullopt;
}

std::optional<int> nice_of(const Field& field) {
  std::string_view text = field.value.text;
  if (text.starts_with('+')) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && number >= -20 && number <= 19) return number;
  field.expected("a number from -20 to 19");
  return std::nullopt;
}

std::optional<IoClass> io_class_of(const Field& field) {
  if (field.value.text == "realtime") return IoClass::realtime;
  if (field.value.text == "best-effort") return IoClass::best_effort;
  if (field.value.text == "idle") return IoClass::idle;
  field.expected("realtime, best-effort or idle");
  return std::nullopt;
}

std::optional<std::string> account_of(const Field& field, std::string_view what, bool numeric) {
  const std::string& text = field.value.text;
  if (is_account_name(text) || (numeric && is_account_number(text))) return text;
  field.expected(what);
  return std::nullopt;
}

std::vector<std::string> exit_statuses_of(const Field& field) {
  std::vector<std::string> statuses;
  const auto items = items_of(field, "a list of exit statuses");
  if (items.empty() && field.value.kind == YamlNode::Kind::list)
    field.tell("expected an exit status, got an empty list");
  for (const YamlNode* item : items)
    if (auto status = exit_status_of(field.item(*item))) statuses.push_back(std::move(*status));
  return statuses;
}

std::vector<std::string> words_of(const Field& field, std::string_view what) {
  std::vector<std::string> words;
  const auto items = items_of(field, what);
  if (items.size() > most_words) field.tell("expected at most 100 of them");
  for (const YamlNode* item : items) {
    const auto text = line_of(field.item(*item), what, longest_word);
    if (!text) continue;
    if (!is_word(*text))
      field.item(*item).expected("a word without blanks, quotes, '\\', '%', '#', ',' and ';'");
    words.emplace_back(*text);
  }
  return words;
}

std::vector<std::string> targets_of(const Field& field) {
  const std::size_t before = field.problems.size();
  auto targets = words_of(field, "a list of targets");
  if (field.problems.size() > before) return targets;
  const auto items = items_of(field, "a list of targets");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool is_nobody = targets[i] == notify_nobody;
    if (is_nobody && items.size() > 1) field.item(*items[i]).tell("expected 'none' to stand alone");
    if (!is_nobody && !parse_notify_target(targets[i]))
      field.item(*items[i]).expected(
          "'mail:ADDRESS', the name of a program in notify.d, or 'none'");
  }
  if (targets.empty()) targets.emplace_back(notify_nobody);
  return targets;
}

std::vector<std::pair<std::string, std::string>> environment_of(const Field& field) {
  std::vector<std::pair<std::string, std::string>> variables;
  if (field.value.kind != YamlNode::Kind::map) field.expected("a map such as {LANG: C.UTF-8}");
  for (const auto& [name, place, value] : field.value.entries) {
    const std::string key = std::string(field.key) + "." + name;
    const Field variable{key, value, field.problems};
    if (!is_variable_name(name)) variable.tell(place, "expected a name of letters, digits and '_'");
    if (auto text = variable_of(variable)) variables.emplace_back(name, std::move(*text));
  }
  return variables;
}

std::vector<std::string> environment_files_of(const Field& field) {
  std::vector<std::string> files;
  const auto items = items_of(field, "an absolute path");
  if (items.empty() && field.value.kind == YamlNode::Kind::list)
    field.tell("expected an absolute path, got an empty list");
  for (const YamlNode* item : items)
    if (auto file = environment_file_of(field.item(*item))) files.push_back(std::move(*file));
  return files;
}

std::optional<std::string> condition_path_of(const Field& field) {
  if (field.value.kind != YamlNode::Kind::map || field.value.entries.empty())
    field.expected("{path: /some/file}");
  std::optional<std::string> found;
  for (const auto& entry : field.value.entries) {
    if (entry.key != "path") {
      tell_unknown_key(entry, field.key, {"path"}, field.problems);
      continue;
    }
    const std::string key = std::string(field.key) + ".path";
    if (const auto path = path_of({key, entry.value, field.problems})) found = *path;
  }
  return found;
}

}  // namespace sa
