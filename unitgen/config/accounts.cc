#include "unitgen/config/accounts.h"

#include <vector>

#include <grp.h>
#include <pwd.h>

namespace sa {
namespace {

std::set<gid_t> groups_of(const passwd& entry) {
  int count = 64;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  while (getgrouplist(entry.pw_name, entry.pw_gid, groups.data(), &count) < 0)
    groups.resize(static_cast<std::size_t>(count));
  return {groups.begin(), groups.begin() + count};
}

}  // namespace

std::optional<Accounts::User> Accounts::user(std::string_view name) {
  const auto [at, is_new] = users_.try_emplace(std::string(name));
  if (is_new)
    if (const passwd* entry = getpwnam(at->first.c_str()); entry != nullptr)
      at->second = User{entry->pw_uid, entry->pw_gid, entry->pw_dir, entry->pw_shell};
  return at->second;
}

std::optional<gid_t> Accounts::group(std::string_view name) {
  const auto [at, is_new] = groups_.try_emplace(std::string(name));
  if (is_new)
    if (const ::group* entry = getgrnam(at->first.c_str()); entry != nullptr)
      at->second = entry->gr_gid;
  return at->second;
}

std::optional<std::string> Accounts::primary_group(std::string_view user_name) {
  const auto found = user(user_name);
  if (!found) return std::nullopt;
  const auto [at, is_new] = group_names_.try_emplace(found->group);
  if (is_new)
    if (const ::group* entry = getgrgid(found->group); entry != nullptr)
      at->second = entry->gr_name;
  return at->second;
}

bool Accounts::is_member(uid_t user, gid_t group) {
  const auto [at, is_new] = memberships_.try_emplace(user);
  if (is_new)
    if (const passwd* entry = getpwuid(user); entry != nullptr) at->second = groups_of(*entry);
  return at->second.contains(group);
}

}  // namespace sa
