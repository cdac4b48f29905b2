#pragma once

#include <array>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string_view>

namespace sa {

// LMDB has no checksums of its own: on a page with flipped bits it follows wild pointers. As long
// as a guard lives, a crash of the process (SIGSEGV, SIGBUS, SIGFPE, SIGABRT) ends in one line on
// stderr that tells so and exit code 3 instead. `main` makes it before it opens the store and lets
// it end after it closed it; one at a time, as signal handlers belong to the whole process.
class CrashGuard {
 public:
  // `program` begins the line.
  CrashGuard(std::string_view program, const std::filesystem::path& store);
  ~CrashGuard();
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;

 private:
  static constexpr std::array signals{SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGVTALRM};
  std::unique_ptr<char[]> stack_;
  stack_t stack_before_{};
  std::array<struct sigaction, signals.size()> before_{};
};

// Lives as long as a call of LMDB takes, for the guard to see that it ends.
class LmdbCall {
 public:
  LmdbCall();
  ~LmdbCall();
  LmdbCall(const LmdbCall&) = delete;
  LmdbCall& operator=(const LmdbCall&) = delete;
};

}  // namespace sa
