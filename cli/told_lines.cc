#include "cli/told_lines.h"

#include "cli/process.h"
#include "core/error.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

// A program whose output is read; it is ended with the object.
class Child {
 public:
  explicit Child(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Error("cannot make a pipe");
    pid_ = fork();
    if (pid_ == 0) become(command, ends[1]);
    close(ends[1]);
    fd_ = ends[0];
    if (pid_ > 0) return;
    close(fd_);
    throw Error("cannot run '" + command.front() + "'");
  }
  ~Child() {
    close(fd_);
    kill(pid_, SIGTERM);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // False: there is no more.
  bool read_more(std::string& text) const {
    std::array<char, 65536> buffer;
    ssize_t size = 0;
    do {
      size = read(fd_, buffer.data(), buffer.size());
    } while (size < 0 && errno == EINTR);
    if (size <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }

 private:
  [[noreturn]] static void become(const std::vector<std::string>& command, int output) {
    dup2(output, STDOUT_FILENO);
    exec_program(command);
    _exit(127);
  }

  pid_t pid_ = -1;
  int fd_ = -1;
};

enum class Told { nothing, something, all };

// Visits the whole lines of `text` and takes them off it. `told` is `all` after the last one.
void visit_lines(std::string& text, Told& told,
                 const std::function<Visit(std::string_view)>& visit) {
  std::size_t at = 0;
  for (auto end = text.find('\n'); end != text.npos && told != Told::all;
       end = text.find('\n', at)) {
    const std::string_view line = std::string_view(text).substr(at, end - at);
    at = end + 1;
    told = Told::something;
    if (line.starts_with('!')) throw Error(std::string(line.substr(1)));
    if (line.empty() || visit(line) == Visit::stop) told = Told::all;
  }
  text.erase(0, at);
}

}  // namespace

void visit_told_lines(const std::vector<std::string>& command, const std::string& otherwise,
                      const std::function<Visit(std::string_view)>& visit) {
  const Child child(command);
  std::string text;
  Told told = Told::nothing;
  while (told != Told::all && child.read_more(text)) visit_lines(text, told, visit);
  if (told == Told::nothing) throw Error(otherwise);
  if (told == Told::something)
    throw Error(
        "the watcher's answer was cut short: does it run? see 'systemctl status "
        "sa-watcher'");
}

}  // namespace sa
