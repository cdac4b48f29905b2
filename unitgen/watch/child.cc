#include "unitgen/watch/child.h"

#include "core/error.h"
#include "unitgen/because.h"

#include <cerrno>
#include <csignal>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr const char* this_program = "/proc/self/exe";

std::vector<char*> words_of(const std::vector<std::string>& arguments) {
  std::vector<char*> words;
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  return words;
}

}  // namespace

Child::Child(const std::vector<std::string>& arguments) : id_(-1) {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  auto words = words_of(arguments);
  errno = posix_spawn(&id_, this_program, nullptr, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (errno != 0) throw Error("cannot start '" + arguments.front() + "'" + because());
}

Child::~Child() {
  if (code_) return;
  kill();
  while (waitpid(id_, nullptr, 0) < 0 && errno == EINTR) continue;
}

std::optional<int> Child::exit_code() {
  int status = 0;
  if (!code_ && waitpid(id_, &status, WNOHANG) == id_)
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return code_;
}

void Child::kill() {
  ::kill(id_, SIGKILL);
}

}  // namespace sa
