#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sa {

// A place in a text, as editors count: the first line and the first character of a line are 1;
// columns count characters (code points), a tab is one.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const Place&, const Place&) = default;
};

enum class Severity {
  problem,  // the file is refused
  warning,  // the file is taken, but probably does not mean what its author thinks
  note,     // worth knowing: what daylight saving will do
};

// Something about the user's file. A value; the file's name is told by whoever holds it.
struct Problem {
  Severity severity = Severity::problem;
  Place place;
  std::string key;      // "respawn.limit"; empty: about the file as a whole
  std::string message;  // "expected a duration such as 15min, got 'soon'"
  friend bool operator==(const Problem&, const Problem&) = default;
};

// "jobs.d/lp/garbo.yaml:7:12: grace: expected a duration such as 15min, got 'soon'"; one line.
// A warning or a note says so after the place: "x.yaml:7:12: warning: respawn: ...". `file` and the
// key are escaped as `quoted` does.
std::string to_string(const Problem& problem, std::string_view file);

// `text` in single quotes, fit for a message: control characters and invalid UTF-8 escaped, cut
// after 60 characters.
std::string quoted(std::string_view text);

}  // namespace sa
