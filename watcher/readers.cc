#include "watcher/readers.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

// What the watcher has set for itself is not for its children.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&value_);
    sigset_t none;
    sigset_t usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_setsigmask(&value_, &none);
    posix_spawnattr_setsigdefault(&value_, &usual);
    posix_spawnattr_setflags(&value_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { posix_spawnattr_destroy(&value_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &value_; }

 private:
  posix_spawnattr_t value_{};
};

class OutputInto {
 public:
  explicit OutputInto(int fd) {
    posix_spawn_file_actions_init(&value_);
    posix_spawn_file_actions_adddup2(&value_, fd, STDOUT_FILENO);
  }
  ~OutputInto() { posix_spawn_file_actions_destroy(&value_); }
  OutputInto(const OutputInto&) = delete;
  OutputInto& operator=(const OutputInto&) = delete;
  const posix_spawn_file_actions_t* get() const { return &value_; }

 private:
  posix_spawn_file_actions_t value_{};
};

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// 0 or an errno.
int spawn(const std::vector<std::string>& command, int output, pid_t& pid) {
  const Attributes attributes;
  const OutputInto actions(output);
  const auto words = pointers_to(command);
  return posix_spawn(&pid, words.front(), actions.get(), attributes.get(), words.data(), environ);
}

}  // namespace

Readers::Readers(std::filesystem::path program, std::filesystem::path store)
    : program_(std::move(program)), store_(std::move(store)) {}

Readers::~Readers() {
  for (const Child& child : children_) kill(child.pid, SIGTERM);
  for (const Child& child : children_) waitpid(child.pid, nullptr, 0);
}

void Readers::forget_ended() {
  std::erase_if(children_,
                [](const Child& child) { return waitpid(child.pid, nullptr, WNOHANG) != 0; });
}

bool Readers::has_room(std::uint32_t uid) {
  forget_ended();
  const auto of_one = std::ranges::count(children_, uid, &Child::uid);
  return children_.size() < most && static_cast<std::size_t>(of_one) < most_of_one;
}

int Readers::start(const Reading& reading, std::uint32_t uid, const std::string& peer) {
  std::vector<std::string> command = {program_.string(), store_.string()};
  const auto arguments = arguments_of(reading);
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    throw Error(std::string("cannot make a pipe: ") + std::strerror(errno));
  pid_t pid = -1;
  const int failed = spawn(command, ends[1], pid);
  close(ends[1]);
  if (failed != 0) {
    close(ends[0]);
    throw Error("cannot run '" + program_.string() + "': " + std::strerror(failed));
  }
  children_.push_back({pid, uid, peer});
  return ends[0];
}

void Readers::end_of(const std::string& peer) {
  for (const Child& child : children_)
    if (child.peer == peer) kill(child.pid, SIGTERM);
  forget_ended();
}

}  // namespace sa
