#include "unitgen/systemd/unit_quoting.h"

#include "core/shell_word.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <csignal>
#include <cstring>
#include <optional>

namespace sa {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_plain_word(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, has_no_meaning);
}

void append_escaped(std::string& text, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  if (c == '%') {
    text += "%%";
  } else if (c == '"' || c == '\\') {
    text.append(1, '\\').append(1, c);
  } else if (c == '\n') {
    text += "\\n";
  } else if (c == '\t') {
    text += "\\t";
  } else if (is_control(c)) {
    text.append("\\x").append(1, digits[code >> 4]).append(1, digits[code & 15]);
  } else {
    text += c;
  }
}

bool is_run_by_systemd(std::string_view program) {
  const bool has_prefix = std::string_view("@-:+!|").find(program.front()) != program.npos;
  return !has_prefix && program.find_first_of("\"'\\") == program.npos &&
         std::ranges::none_of(program, is_control);
}

// `exec`, so that a word such as echo or test is the program, as with systemd, not the shell's own.
std::string shell_text(const Command& command) {
  std::string text = "exec";
  for (const auto& word : command) text.append(" ").append(shell_word(word));
  return text;
}

std::optional<int> signal_of(std::string_view status) {
  if (!status.starts_with("SIG")) return std::nullopt;
  for (int number = 1; number < NSIG; ++number) {
    const char* const name = sigabbrev_np(number);
    if (name != nullptr && status.substr(3) == name) return number;
  }
  return std::nullopt;
}

std::string shell_status(const std::string& status) {
  const auto signal = signal_of(status);
  return signal ? std::to_string(128 + *signal) : shell_word(status);
}

std::string unless_passing(const std::vector<std::string>& passing) {
  if (passing.empty()) return " || exit";
  std::string pattern;
  for (const auto& status : passing)
    pattern.append(pattern.empty() ? "" : "|").append(shell_status(status));
  return " || { s=$?; case $s in " + pattern + ") ;; *) exit $s ;; esac; }";
}

}  // namespace

std::string specifier_text(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '%' ? 2 : 1, c);
  return doubled;
}

std::string directory_text(std::string_view path) {
  return specifier_text(path) + (fits_a_line(path) ? "" : "/");
}

bool fits_a_line(std::string_view text) {
  if (std::ranges::any_of(text, is_control)) return false;
  return text.empty() || (text.back() != ' ' && text.back() != '\\');
}

std::string word_text(std::string_view word) {
  if (is_plain_word(word)) return specifier_text(word);
  std::string text = "\"";
  for (const char c : word) append_escaped(text, c);
  return text + '"';
}

std::string command_text(const Command& command) {
  assert(!command.empty() && !command.front().empty());
  if (!is_run_by_systemd(command.front())) {
    Command by_shell{"/bin/sh", "-c", "exec \"$0\" \"$@\""};
    by_shell.insert(by_shell.end(), command.begin(), command.end());
    return command_text(by_shell);
  }
  const bool has_dollar = std::ranges::any_of(
      command, [](const auto& word) { return word.find('$') != std::string::npos; });
  std::string text = has_dollar ? ":" : "";
  for (const auto& word : command)
    text.append(&word == &command.front() ? "" : " ").append(word_text(word));
  return text;
}

Command chained(const std::vector<Command>& commands, const std::vector<std::string>& passing) {
  std::string text;
  for (const auto& command : commands) {
    const bool last = &command == &commands.back();
    text += last ? shell_text(command)
                 : "(" + shell_text(command) + ")" + unless_passing(passing) + "; ";
  }
  return {"/bin/sh", "-c", text};
}

std::vector<std::string> as_chained(const std::vector<std::string>& statuses) {
  auto all = statuses;
  for (const auto& status : statuses)
    if (const auto signal = signal_of(status)) all.push_back(std::to_string(128 + *signal));
  return all;
}

}  // namespace sa
