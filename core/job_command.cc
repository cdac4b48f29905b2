#include "core/job_command.h"

#include "core/command_words.h"
#include "core/plain_text.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::size_t longest_command = 100'000;  // what execve takes as one word, and to spare
constexpr std::string_view what = "a command such as '/usr/bin/backup --all'";

// What systemd takes no program name with.
bool is_safe_name(std::string_view program) {
  return program.find_first_of("\"'\\$\n\t") == std::string_view::npos;
}

// Why systemd would not take, or take otherwise, the first word of a command.
std::string_view program_trouble(std::string_view program) {
  if (program.empty()) return "expected a program, got an empty word";
  if (std::string_view("@-:+!|").find(program[0]) != std::string_view::npos)
    return "expected a program, none of '@ - : + ! |' at its beginning";
  if (!is_safe_name(program)) return "expected a program without quotes, '\\', '$' and tabs";
  if (program.ends_with('/')) return "expected a program, no directory";
  if (program[0] == '/') return program.size() > 4095 ? "expected a shorter path" : "";
  if (program.find('/') != std::string_view::npos || program == "." || program == "..")
    return "expected an absolute path or a plain program name";
  return program.size() > 255 ? "expected a shorter name" : "";
}

// False: it is no program.
bool judge_program(const Field& field, const CommandWord& word, bool first_line) {
  const std::string_view trouble = program_trouble(word.text);
  if (trouble.empty()) return true;
  std::string message(trouble);
  if (!word.text.empty()) message += ", got " + quoted(std::string_view(word.text));
  if (!first_line && word.text.starts_with('-'))
    message += "; each item is a command of its own, with its arguments";
  field.tell(place_in(field.value, word.offset), std::move(message));
  return false;
}

// What is no program, but a word of the shell.
bool is_of_shell(std::string_view program) {
  constexpr std::string_view words[] = {"alias", "case",   "cd",    "eval",  "exec",  "export",
                                        "for",   "if",     "read",  "set",   "shift", "source",
                                        "trap",  "ulimit", "umask", "unset", "while", "{"};
  return std::ranges::find(words, program) != std::end(words);
}

void warn_of_shell(const Field& field, const CommandWord& word, bool first) {
  if (!word.shell && !(first && is_of_shell(word.text))) return;
  const std::size_t at = word.shell.value_or(word.offset);
  const bool assignment = first && at == word.offset && word.text.find('=') != std::string::npos;
  field.warn(place_in(field.value, at), quoted(std::string_view(word.text)) +
                                            " means itself here, no shell reads it; use '" +
                                            (assignment ? "environment" : "script") + ":'");
}

bool is_one_line(const Field& field, std::string_view text) {
  if (has_control_character(text)) {
    field.expected("text without control characters");
    return false;
  }
  if (text.size() <= longest_command) return true;
  field.tell("expected at most " + std::to_string(longest_command) + " bytes, got " +
             std::to_string(text.size()));
  return false;
}

Command command_of(const Field& field, bool first_line) {
  const auto text = text_of(field, what);
  if (!text || !is_one_line(field, *text)) return {};
  const auto split = command_words(*text);
  if (const auto* quote = std::get_if<OpenQuote>(&split)) {
    field.tell(place_in(field.value, quote->offset), "expected a second quote, got the end");
    return {};
  }
  const auto& words = std::get<std::vector<CommandWord>>(split);
  if (words.empty()) field.expected(what);
  if (std::ranges::any_of(words, &CommandWord::new_line))
    field.tell("expected one line, got several; write a list of commands, or use 'script:'");
  Command command;
  for (const CommandWord& word : words) {
    const bool first = command.empty();
    if (!first || judge_program(field, word, first_line)) warn_of_shell(field, word, first);
    command.push_back(word.text);
  }
  return command;
}

// "#!/usr/bin/python3" on top of what sh is to read.
bool is_for_another(std::string_view script) {
  if (!script.starts_with("#!")) return false;
  std::string_view line = script.substr(2, script.find('\n') - 2);
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view program = line.substr(0, line.find_first_of(" \t"));
  return !program.ends_with("/sh") && !program.ends_with("/dash");
}

}  // namespace

std::vector<Command> commands_of(const Field& field) {
  std::vector<Command> commands;
  const auto items = items_of(field, what);
  if (items.empty() && field.value.kind == YamlNode::Kind::list)
    field.tell("expected a command, got an empty list");
  for (const YamlNode* item : items)
    commands.push_back(command_of(field.item(*item), item == items.front()));
  return commands;
}

std::string script_of(const Field& field) {
  const auto text = text_of(field, "text for /bin/sh");
  if (!text) return {};
  if (has_control_character(*text)) field.expected("text without control characters");
  if (text->find_first_not_of(" \t\n") == std::string_view::npos)
    field.expected("text for /bin/sh");
  if (is_for_another(*text))
    field.tell("expected text for /bin/sh, got " + quoted(text->substr(0, text->find('\n'))) +
               "; put it in a file and name that in 'command:'");
  return std::string(*text);
}

}  // namespace sa
