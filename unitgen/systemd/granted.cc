#include "unitgen/systemd/granted.h"

#include "unitgen/systemd/unit_quoting.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sa {
namespace {

std::vector<std::string> values_of(std::string_view text, std::string_view key) {
  std::vector<std::string> values;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with(key)) values.emplace_back(line.substr(key.size()));
  }
  return values;
}

bool holds(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::any_of(
      list, [&](const std::string& item) { return specifier_text(item) == value; });
}

}  // namespace

bool is_granted(std::string_view service, const TeamPolicy& policy, Accounts& accounts) {
  const auto users = values_of(service, "User=");
  if (users.size() != 1 || !holds(policy.users, users.front())) return false;
  const auto own_group = [&](const std::string& group) {
    return policy.groups.empty() && accounts.primary_group(users.front()) == group;
  };
  return std::ranges::all_of(values_of(service, "Group="),
                             [&](const std::string& group) {
                               return holds(policy.groups, group) || own_group(group);
                             }) &&
         std::ranges::all_of(values_of(service, "EnvironmentFile="), [&](const std::string& file) {
           return holds(policy.environment_files, file);
         });
}

}  // namespace sa
