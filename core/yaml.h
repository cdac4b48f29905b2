#pragma once

#include "core/problem.h"

#include <cstddef>
#include <cstdint>
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
  // Of the first character of `text`, where it stands in one line of the file just as it is: a
  // plain scalar, or a quoted one that needed no escape. 0: it does not.
  std::uint32_t text_column = 0;
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

// The place of the byte `offset` of a scalar's text; the scalar's own where that cannot be told.
Place place_in(const YamlNode& scalar, std::size_t offset);

// The document, as far as it could be read, and everything that is wrong with its form.
struct YamlDocument {
  YamlNode root;
  std::vector<Problem> problems;
  bool complete =
      true;  // false: reading ended early, values that were not read to their end are not here
};

// Reads one document. Problems are: what is no YAML (with what to do where that is known: a hard
// tab, a value that begins with '*'), what no text holds (plain_text.h), a key twice (the first one
// stays), a key that is no text, a merge key, anchors, aliases, tags and directives but "%YAML", a
// second document, more than 16 levels or 10,000 values, more than 1 MB. Of what is no YAML only
// the first is told, since nothing after it can be read. The problems are in the order of the file;
// what could not be read of a value is a null. Time and memory are linear in the size of `text`. An
// empty document is a null root.
YamlDocument read_yaml(std::string_view text);

// The tree as block-style YAML that read_yaml reads back as the same tree, but for places and for
// which text has quotes: `plain` scalars get none, other text where YAML 1.1 or 1.2 would take it
// for something else. Lists of scalars that fit a line are written as [a, b]; text of several lines
// with |. The texts must be valid UTF-8 without control characters but tab and line break.
std::string yaml_text(const YamlNode& root);

}  // namespace sa
