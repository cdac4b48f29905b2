#include "unitgen/shell_text.h"

#include "core/blanks.h"
#include "core/command_words.h"
#include "core/plain_text.h"
#include "core/shell_word.h"
#include "unitgen/shell_words.h"

#include <algorithm>

namespace sa {
namespace {

// Whether one of `special` stands outside of quotes and behind no backslash, or one of `expanded`
// outside of single quotes and behind none.
bool holds_unquoted(std::string_view line, std::string_view special, std::string_view expanded) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '\'') {
      if (c == '\'') quote = '\0';
    } else if (c == '\\') {
      ++i;
    } else if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (expanded.find(c) != std::string_view::npos ||
               (quote == '\0' && special.find(c) != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

// A program as systemd takes it: a path without surprises, or a name.
bool is_plain_program(std::string_view program) {
  if (program.empty() || is_shell_word(program)) return false;
  if (program.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./+-:@,") != std::string_view::npos) {
    return false;
  }
  if (program[0] != '/') {
    return program.find('/') == std::string_view::npos && program.find_first_of("-:+@") != 0 &&
           program[0] != '.';
  }
  return !program.ends_with('/') && program.find("//") == std::string_view::npos;
}

bool is_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_./:@%+=,-").find(c) != std::string_view::npos;
}

// An & that is no part of && or of a redirection.
bool has_background(std::string_view line) {
  for (std::size_t at = line.find('&'); at != std::string_view::npos; at = line.find('&', at + 1)) {
    const char before = at == 0 ? ' ' : line[at - 1];
    const char after = at + 1 < line.size() ? line[at + 1] : ' ';
    const bool redirects = before == '>' || before == '<' || after == '>';
    if (before != '&' && after != '&' && !redirects) return true;
  }
  return false;
}

// `before`: what may stand before it.
bool has_word(std::string_view text, std::string_view word,
              std::string_view before = " \t\n;&|(){}`") {
  constexpr std::string_view ends = " \t\n;&|(){}`";
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || before.find(text[at - 1]) != std::string_view::npos;
    if (begins && (end == text.size() || ends.find(text[end]) != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

bool runs_other_text(std::string_view body) {
  return has_word(body, ".") || has_word(body, "eval") || has_word(body, "source");
}

// Whether it makes a difference that the shell ends at what is unset, or at a failure.
bool minds_unset(std::string_view body) {
  return body.find('$') != std::string_view::npos || runs_other_text(body);
}

bool minds_failure(std::string_view body) {
  return body.find_first_of(";\n`$") != std::string_view::npos || has_background(body) ||
         has_word(body, "trap") || runs_other_text(body);
}

std::string delimiter_for(std::string_view input) {
  const std::string lines = '\n' + std::string(input);
  std::string delimiter = "EOF";
  for (int number = 2; lines.find('\n' + delimiter + '\n') != std::string::npos; ++number) {
    delimiter = "EOF" + std::to_string(number);
  }
  return delimiter;
}

}  // namespace

std::optional<Command> plain_words(std::string_view line) {
  if (has_control_character(line) || line.find('\n') != std::string_view::npos) return std::nullopt;
  if (holds_unquoted(line, "|&;<>()*?[]{}~#!", "$`") || line.ends_with('\\')) return std::nullopt;
  const auto split = command_words(line);
  const auto* const words = std::get_if<std::vector<CommandWord>>(&split);
  if (words == nullptr || words->empty() || !is_plain_program(words->front().text) ||
      std::ranges::any_of(*words, [](const auto& word) { return word.shell.has_value(); })) {
    return std::nullopt;
  }
  Command command;
  for (const CommandWord& word : *words) command.push_back(word.text);
  return command;
}

std::string command_line(const Command& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + shell_word(word);
  return out;
}

std::string script_without(std::string_view options, std::string_view body) {
  const bool failure = options.find('e') != std::string_view::npos && minds_failure(body);
  const bool unset = minds_unset(body);
  std::string out;
  if (failure || unset || body.starts_with("#!")) out = "set +" + std::string(options) + '\n';
  out += body;
  return out.ends_with('\n') ? out : out + '\n';
}

std::string script_with_input(std::string_view shell, bool is_plain, std::string_view command,
                              std::string_view input) {
  const std::string delimiter = delimiter_for(input);
  std::string out(command);
  if (!is_plain || !plain_words(command)) {
    out = "exec " + shell_word(shell) + " -c " + shell_word(command);
  }
  return out + " <<'" + delimiter + "'\n" + std::string(input) + delimiter + '\n';
}

bool leaves_process(std::string_view line) {
  constexpr std::string_view signs[] = {
      "nohup", "setsid", "screen", "tmux", "start-stop-daemon", "--daemon", "--daemonize"};
  return (holds_unquoted(line, "&", "") && has_background(line)) ||
         std::ranges::any_of(signs, [&](auto word) { return has_word(line, word, " \t;&|(/"); });
}

std::optional<InDirectory> in_directory(std::string_view line) {
  if (!line.starts_with("cd ") && !line.starts_with("cd\t")) return std::nullopt;
  line = without_blanks_before(line.substr(3));
  std::string_view path = line.substr(0, line.find_first_of(" \t&"));
  line = without_blanks_before(line.substr(path.size()));
  if (!line.starts_with("&&") || !std::ranges::all_of(path, is_safe)) return std::nullopt;
  line = without_blanks_before(line.substr(2));
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const std::string parts = std::string(path) + '/';
  if (!path.starts_with('/') || (path.size() > 1 && parts.find("//") != std::string::npos) ||
      parts.find("/./") != std::string::npos || parts.find("/../") != std::string::npos) {
    return std::nullopt;
  }
  if (line.empty() || holds_unquoted(line, ";(){}!#", "") || has_background(line) ||
      line.find("||") != std::string_view::npos || line.ends_with('\\')) {
    return std::nullopt;
  }
  return InDirectory{std::string(path), line};
}

}  // namespace sa
