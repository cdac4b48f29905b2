#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The reader of our output went away (`sa history | head`): no breakdown, end quietly.
class OutputClosed : public std::exception {};

// Where an Output's bytes go; takes all of them or throws.
using Sink = std::function<void(std::string_view)>;

// Writes to an open file descriptor. Throws OutputClosed on EPIPE (SIGPIPE must be ignored) and
// Error on anything else, a full disk for one.
Sink fd_sink(int fd);

// The same for messages: what cannot be written is lost, and the exit code still tells.
Sink message_sink(int fd);

// Bytes gathered into large writes. What was put is lost unless flush() is called.
class Output {
 public:
  explicit Output(Sink sink);

  void put(std::string_view text);
  void flush();

 private:
  static constexpr std::size_t capacity_ = 128 * 1024;
  Sink sink_;
  std::unique_ptr<char[]> buffer_;
  std::size_t used_ = 0;
};

// One message to the person, "sa: text", written at once.
void say(Output& err, std::string_view text);
void say_all(Output& err, const std::vector<std::string>& texts);

}  // namespace sa
