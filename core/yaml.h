#pragma once

#include "core/problem.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sa {

// A YAML 1.2 document as a tree of values with their places. Scalars stay text: what "on", "010" or
// "1e3" mean is their reader's business.
struct YamlNode {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  bool plain = false;  // a scalar without quotes; quoted ones are always text
  bool block = false;  // a scalar written with | or >
  Place place;
  std::string text;  // of a scalar
  std::vector<YamlNode> items;
  struct Entry;
  std::vector<Entry> entries;  // of a map, in the order of the file, no key twice
};

struct YamlNode::Entry {
  std::string key;
  Place place;  // of the key
  YamlNode value;
};

// The document, as far as it could be read, and everything that is wrong with its form.
struct YamlDocument {
  YamlNode root;
  std::vector<Problem> problems;
};

// Reads one document. Problems are: what is no YAML (with what to do where that is known: a hard
// tab), invalid UTF-8, NUL, a key twice, a key that is no text, anchors, aliases, tags and
// directives but "%YAML", a second document, more than 16 levels or 10,000 values, more than 1 MB.
// Time and memory are linear in the size of `text`. An empty document is a null root.
YamlDocument read_yaml(std::string_view text);

// The tree as block-style YAML that read_yaml reads back as the same tree; places are not used.
// Lists of scalars that fit a line are written as [a, b].
std::string yaml_text(const YamlNode& root);

}  // namespace sa
