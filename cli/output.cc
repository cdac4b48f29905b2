#include "cli/output.h"

#include "core/error.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <unistd.h>

namespace sa {
namespace {

[[noreturn]] void throw_write_error(int cause) {
  if (cause == EPIPE) throw OutputClosed();
  throw Error(std::string("cannot write the output: ") + std::strerror(cause));
}

}  // namespace

Sink fd_sink(int fd) {
  return [fd](std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = write(fd, text.data(), text.size());
      if (written >= 0)
        text.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        throw_write_error(errno);
    }
  };
}

Sink message_sink(int fd) {
  return [sink = fd_sink(fd)](std::string_view text) {
    try {
      sink(text);
    } catch (const std::exception&) {
    }
  };
}

Output::Output(Sink sink)
    : sink_(std::move(sink)), buffer_(std::make_unique_for_overwrite<char[]>(capacity_)) {}

void Output::put(std::string_view text) {
  if (text.size() > capacity_ - used_) flush();
  if (text.size() > capacity_) return sink_(text);
  std::memcpy(buffer_.get() + used_, text.data(), text.size());
  used_ += text.size();
}

void Output::flush() {
  sink_({buffer_.get(), std::exchange(used_, 0)});
}

void say(Output& err, std::string_view text) {
  err.put("sa: ");
  err.put(text);
  err.put("\n");
  err.flush();
}

void say_all(Output& err, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) say(err, text);
}

}  // namespace sa
