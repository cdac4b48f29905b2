#pragma once

#include "core/instant.h"
#include "core/problem.h"
#include "core/yaml.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A value of a file under its key, and where to tell what is wrong with it. References live as long
// as the reading of the file.
struct Field {
  std::string_view key;  // "respawn.limit"
  const YamlNode& value;
  std::vector<Problem>& problems;

  // The same key with one of the items of its list.
  Field item(const YamlNode& node) const { return {key, node, problems}; }
  // A problem at the value's place, or at `place`.
  void tell(std::string message) const { tell(value.place, std::move(message)); }
  void tell(const Place& place, std::string message) const;
  void warn(const Place& place, std::string message) const;
  // "expected WHAT, got 'x'" at the value's place.
  void expected(std::string_view what) const;
};

// The readers of single values. nullopt or empty: a problem was told. Quotes make no difference to
// what a scalar means, but that quotes round nothing make an empty text, which is a problem too.

// The text of a scalar, not empty. `what` is wanted.
std::optional<std::string_view> text_of(const Field& field, std::string_view what);
// The same without control characters, line breaks, blanks at an end or a backslash at the end, so
// that it can stand in a unit file; at most `longest` bytes. A block scalar's last line break is
// dropped.
std::optional<std::string_view> line_of(const Field& field, std::string_view what,
                                        std::size_t longest = 1000);
std::optional<bool> truth_of(const Field& field);
std::optional<std::uint64_t> count_of(const Field& field, std::uint64_t low, std::uint64_t high);
// As in systemd.time(7), from `least` to 100 years. A number without a unit is taken as seconds, as
// systemd does, with a warning, since elsewhere it may have meant minutes.
std::optional<Duration> duration_of(const Field& field, Duration least = Duration::zero());
// Absolute, without "//", "." and "..", not ending in "/" (but "/" itself), at most 4095 bytes.
std::optional<std::string_view> path_of(const Field& field);

// The items of a list, or the one value that stands in its place. `what` is wanted, when it is null
// or a map.
std::vector<const YamlNode*> items_of(const Field& field, std::string_view what);

// "x" of x: y; nullptr: it is not there.
const YamlNode::Entry* entry_of(const YamlNode& map, std::string_view key);

// Tells of a key that is none of `known`: "unknown key, did you mean 'schedule'?"
void tell_unknown_key(const YamlNode::Entry& entry, std::string_view path,
                      const std::vector<std::string>& known, std::vector<Problem>& problems);

// In the order of the file; what was told first of a place stays first.
void sort_by_place(std::vector<Problem>& problems);

// Whether one of them is more than a warning.
bool has_problem(const std::vector<Problem>& problems);

}  // namespace sa
