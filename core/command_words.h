#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sa {

// A word of a command line.
struct CommandWord {
  std::string text;                  // without its quotes and backslashes
  std::size_t offset;                // of its first byte, a quote perhaps
  bool new_line = false;             // a line break stands between it and the word before
  std::optional<std::size_t> shell;  // of the first thing in it that a shell would act on
  friend bool operator==(const CommandWord&, const CommandWord&) = default;
};

// A quote without its second.
struct OpenQuote {
  std::size_t offset;
  friend bool operator==(const OpenQuote&, const OpenQuote&) = default;
};

// Splits a line as sh(1) would, but obeys quotes and backslashes only: 'a b' "a \"b\"" a\ b. A line
// break separates words, but for one behind a backslash, which is nothing. A backslash at the end
// means itself.
//
// Acted on by a shell, and not here, are: | & ; < > alone or as in 2>file, $name, ${ and $( outside
// single quotes, `, * and a ~ at the beginning, a ; at the end, a # at the beginning, and
// NAME=value before the program.
std::variant<std::vector<CommandWord>, OpenQuote> command_words(std::string_view line);

}  // namespace sa
