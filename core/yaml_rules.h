#pragma once

#include "core/problem.h"
#include "core/yaml.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sa {

// What is told of a text before it is read as YAML: it is too long or no plain text, or it has %TAG
// directives, each of which the library would compare with all before it.
std::optional<Problem> yaml_text_problem(std::string_view text);

// The entries of a map whose key stood there before; ascending by address.
std::vector<const YamlNode::Entry*> repeated_entries(const YamlNode& map);

// Whether everyone who reads YAML, 1.1 or 1.2, takes the text for text when it has no quotes. False
// for some that are.
bool is_text_to_all(std::string_view text);

// Whether a list is short and simple enough for [a, b].
bool fits_a_line(const YamlNode& list);

}  // namespace sa
