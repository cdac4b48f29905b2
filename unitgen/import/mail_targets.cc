#include "unitgen/import/mail_targets.h"

#include "core/notify_target.h"

#include <algorithm>

namespace sa {

std::vector<std::string> mail_targets(std::string_view recipients) {
  std::vector<std::string> targets;
  while (!recipients.empty()) {
    const std::size_t end = std::min(recipients.find(','), recipients.size());
    std::string_view each = recipients.substr(0, end);
    recipients.remove_prefix(std::min(end + 1, recipients.size()));
    const std::size_t open = each.find('<');
    if (open != std::string_view::npos) each = each.substr(open + 1, each.find('>') - open - 1);
    while (each.starts_with(' ')) each.remove_prefix(1);
    while (each.ends_with(' ')) each.remove_suffix(1);
    targets.push_back("mail:" + std::string(each));
    if (!parse_notify_target(targets.back())) return {};
  }
  return targets;
}

}  // namespace sa
