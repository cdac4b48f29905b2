#include "unitgen/shell_words.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view shell_words[] = {
    "!",        ".",         ":",        "[",       "[[",      "alias",  "bg",      "bind",
    "break",    "builtin",   "caller",   "case",    "cd",      "chdir",  "command", "compgen",
    "complete", "compopt",   "continue", "coproc",  "declare", "dirs",   "disown",  "do",
    "done",     "echo",      "elif",     "else",    "enable",  "esac",   "eval",    "exec",
    "exit",     "export",    "false",    "fc",      "fg",      "fi",     "for",     "function",
    "getopts",  "hash",      "help",     "history", "if",      "in",     "jobs",    "kill",
    "let",      "local",     "logout",   "mapfile", "popd",    "printf", "pushd",   "pwd",
    "read",     "readarray", "readonly", "return",  "select",  "set",    "shift",   "shopt",
    "source",   "suspend",   "test",     "then",    "time",    "times",  "trap",    "true",
    "type",     "typeset",   "ulimit",   "umask",   "unalias", "unset",  "until",   "wait",
    "while",    "{",         "}",
};

}  // namespace

bool is_shell_word(std::string_view word) {
  return std::ranges::find(shell_words, word) != std::end(shell_words);
}

}  // namespace sa
