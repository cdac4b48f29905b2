#include "watcher/unit_file.h"

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

constexpr off_t largest_unit_file = 1 << 20;

// A unit file is somebody else's: a FIFO must not block us, a device or a huge file not fill us.
std::string read_file(const fs::path& path) {
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

// Those that are there already hide others of their name.
void add_drop_ins(const fs::path& folder, std::map<std::string, fs::path>& drop_ins) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".conf")
      drop_ins.emplace(at->path().filename().string(), at->path());
}

}  // namespace

UnitFiles::UnitFiles(const std::vector<std::string>& search_path) : search_path_(search_path) {
  for (std::size_t folder = 0; folder < search_path.size(); ++folder) {
    std::error_code error;
    for (fs::directory_iterator at(search_path[folder], error), end; !error && at != end;
         at.increment(error)) {
      const auto name = at->path().filename().string();
      if (is_followed(name)) files_.emplace(name, folder);
      if (name.ends_with(".d")) add_drop_ins(at->path(), drop_ins_[name]);
    }
  }
}

UnitFiles::DropIns UnitFiles::drop_ins_in(const std::string& folder, bool is_new) const {
  DropIns drop_ins;
  if (is_new) {
    for (const auto& parent : search_path_) add_drop_ins(fs::path(parent) / folder, drop_ins);
  } else if (const auto found = drop_ins_.find(folder); found != drop_ins_.end()) {
    drop_ins = found->second;
  }
  return drop_ins;
}

std::vector<fs::path> UnitFiles::drop_ins_of(std::string_view unit) const {
  const bool is_new = !files_.contains(unit);
  DropIns by_name;
  for (const auto& folder : drop_in_folders(unit))
    for (auto& [name, path] : drop_ins_in(folder, is_new)) by_name[name] = path;
  std::vector<fs::path> paths;
  for (auto& [name, path] : by_name) paths.push_back(std::move(path));
  return paths;
}

std::optional<fs::path> UnitFiles::file_of(std::string_view unit) const {
  for (const auto& name : {std::string(unit), template_of(unit)})
    if (const auto found = files_.find(name); found != files_.end())
      return fs::path(search_path_[found->second]) / name;
  for (const auto& folder : search_path_) {
    const auto path = fs::path(folder) / unit;
    if (access(path.c_str(), R_OK) == 0) return path;
  }
  return std::nullopt;
}

bool UnitFiles::has_file(std::string_view unit) const {
  const auto file = file_of(unit);
  std::error_code ignored;
  return file && exists(fs::symlink_status(*file, ignored));
}

std::optional<UnitFacts> UnitFiles::facts(std::string_view unit) const {
  if (unit.rfind('.') == std::string_view::npos) return std::nullopt;
  auto file = file_of(unit);
  std::error_code ignored;
  if (file && !exists(fs::symlink_status(*file, ignored))) file.reset();
  const auto drop_ins = drop_ins_of(unit);
  if (!file && drop_ins.empty()) return std::nullopt;
  UnitFacts facts;
  if (file) read_unit_text(read_file(*file), facts);
  for (const auto& path : drop_ins) read_unit_text(read_file(path), facts);
  return facts;
}

std::vector<std::string> UnitFiles::services_with_section() const {
  std::vector<std::string> services;
  for (const auto& [name, folder] : files_) {
    if (!name.ends_with(".service") || name.find("@.") != std::string::npos) continue;
    if (const auto found = facts(name); found && found->has_section) services.push_back(name);
  }
  return services;
}

}  // namespace sa
