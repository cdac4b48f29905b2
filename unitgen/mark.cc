#include "unitgen/mark.h"

namespace sa {
namespace {

constexpr std::string_view before = "# Made by sa-unitgen from ";
constexpr std::string_view after = ", changes here are lost";

}  // namespace

std::string mark_of(std::string_view job_file) {
  std::string mark(before);
  return mark.append(job_file).append(after);
}

std::optional<std::string> job_file_of(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (!line.starts_with(before) || !line.ends_with(after)) return std::nullopt;
  line.remove_prefix(before.size());
  if (line.size() <= after.size()) return std::nullopt;
  line.remove_suffix(after.size());
  return std::string(line);
}

}  // namespace sa
