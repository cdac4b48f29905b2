#pragma once

#include "core/place_finder.h"
#include "core/problem.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sa {

// Cuts a job file of Upstart into words, commands and blocks, by the rules of init(5): a comment
// goes from # to the end of the line, quotes of both kinds keep blanks and #, a backslash keeps a
// blank or itself and joins lines, and a line break within quotes is a blank. Goes forward only.
class UpstartWords {
 public:
  explicit UpstartWords(std::string_view text) : text_(text), places_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  char next() const { return at_end() ? '\0' : text_[at_]; }
  Place place() { return places_.at(at_); }

  // Whether exactly this word comes next, without quotes.
  bool stands(std::string_view word) const;
  // Whether the line has something more that is no comment.
  bool has_word() const { return !at_end() && next() != '#' && next() != '\n'; }
  void skip_blanks();  // joined lines too
  void next_line();
  void skip_character() { ++at_; }

  // A word and the blanks behind it; nullopt: a quote is open, or nothing but "" or a backslash at
  // the end, see problem(). `parentheses` end a word too. raw: quotes and escapes stay.
  std::optional<std::string> word(bool parentheses = false, bool raw = false);
  // What is left of the line but for a comment, quotes and escapes kept; nullopt as above. The line
  // is passed.
  std::optional<std::string> command();
  // The lines up to "end script" without the blanks that all of them begin with; the line of the
  // end is passed. nullopt: there is no end.
  std::optional<std::string> script();

  // Why there was none, "expected ...".
  const std::string& problem() const { return problem_; }

 private:
  std::optional<std::string> token(std::string_view delimiters, bool raw);

  std::string_view text_;
  std::size_t at_ = 0;
  PlaceFinder places_;
  std::string problem_;
};

}  // namespace sa
