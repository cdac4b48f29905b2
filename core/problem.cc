#include "core/problem.h"

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

}  // namespace

std::string to_string(const Problem& problem, std::string_view file) {
  std::string line(file);
  line += ':' + std::to_string(problem.place.line) + ':' + std::to_string(problem.place.column);
  line.append(": ").append(prefix(problem.severity));
  if (!problem.key.empty()) line += problem.key + ": ";
  return line + problem.message;
}

}  // namespace sa
