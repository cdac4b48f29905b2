#pragma once

#include "tests/cli/child.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa::samples {

// The program itself on the sample log, as a person or a script meets it.
class Program : public testing::Test {
 protected:
  std::vector<std::string> command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {SA_PROGRAM});
    return arguments;
  }

  Environment environment() const {
    return {{"SA_STORE", world.places.store}, {"SA_STATUS", world.places.status}};
  }

  Ended sa(std::vector<std::string> arguments) const {
    return run_child(command(std::move(arguments)), environment());
  }

  std::string store() const { return world.places.store; }

  samples::SampleWorld world;
};

inline constexpr const char* backup_table =
    "BEGAN                UNIT            TOOK      STATE      RESULT   TRIGGER  REASON\n"
    "2026-11-22 02:00:00  backup.service  1min 30s  failed     exit 3   timer\n"
    "2026-11-20 12:00:00  backup.service  2.0s      succeeded  success  timer\n";

// On a terminal a column without a cell is left out.
inline constexpr const char* terminal_table =
    "BEGAN                UNIT            TOOK      STATE      RESULT   TRIGGER\n"
    "2026-11-22 02:00:00  backup.service  1min 30s  failed     exit 3   timer\n"
    "2026-11-20 12:00:00  backup.service  2.0s      succeeded  success  timer\n";

}  // namespace sa::samples
