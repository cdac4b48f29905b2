#include "watcher/host_settings.h"

#include "core/error.h"
#include "core/settings_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sa {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) throw Error("cannot read '" + path + "': " + std::strerror(errno));
  return content.str();
}

Settings settings_of(const std::string& path, TimeZones& zones) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed) || std::filesystem::file_size(path, failed) == 0)
    return {};
  auto parsed = parse_settings(content_of(path), zones);
  if (parsed.settings) return std::move(*parsed.settings);
  for (const auto& problem : parsed.problems)
    if (problem.severity == Severity::problem) throw Error(to_string(problem, path));
  return {};
}

}  // namespace

HostSettings host_settings(const std::string& path, TimeZones& zones) {
  const Settings said = settings_of(path, zones);
  HostSettings settings;
  settings.notify = said.notify;
  settings.retention = said.retention.value_or(usual_retention);
  if (said.keep_forever) settings.retention = std::nullopt;
  return settings;
}

}  // namespace sa
