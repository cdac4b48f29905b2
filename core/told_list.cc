#include "core/told_list.h"

#include <sstream>

namespace sa {
namespace {

// Without `decided`: a run that made the change tells it from others; when it ended may be known
// more exactly later.
std::string identity_of(const Notice& notice) {
  if (notice.decided) return "decided " + rfc3339(*notice.decided);
  const bool by_run =
      notice.invocation && (notice.health == Health::failed || notice.health == Health::ok);
  return (notice.since && !by_run ? rfc3339(*notice.since) : "-") + " " +
         (notice.invocation ? to_string(*notice.invocation) : "-");
}

std::string first_line(const Notice& notice) {
  return notice.unit + " " + std::string(to_string(notice.health)) + " " + identity_of(notice);
}

}  // namespace

std::string told_text(const Notice& notice, const std::set<std::string>& targets) {
  std::string text = first_line(notice) + "\n";
  for (const auto& target : targets) text += target + "\n";
  return text;
}

std::set<std::string> told_targets(const std::string& text, const Notice& notice) {
  std::set<std::string> targets;
  std::istringstream stream(text);
  std::string line;
  if (!std::getline(stream, line) || line != first_line(notice)) return targets;
  while (std::getline(stream, line)) targets.insert(line);
  return targets;
}

}  // namespace sa
