#include "watcher/unit_file.h"

#include "core/time_span.h"

#include <algorithm>
#include <charconv>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr off_t largest_unit_file = 1 << 20;
constexpr std::string_view our_section = "[X-ScriptActivity]";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// As systemd does: an escaped backslash, or one with blanks behind it, continues nothing.
bool is_continued(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto last = line.find_last_not_of('\\');
  const auto backslashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!(text = trimmed(text)).empty()) {
    const auto end = std::min(text.find_first_of(" \t"), text.size());
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return list;
}

void read_ours(std::string_view key, std::string_view value, UnitFacts& facts) {
  if (key == "Job") facts.job = value;
  if (key == "Team") facts.team = value;
  if (key == "Tags") facts.tags = words(value);
  if (key == "Grace") facts.grace = parse_time_span(value);
  if (key == "Deadline") facts.deadline = parse_time_span(value);
  if (key == "MinRuntime") facts.min_runtime = parse_time_span(value);
  if (key == "MaxRuntime") facts.max_runtime = parse_time_span(value);
  if (key != "AlertAfter") return;
  std::uint32_t count = 0;
  std::from_chars(value.data(), value.data() + value.size(), count);
  facts.alert_after = std::max<std::uint32_t>(count, 1);
}

void read_service(std::string_view key, std::string_view value, UnitFacts& facts) {
  if (key == "Type") facts.oneshot = value == "oneshot";
  if (key == "SuccessExitStatus") facts.other_success = !value.empty();
}

void read_line(std::string_view section, std::string_view line, UnitFacts& facts) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const auto key = trimmed(line.substr(0, equals));
  const auto value = trimmed(line.substr(equals + 1));
  if (section == our_section) read_ours(key, value, facts);
  if (section == "[Service]") read_service(key, value, facts);
}

// A unit file is somebody else's: a FIFO must not block us, a device or a huge file not fill us.
std::string read_file(const std::filesystem::path& path) {
  std::string text;
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return text;
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= largest_unit_file) {
    text.resize(static_cast<std::size_t>(status.st_size));
    const auto size = read(fd, text.data(), text.size());
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  }
  close(fd);
  return text;
}

std::string template_of(std::string_view unit) {
  const auto at = unit.find('@');
  const auto dot = unit.rfind('.');
  if (at == std::string_view::npos || dot == std::string_view::npos || dot < at) return {};
  return std::string(unit.substr(0, at + 1)).append(unit.substr(dot));
}

// "foo-bar-baz.service" also takes the drop-ins of "foo-bar-.service.d" and "foo-.service.d".
std::vector<std::string> drop_in_folders(std::string_view unit) {
  const auto dot = unit.rfind('.');
  const auto suffix = unit.substr(dot);
  std::vector<std::string> folders;  // weakest first
  folders.push_back(std::string(suffix.substr(1)) + ".d");
  const auto stem = unit.substr(0, dot);
  for (auto dash = stem.find('-'); dash != std::string_view::npos; dash = stem.find('-', dash + 1))
    folders.push_back(std::string(stem.substr(0, dash + 1)).append(suffix) + ".d");
  if (const auto name = template_of(unit); !name.empty()) folders.push_back(name + ".d");
  folders.push_back(std::string(unit) + ".d");
  return folders;
}

bool is_followed(std::string_view name) {
  return name.ends_with(".service") || name.ends_with(".timer");
}

}  // namespace

void UnitFacts::override_by(const UnitFacts& stronger) {
  if (!stronger.has_section) return;
  has_section = true;
  if (!stronger.job.empty()) job = stronger.job;
  if (!stronger.team.empty()) team = stronger.team;
  if (!stronger.tags.empty()) tags = stronger.tags;
  if (stronger.grace) grace = stronger.grace;
  if (stronger.deadline) deadline = stronger.deadline;
  if (stronger.min_runtime) min_runtime = stronger.min_runtime;
  if (stronger.max_runtime) max_runtime = stronger.max_runtime;
  if (stronger.alert_after != 1) alert_after = stronger.alert_after;
}

void read_unit_text(std::string_view text, UnitFacts& facts) {
  std::string section;
  std::string joined;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto raw = text.substr(0, end);
    auto line = trimmed(raw);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#') || line.starts_with(';')) continue;
    const bool goes_on = is_continued(raw);
    if (goes_on) line.remove_suffix(1);
    joined.append(line);
    if (goes_on) joined.push_back(' ');
    if (goes_on && !text.empty()) continue;
    if (joined.starts_with('[')) section = trimmed(joined);
    if (section == our_section) facts.has_section = true;
    read_line(section, joined, facts);
    joined.clear();
  }
}

UnitFiles::UnitFiles(const std::vector<std::string>& search_path) : search_path_(search_path) {
  namespace fs = std::filesystem;
  for (const auto& folder : search_path) {
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      const auto name = at->path().filename().string();
      if (is_followed(name)) files_.emplace(name, at->path());
      if (!name.ends_with(".d")) continue;
      std::error_code ignored;
      for (const auto& drop_in : fs::directory_iterator(at->path(), ignored))
        if (drop_in.path().extension() == ".conf")
          drop_ins_[name].emplace(drop_in.path().filename().string(), drop_in.path());
    }
  }
}

std::vector<std::filesystem::path> UnitFiles::drop_ins_of(std::string_view unit) const {
  // By file name over all folders; the strongest folder's file hides the others of its name.
  std::map<std::string, std::filesystem::path> by_name;
  for (const auto& folder : drop_in_folders(unit)) {
    const auto found = drop_ins_.find(folder);
    if (found == drop_ins_.end()) continue;
    for (const auto& [name, path] : found->second) by_name[name] = path;
  }
  std::vector<std::filesystem::path> paths;
  for (auto& [name, path] : by_name) paths.push_back(std::move(path));
  return paths;
}

std::optional<std::filesystem::path> UnitFiles::file_of(std::string_view unit) const {
  for (const auto& name : {std::string(unit), template_of(unit)})
    if (const auto found = files_.find(name); found != files_.end()) return found->second;
  for (const auto& folder : search_path_) {
    const auto path = std::filesystem::path(folder) / unit;
    if (access(path.c_str(), R_OK) == 0) return path;
  }
  return std::nullopt;
}

std::optional<UnitFacts> UnitFiles::facts(std::string_view unit) const {
  if (unit.rfind('.') == std::string_view::npos) return std::nullopt;
  const auto file = file_of(unit);
  const auto drop_ins = drop_ins_of(unit);
  if (!file && drop_ins.empty()) return std::nullopt;
  UnitFacts facts;
  if (file) read_unit_text(read_file(*file), facts);
  for (const auto& path : drop_ins) read_unit_text(read_file(path), facts);
  return facts;
}

std::vector<std::string> UnitFiles::services_with_section() const {
  std::vector<std::string> services;
  for (const auto& [name, path] : files_) {
    if (!name.ends_with(".service") || name.find("@.") != std::string::npos) continue;
    if (const auto found = facts(name); found && found->has_section) services.push_back(name);
  }
  return services;
}

}  // namespace sa
