#include "unitgen/upstart/conf_grants.h"

#include "upstart/upstart_conf.h"

#include <algorithm>

namespace sa {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

}  // namespace

bool is_conf_granted(std::string_view conf, const TeamPolicy& policy, Accounts& accounts) {
  const UpstartConf read = parse_upstart_conf(conf).conf;
  if (!read.setuid || !holds(policy.users, read.setuid->text)) return false;
  if (!read.setgid || holds(policy.groups, read.setgid->text)) return true;
  return policy.groups.empty() && accounts.primary_group(read.setuid->text) == read.setgid->text;
}

}  // namespace sa
