#include "upstart/upstart_path.h"

#include <charconv>
#include <vector>

namespace sa {
namespace {

constexpr std::string_view jobs_path = "/com/ubuntu/Upstart/jobs/";

std::string decoded(std::string_view element) {
  if (element == "_") return {};
  std::string name;
  for (std::size_t i = 0; i < element.size(); ++i) {
    unsigned code = 0;
    const char* const hex = element.data() + i + 1;
    const bool is_escape = element[i] == '_' && i + 2 < element.size() &&
                           std::from_chars(hex, hex + 2, code, 16).ptr == hex + 2;
    name.push_back(is_escape ? static_cast<char>(code) : element[i]);
    if (is_escape) i += 2;
  }
  return name;
}

// Empty: not below the jobs, or an element is empty.
std::vector<std::string> elements_of(std::string_view path) {
  if (!path.starts_with(jobs_path)) return {};
  path.remove_prefix(jobs_path.size());
  std::vector<std::string> elements;
  while (true) {
    const auto slash = path.find('/');
    const auto element = path.substr(0, slash);
    if (element.empty()) return {};
    elements.push_back(decoded(element));
    if (slash == std::string_view::npos) return elements;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

std::optional<UpstartObject> job_of_path(std::string_view path) {
  const auto elements = elements_of(path);
  if (elements.size() != 1 || elements[0].empty()) return std::nullopt;
  return UpstartObject{elements[0], {}};
}

std::optional<UpstartObject> instance_of_path(std::string_view path) {
  const auto elements = elements_of(path);
  if (elements.size() != 2 || elements[0].empty()) return std::nullopt;
  return UpstartObject{elements[0], elements[1]};
}

std::string unit_of(const UpstartObject& instance) {
  if (instance.instance.empty()) return instance.job + ".upstart";
  return instance.job + "@" + instance.instance + ".upstart";
}

}  // namespace sa
