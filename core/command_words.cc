#include "core/command_words.h"

#include "core/ascii.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view blanks = " \t\n";

bool is_name_start(char c) {
  return is_letter(c) || c == '_';
}

// "2>&1", ">>", "<file", "|", "&&"
bool is_operator(std::string_view word) {
  const std::size_t at = std::min(word.find_first_not_of("0123456789"), word.size());
  if (at < word.size() && (word[at] == '<' || word[at] == '>')) return true;
  if (word.starts_with("&>")) return true;
  return !word.empty() && word.find_first_not_of("|&;()") == std::string_view::npos;
}

bool is_assignment(std::string_view word) {
  if (word.empty() || !is_name_start(word[0])) return false;
  const auto name_end =
      std::ranges::find_if_not(word, [](char c) { return is_name_start(c) || is_digit(c); });
  return name_end != word.end() && *name_end == '=';
}

class WordSplitter {
 public:
  explicit WordSplitter(std::string_view line) : line_(line) {}
  std::variant<std::vector<CommandWord>, OpenQuote> words();

 private:
  void skip_blanks();
  bool at_end() const { return at_ >= line_.size(); }
  bool read_word();
  bool read_quoted(char quote);
  void read_escaped(std::string_view special);
  void read_plain();
  void note_shell(std::size_t offset);
  void note_dollar();
  void judge_raw_word();

  std::string_view line_;
  std::size_t at_ = 0;
  CommandWord word_{};
  bool plain_ = true;  // no quote or backslash in the word so far
  bool first_ = true;  // nothing but assignments before it
  std::size_t open_quote_ = 0;
};

void WordSplitter::note_shell(std::size_t offset) {
  if (!word_.shell) word_.shell = offset;
}

void WordSplitter::note_dollar() {
  const char next = at_ + 1 < line_.size() ? line_[at_ + 1] : ' ';
  if (line_[at_] == '`' ||
      (line_[at_] == '$' && (is_name_start(next) || next == '{' || next == '(')))
    note_shell(at_);
}

// A backslash and what follows; before anything but `special` it means itself.
void WordSplitter::read_escaped(std::string_view special) {
  const bool last = at_ + 1 >= line_.size();
  const bool literal = last || (!special.empty() && special.find(line_[at_ + 1]) == special.npos);
  if (literal) {
    word_.text += line_[at_++];
    return;
  }
  if (line_[at_ + 1] != '\n') word_.text += line_[at_ + 1];
  at_ += 2;
}

// False: it does not end.
bool WordSplitter::read_quoted(char quote) {
  open_quote_ = at_++;
  while (!at_end() && line_[at_] != quote) {
    if (quote == '"' && line_[at_] == '\\') {
      read_escaped("\"\\$`\n");
      continue;
    }
    if (quote == '"') note_dollar();
    word_.text += line_[at_++];
  }
  if (at_end()) return false;
  ++at_;
  return true;
}

void WordSplitter::read_plain() {
  const char c = line_[at_];
  note_dollar();
  if (c == '*') note_shell(at_);
  if ((c == '~' || c == '#') && at_ == word_.offset) note_shell(at_);
  word_.text += c;
  ++at_;
}

void WordSplitter::judge_raw_word() {
  const std::string_view raw = line_.substr(word_.offset, at_ - word_.offset);
  if (is_operator(raw) || (first_ && is_assignment(raw))) word_.shell = word_.offset;
  if (plain_ && raw.size() > 1 && raw.ends_with(';')) note_shell(at_ - 1);
  first_ = first_ && is_assignment(raw);
}

bool WordSplitter::read_word() {
  plain_ = true;
  while (!at_end() && blanks.find(line_[at_]) == blanks.npos) {
    const char c = line_[at_];
    if (c != '\'' && c != '"' && c != '\\') {
      read_plain();
      continue;
    }
    plain_ = false;
    if (c == '\\')
      read_escaped({});
    else if (!read_quoted(c))
      return false;
  }
  judge_raw_word();
  return true;
}

void WordSplitter::skip_blanks() {
  word_ = {};
  for (; !at_end(); ++at_) {
    if (line_.substr(at_, 2) == "\\\n")
      ++at_;
    else if (blanks.find(line_[at_]) == blanks.npos)
      break;
    else if (line_[at_] == '\n')
      word_.new_line = true;
  }
  word_.offset = at_;
}

std::variant<std::vector<CommandWord>, OpenQuote> WordSplitter::words() {
  std::vector<CommandWord> all;
  for (skip_blanks(); !at_end(); skip_blanks()) {
    if (!read_word()) return OpenQuote{open_quote_};
    word_.new_line = word_.new_line && !all.empty();
    all.push_back(std::move(word_));
  }
  return all;
}

}  // namespace

std::variant<std::vector<CommandWord>, OpenQuote> command_words(std::string_view line) {
  return WordSplitter(line).words();
}

}  // namespace sa
