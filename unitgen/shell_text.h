#pragma once

#include "core/job.h"

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// The words of a line of shell that needs no shell: what execve(2) would get of it, in sh and bash
// alike. nullopt: something in it is for the shell, a builtin too, or might be.
std::optional<Command> plain_words(std::string_view line);

// A line that `command:` takes apart into exactly these words. They have no line breaks.
std::string command_line(const Command& words);

// `body` for `script:`, which is run by /bin/sh -eu: after "set +eu" (or +u, when Upstart's sh -e
// ran it before), unless that makes no difference.
std::string script_without(std::string_view options, std::string_view body);

// `command`, run by `shell` -c, with `input` as its standard input: a script. `is_plain`: the shell
// does with plain words what sh does.
std::string script_with_input(std::string_view shell, bool is_plain, std::string_view command,
                              std::string_view input);

// Whether the line looks as if it left a process behind when it ends: in the background, or a
// daemon.
bool leaves_process(std::string_view line);

// "cd /srv/garbo && make all": the directory, and what is left. nullopt: the line is not of that
// form, or `command` would not only run there.
struct InDirectory {
  std::string directory;  // absolute
  std::string_view command;
};
std::optional<InDirectory> in_directory(std::string_view line);

}  // namespace sa
