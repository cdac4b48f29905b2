#include "core/unit_directives.h"

#include "core/blanks.h"

#include <algorithm>
#include <string>

namespace sa {
namespace {

// As systemd does: an escaped backslash, or one with blanks behind it, continues nothing.
bool is_continued(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto last = line.find_last_not_of('\\');
  const auto backslashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

void visit_line(std::string_view line, std::string& section, const VisitDirective& visit) {
  if (line.starts_with('[')) {
    section = trimmed(line, blanks_and_return);
    visit(section, {}, {});
  }
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return;
  visit(section, trimmed(line.substr(0, equals), blanks_and_return),
        trimmed(line.substr(equals + 1), blanks_and_return));
}

}  // namespace

void visit_directives(std::string_view text, const VisitDirective& visit) {
  std::string section;
  std::string joined;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto raw = text.substr(0, end);
    auto line = trimmed(raw, blanks_and_return);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#') || line.starts_with(';')) continue;
    const bool goes_on = is_continued(raw);
    if (goes_on) line.remove_suffix(1);
    joined.append(line);
    if (goes_on) joined.push_back(' ');
    if (goes_on && !text.empty()) continue;
    visit_line(joined, section, visit);
    joined.clear();
  }
}

}  // namespace sa
