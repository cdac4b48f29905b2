#pragma once

#include "core/yaml.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A job file in the making, in the keys of sa-job(5). Setting a key again replaces it.
class JobText {
 public:
  JobText() { root_.kind = YamlNode::Kind::map; }

  void set(std::string_view key, std::string_view text);
  // The same in one line of at most 900 bytes: blanks and line breaks become a blank, and what is
  // too long ends in "...".
  void set_line(std::string_view key, std::string_view text);
  // A truth, a number or a time span, which is written without quotes.
  void set_plain(std::string_view key, std::string_view value);
  void set(std::string_view key, const std::vector<std::string>& list);
  // NAME: VALUE in the map that the key has; `plain` as above.
  void set_in(std::string_view key, std::string_view name, std::string_view value,
              bool plain = false);
  // A line of `unit:`; a second one of the same name becomes a list.
  void add_directive(std::string_view section, std::string_view name, std::string_view value);

  const YamlNode& root() const { return root_; }

  // Whether it is valid UTF-8 without control characters, so that it can be written at all.
  bool is_writable() const;
  // The file; the keys in one order, whatever the order in which they were set.
  std::string text() const;

 private:
  YamlNode root_;
};

}  // namespace sa
