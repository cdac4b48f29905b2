#pragma once

#include "core/reading.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sa {

// The programs that read the log for people who may not open it: a process of sa-read each, which
// writes into a pipe, so that neither a long answer nor a slow reader stops the watcher.
class Readers {
 public:
  static constexpr std::size_t most = 16;
  static constexpr std::size_t most_of_one = 4;

  Readers(std::filesystem::path program, std::filesystem::path store);
  ~Readers();  // ends them
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  // False: so many are reading already, for this user or in all.
  bool has_room(std::uint32_t uid);
  // The end to read from, which is the caller's to close. `peer`: for whom. Throws Error.
  int start(const Reading& reading, std::uint32_t uid, const std::string& peer);
  // Who asked is gone: nobody reads it any more.
  void end_of(const std::string& peer);
  bool is_empty() const { return children_.empty(); }

 private:
  struct Child {
    pid_t pid;
    std::uint32_t uid;
    std::string peer;
  };
  void forget_ended();

  std::filesystem::path program_;
  std::filesystem::path store_;
  std::vector<Child> children_;
};

}  // namespace sa
