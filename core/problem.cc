#include "core/problem.h"

#include "core/utf8.h"

namespace sa {
namespace {

std::string_view prefix(Severity severity) {
  switch (severity) {
    case Severity::problem:
      return "";
    case Severity::warning:
      return "warning: ";
    case Severity::note:
      return "note: ";
  }
  return "";
}

constexpr std::size_t longest_quote = 60;

bool is_shown(const CodePoint& c) {
  return c.valid && c.value >= ' ' && (c.value < 0x7F || c.value > 0x9F) && !misleads(c.value);
}

std::string escaped(std::string_view bytes) {
  if (bytes == "\n") return "\\n";
  if (bytes == "\t") return "\\t";
  return hex_escaped(bytes);
}

std::string shown(std::string_view text, std::size_t longest) {
  std::string out;
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == longest) return out + "…";
    const CodePoint point = first_code_point(text);
    const std::string_view bytes = text.substr(0, point.size);
    is_shown(point) ? out += bytes : out += escaped(bytes);
    text.remove_prefix(point.size);
  }
  return out;
}

}  // namespace

std::string to_string(const Problem& problem, std::string_view file) {
  std::string line = shown(file, file.size());
  line += ':' + std::to_string(problem.place.line) + ':' + std::to_string(problem.place.column);
  line.append(": ").append(prefix(problem.severity));
  if (!problem.key.empty()) line += shown(problem.key, longest_quote) + ": ";
  return line + problem.message;
}

std::string quoted(std::string_view text) {
  return "'" + shown(text, longest_quote) + "'";
}

}  // namespace sa
