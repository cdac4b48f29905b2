#include "cli/upstart_log.h"

#include "core/upstart_unit.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace sa {
namespace {

std::string first_line_or_last(const std::optional<std::uint64_t>& lines) {
  const bool all = !lines || *lines == std::numeric_limits<std::uint64_t>::max();
  return all ? "+1" : std::to_string(*lines);
}

}  // namespace

std::filesystem::path upstart_log_folder() {
  const char* const folder = std::getenv("UPSTART_LOGDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/var/log/upstart";
}

// A job's own name may have an '@' in it.
std::optional<std::filesystem::path> upstart_log(const std::filesystem::path& folder,
                                                 const std::string& unit) {
  std::string name = upstart_name(unit);
  std::ranges::replace(name, '/', '_');
  std::error_code ignored;
  const auto as_it_is = folder / (name + ".log");
  if (std::filesystem::exists(as_it_is, ignored)) return as_it_is;
  const auto at = name.find('@');
  if (at == std::string::npos) return std::nullopt;
  name[at] = '-';
  const auto of_instance = folder / (name + ".log");
  return std::filesystem::exists(of_instance, ignored) ? std::optional(of_instance) : std::nullopt;
}

std::vector<std::string> output_of_file(const std::filesystem::path& file, const Reading& reading) {
  std::vector<std::string> command = {"tail", "--lines=" + first_line_or_last(reading.lines)};
  if (reading.follow) command.emplace_back("--follow=name");
  command.emplace_back("--");
  command.push_back(file.string());
  return command;
}

}  // namespace sa
