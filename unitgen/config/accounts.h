#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace sa {

// The users and groups of this host (getpwnam(3) and the like), each asked for once: a look-up may
// go over the network. What is absent is no account of this host.
class Accounts {
 public:
  struct User {
    uid_t id;
    gid_t group;  // primary
    std::string home, shell;
  };
  std::optional<User> user(std::string_view name);
  std::optional<gid_t> group(std::string_view name);
  std::optional<std::string> primary_group(std::string_view user);
  // Whether the user is in the group, by his own entry or by the group's.
  bool is_member(uid_t user, gid_t group);

 private:
  std::map<std::string, std::optional<User>, std::less<>> users_;
  std::map<std::string, std::optional<gid_t>, std::less<>> groups_;
  std::map<gid_t, std::optional<std::string>> group_names_;
  std::map<uid_t, std::set<gid_t>> memberships_;
};

}  // namespace sa
