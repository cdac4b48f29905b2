#include "upstart/upstart_words.h"

#include <algorithm>
#include <vector>

namespace sa {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

std::string_view without_blanks_before(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

bool is_script_end(std::string_view line) {
  line = without_blanks_before(line);
  if (!line.starts_with("end") || line.size() < 4 || !is_blank(line[3])) return false;
  line = without_blanks_before(line.substr(3));
  if (!line.starts_with("script")) return false;
  line = without_blanks_before(line.substr(6));
  return line.empty() || line.front() == '#';
}

std::size_t common_start(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

// Puts a word together while blanks and line breaks between its characters are held back: a line
// break takes the blanks around it with it and becomes one blank.
class WordText {
 public:
  void add(char c) {
    add_nothing();
    text_ += c;
  }
  // What was held back belongs to the word, though the next character does not.
  void add_nothing() {
    text_ += line_break_ ? " " : blanks_;
    blanks_.clear();
    line_break_ = false;
  }
  void add_blank(char c) { blanks_ += c; }
  void add_line_break() { line_break_ = true; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_, blanks_;
  bool line_break_ = false;
};

}  // namespace

bool UpstartWords::stands(std::string_view word) const {
  const std::string_view rest = text_.substr(std::min(at_, text_.size()));
  if (!rest.starts_with(word)) return false;
  return rest.size() == word.size() ||
         std::string_view("()#\n \t\r").find(rest[word.size()]) != std::string_view::npos;
}

void UpstartWords::skip_blanks() {
  while (!at_end()) {
    if (is_blank(next())) {
      ++at_;
    } else if (text_.substr(at_).starts_with("\\\n")) {
      at_ += 2;
    } else {
      return;
    }
  }
}

void UpstartWords::next_line() {
  at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
}

std::optional<std::string> UpstartWords::token(std::string_view delimiters, bool raw) {
  WordText word;
  char quote = '\0';
  for (; !at_end(); ++at_) {
    char c = next();
    if (c == '\\') {
      if (++at_ >= text_.size()) {
        problem_ = "expected a character after the backslash, got the end";
        return std::nullopt;
      }
      c = next();
      if (c == '\n') {
        word.add_line_break();
        continue;
      }
      if (raw || (c != '\\' && !is_blank(c))) word.add('\\');
      word.add(c);
    } else if (quote != '\0' && c == '\n') {
      word.add_line_break();
    } else if (quote == c || (quote == '\0' && (c == '"' || c == '\''))) {
      quote = quote == c ? '\0' : c;
      raw ? word.add(c) : word.add_nothing();
    } else if (quote == '\0' && delimiters.find(c) != std::string_view::npos) {
      return word.take();
    } else {
      is_blank(c) ? word.add_blank(c) : word.add(c);
    }
  }
  if (quote == '\0') return word.take();
  problem_ = std::string("expected a closing ") + quote + ", got the end";
  return std::nullopt;
}

std::optional<std::string> UpstartWords::word(bool parentheses, bool raw) {
  auto found = token(parentheses ? "()#\n \t\r" : "#\n \t\r", raw);
  if (!found) return std::nullopt;
  if (found->empty()) {
    problem_ = "expected a word";
    return std::nullopt;
  }
  skip_blanks();
  return found;
}

std::optional<std::string> UpstartWords::command() {
  auto found = token("#\n", true);
  if (found) next_line();
  return found;
}

std::optional<std::string> UpstartWords::script() {
  std::vector<std::string_view> lines;
  std::size_t common = 0;
  while (!at_end()) {
    const std::string_view line = text_.substr(at_, text_.find('\n', at_) - at_);
    next_line();
    if (is_script_end(line)) {
      std::string out;
      for (const std::string_view each : lines) out.append(each.substr(common)) += '\n';
      return out;
    }
    const std::string_view blanks =
        line.substr(0, line.size() - without_blanks_before(line).size());
    common = lines.empty() ? blanks.size() : common_start(lines[0].substr(0, common), line);
    lines.push_back(line);
  }
  problem_ = "expected 'end script', got the end";
  return std::nullopt;
}

}  // namespace sa
