#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sa {

// Another run of this very program, with the same standard streams.
class Child {
 public:
  // Throws Error when no process can be had.
  explicit Child(const std::vector<std::string>& arguments);
  // Kills it when it still runs, and waits for its end.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Its exit code, 128 and the signal's number where a signal ended it; nullopt: it still runs.
  std::optional<int> exit_code();
  void kill();

 private:
  pid_t id_;
  std::optional<int> code_;
};

}  // namespace sa
