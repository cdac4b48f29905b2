#pragma once

#include "core/problem.h"
#include "core/yaml.h"

#include <string>
#include <string_view>

namespace sa {

// What a YAML reader says of a text that is no YAML: "did not find expected key" and "while parsing
// a block mapping", and where each of them is meant.
struct YamlComplaint {
  std::string_view problem, context;
  Place problem_place, context_place;
};

// The same in words that tell what to do, where the cause is a common one.
Problem problem_of(const YamlComplaint& complaint, std::string_view text);

// The rest of the line from `place` on.
std::string_view line_from(std::string_view text, const Place& place);

// "expected quotes round a value that begins with '*', got '*/5 * * * *'"
std::string unquoted_value_message(std::string_view value);

// How a value is called where something else was expected: "nothing", "a list", "a map", or its
// text in quotes.
std::string got(const YamlNode& node);

}  // namespace sa
