#pragma once

#include "core/job.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// All quoting for unit files (systemd.syntax(7), systemd.service(5) "Command lines") and for lists
// that a shell runs. What comes in may hold any byte but NUL and comes out of systemd as it was.

// `text` for a directive that takes its whole line and expands specifiers: "%" is doubled.
std::string specifier_text(std::string_view text);

// An absolute path for such a directive. systemd cuts blanks at the end of a line and reads a
// backslash there as "goes on": such a path of a directory gets a slash more.
std::string directory_text(std::string_view path);

// Whether systemd can take `text` as a whole line: no control character, no blank or backslash at
// its end.
bool fits_a_line(std::string_view text);

// One word of a directive that takes words: as it is where that is plain, else in double quotes
// with C escapes. Specifiers are kept from being expanded.
std::string word_text(std::string_view word);

// The value of ExecStart= and the like with which execve(2) gets exactly `command`. Variables are
// kept from being expanded with the prefix ":", since in the program's path "$$" would stay two.
// A path that systemd refuses (quotes, backslashes) is run by way of a shell.
std::string command_text(const Command& command);

// One command that runs `commands` in order up to the first that fails and ends with its status,
// or 128 and the number of its signal. A status in `passing` ("75", "SIGUSR1") is no failure. For
// lists with a time limit: systemd 252 would give each ExecStart= line the whole TimeoutStartSec=.
Command chained(const std::vector<Command>& commands, const std::vector<std::string>& passing);

// `statuses` and what `chained` makes of the signals among them: "SIGSEGV" adds "139".
std::vector<std::string> as_chained(const std::vector<std::string>& statuses);

}  // namespace sa
