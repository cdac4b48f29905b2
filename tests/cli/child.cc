#include "tests/cli/child.h"

#include <cerrno>
#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa::samples {
namespace {

[[noreturn]] void become(const std::vector<std::string>& command, const Environment& environment) {
  Environment all = {{"PATH", std::getenv("PATH")}, {"TZ", "UTC"}, {"TERM", "xterm"}};
  for (const auto& [name, value] : environment) all[name] = value;
  clearenv();
  for (const auto& [name, value] : all) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  _exit(127);
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// False at the end of the file, which on a terminal is EIO.
bool read_some(int fd, std::string& text) {
  char buffer[4096];
  const ssize_t size = read(fd, buffer, sizeof buffer);
  if (size > 0) text.append(buffer, static_cast<std::size_t>(size));
  return size > 0;
}

void read_both(int out, std::string& out_text, int err, std::string& err_text) {
  pollfd open_ends[] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
  while (open_ends[0].fd >= 0 || open_ends[1].fd >= 0) {
    poll(open_ends, 2, -1);
    for (int i = 0; i < 2; ++i)
      if (open_ends[i].revents != 0 && !read_some(open_ends[i].fd, i == 0 ? out_text : err_text))
        open_ends[i].fd = -1;
  }
}

void replace(int fd, int target) {
  dup2(fd, target);
  close(fd);
}

}  // namespace

Ended run_child(const std::vector<std::string>& command, const Environment& environment,
                const std::string& out_file) {
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child == 0) {
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    if (!out_file.empty()) replace(open(out_file.c_str(), O_WRONLY), STDOUT_FILENO);
    replace(open("/dev/null", O_RDONLY), STDIN_FILENO);
    become(command, environment);
  }
  close(out[1]);
  close(err[1]);
  Ended ended;
  read_both(out[0], ended.out, err[0], ended.err);
  close(out[0]);
  close(err[0]);
  ended.exit_code = exit_code_of(child);
  return ended;
}

Ended run_on_terminal(const std::vector<std::string>& command, const Environment& environment) {
  const winsize size{24, 60, 0, 0};
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) become(command, environment);
  if (child < 0) throw std::runtime_error("forkpty");
  Ended ended;
  while (read_some(terminal, ended.out)) {
  }
  close(terminal);
  ended.exit_code = exit_code_of(child);
  std::erase(ended.out, '\r');
  return ended;
}

}  // namespace sa::samples
