#include "cli/pager.h"

#include "cli/process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

[[noreturn]] void page(const std::vector<std::string>& command, int input) {
  dup2(input, STDIN_FILENO);
  std::signal(SIGPIPE, SIG_DFL);
  setenv("LESS", "FRSXMK", 0);
  setenv("LESSCHARSET", "utf-8", 0);
  if (geteuid() == 0) setenv("LESSSECURE", "1", 1);  // 'sudo sa' must not give a shell
  exec_program(command);
  _exit(127);
}

bool in_path(const std::string& program) {
  return !program_path(program).empty();
}

}  // namespace

std::vector<std::string> pager_command(const char* wanted) {
  const std::string_view text = wanted != nullptr ? wanted : "less";
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  if (words.size() == 1 && words[0] == "cat") words.clear();
  return words;
}

Pager::Pager(const std::vector<std::string>& command) {
  int ends[2];
  if (command.empty() || !in_path(command[0]) || pipe2(ends, O_CLOEXEC) != 0) return;
  child_ = fork();
  if (child_ == 0) page(command, ends[0]);
  if (child_ > 0) {
    dup2(ends[1], STDOUT_FILENO);
    std::signal(SIGINT, SIG_IGN);  // the pager's business while it runs
  }
  close(ends[0]);
  close(ends[1]);
}

Pager::~Pager() {
  if (child_ <= 0) return;
  close(STDOUT_FILENO);
  while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace sa
