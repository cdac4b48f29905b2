#include "notify/delivery.h"

#include "core/error.h"
#include "core/run.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

[[noreturn]] void fail(const std::string& tried) {
  throw Error(tried + ": " + std::strerror(errno));
}

class Fd {
 public:
  Fd(int fd, const std::string& tried) : fd_(fd) {
    if (fd < 0) fail(tried);
  }
  ~Fd() { close(fd_); }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// A file that needs no name, so that nobody waits for a reader that does not read.
void fill(int fd, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const auto size = write(fd, text.data() + done, text.size() - done);
    if (size < 0) fail("cannot keep the message");
    done += static_cast<std::size_t>(size);
  }
  lseek(fd, 0, SEEK_SET);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

// 0: started; else why not.
int start(const Delivery& delivery, int input, pid_t& child) {
  std::vector<std::string> words = delivery.command;
  std::vector<std::string> variables;
  for (const auto& [name, value] : delivery.environment) variables.push_back(name + "=" + value);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int why = posix_spawn(&child, words[0].c_str(), &actions, &attributes,
                              pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return why;
}

bool ends_in_time(pid_t child, std::chrono::milliseconds longest) {
  const Fd end(static_cast<int>(syscall(SYS_pidfd_open, child, 0)), "cannot wait for a program");
  pollfd fd{end.get(), POLLIN, 0};
  int count = 0;
  do {
    count = poll(&fd, 1, static_cast<int>(longest.count()));
  } while (count < 0 && errno == EINTR);
  return count > 0;
}

std::string ending_of(int status) {
  if (WIFEXITED(status))
    return WEXITSTATUS(status) == 0 ? "" : "exit " + std::to_string(WEXITSTATUS(status));
  return signal_name(WTERMSIG(status));
}

}  // namespace

std::string deliver(const Delivery& delivery, std::chrono::milliseconds longest) {
  const Fd input(memfd_create("message", MFD_CLOEXEC), "cannot keep the message");
  fill(input.get(), delivery.input);
  pid_t child = 0;
  if (const int why = start(delivery, input.get(), child); why != 0) return std::strerror(why);
  const bool in_time = ends_in_time(child, longest);
  // What ends in time may leave something behind: some mailers deliver after they have returned.
  if (!in_time) kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return in_time ? ending_of(status)
                 : "not done within " + std::to_string(longest.count() / 1000) + "s, killed";
}

std::string program_problem(const std::string& path, unsigned owner) {
  const auto is_safe = [&](const struct stat& status) {
    return status.st_uid == owner && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  };
  struct stat status {};
  const std::string folder = std::filesystem::path(path).parent_path();
  if (stat(folder.c_str(), &status) != 0 || stat(path.c_str(), &status) != 0)
    return std::strerror(errno);
  if (!S_ISREG(status.st_mode)) return "it is no regular file";
  if (!is_safe(status)) return "it must be root's, and nobody else may write it";
  stat(folder.c_str(), &status);
  if (!is_safe(status)) return "its folder must be root's, and nobody else may write it";
  return {};
}

}  // namespace sa
