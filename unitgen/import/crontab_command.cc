#include "unitgen/import/crontab_command.h"

#include "unitgen/shell_text.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view bourne_shells[] = {"sh", "bash", "dash", "ksh", "mksh"};

bool is_bourne(std::string_view shell) {
  return std::ranges::find(bourne_shells, shell.substr(shell.rfind('/') + 1)) !=
         std::end(bourne_shells);
}

bool is_sh(std::string_view shell) {
  return shell == "/bin/sh" || shell == "/usr/bin/sh";
}

// Whether all its folders are absolute, so that systemd looks for programs where the shell would.
bool is_absolute(std::string_view path) {
  const std::string folders = ':' + std::string(path);
  for (std::size_t at = 0; at != std::string::npos; at = folders.find(':', at + 1)) {
    if (at + 1 >= folders.size() || folders[at + 1] != '/') return false;
  }
  return folders.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
             "0123456789_./:@+-") == std::string::npos;
}

bool is_found_alike(const Command& words, std::string_view path) {
  return words[0].starts_with('/') || path.empty() || is_absolute(path);
}

// Whether it asks how the shell itself was called.
bool reads_shell(std::string_view line) {
  constexpr std::string_view names[] = {"$0", "${0", "$-", "${-", "$_", "${_}"};
  return std::ranges::any_of(names, [&](auto name) { return line.find(name) != line.npos; });
}

void set_script(std::string_view shell, std::string_view line, JobText& job) {
  if (is_sh(shell) && !line.ends_with('\\') && !reads_shell(line)) {
    job.set("script", script_without("eu", line));
  } else {
    job.set("command", command_line({std::string(shell), "-c", std::string(line)}));
  }
}

// A backslash may keep the first of them.
std::string_view without_blanks_behind(std::string_view line) {
  const std::size_t last = line.find_last_not_of(" \t");
  const bool kept = last != std::string_view::npos && line[last] == '\\';
  return kept ? line : line.substr(0, last + 1);
}

}  // namespace

void add_crontab_command(const CrontabEntry& entry, std::string_view shell, std::string_view path,
                         JobText& job) {
  if (shell.empty()) shell = "/bin/sh";
  std::string_view line = without_blanks_behind(entry.command);
  const bool bourne = is_bourne(shell);
  if (entry.input) {
    return job.set("script", script_with_input(shell, bourne, line, *entry.input));
  }
  if (const auto inside = bourne ? in_directory(line) : std::nullopt) {
    job.set("directory", inside->directory);
    line = inside->command;
  }
  const auto words = bourne ? plain_words(line) : std::nullopt;
  if (words && is_found_alike(*words, path)) return job.set("command", command_line(*words));
  set_script(shell, line, job);
}

}  // namespace sa
