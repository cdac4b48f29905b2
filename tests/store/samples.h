#pragma once

#include "core/run.h"
#include "core/unit_record.h"
#include "core/unit_status.h"

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sa {

// So that a failing test shows which run it was.
void PrintTo(const Run& run, std::ostream* out);

}  // namespace sa

namespace sa::test {

Instant at_second(std::int64_t seconds);
Instant at_usec(std::int64_t usec);
Id128 id_of(std::uint64_t high, std::uint64_t low);

// A run with every field set, and one with none but those that a run must have.
Run full_run();
Run bare_run(const std::string& unit, std::uint64_t number, Instant at);
UnitRecord full_unit();
UnitRecord bare_unit(const std::string& name);
UnitStatus full_status();

// A directory for one test, gone with it. It lies in the build directory: a real disk.
class Directory {
 public:
  Directory();
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path store() const { return path_ / "store"; }

 private:
  std::filesystem::path path_;
};

std::string contents_of(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& contents);

// What `act` throws says, or "nothing thrown".
template <typename Exception, typename Act>
std::string message_of(const Act& act) {
  try {
    act();
  } catch (const Exception& exception) {
    return exception.what();
  }
  return "nothing thrown";
}

}  // namespace sa::test
