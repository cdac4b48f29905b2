// make_status FILE UNITS: a status file of that many units for the tests of the completions:
// unit000.service with unit000.timer, every tenth of team lp, with a job and two tags.

#include "store/status_file.h"

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

sa::UnitStatus sample(int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
  sa::UnitStatus unit;
  unit.unit = "unit" + digits + ".service";
  unit.timers = {"unit" + digits + ".timer"};
  unit.outlook.verdict.health = sa::Health::ok;
  if (number % 10 != 0) return unit;
  unit.team = "lp";
  unit.tags = {"nightly", "noisy"};
  unit.job = "job" + digits;
  return unit;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: make_status FILE UNITS\n";
    return 2;
  }
  sa::StatusWriter writer(argv[1]);
  for (int number = 0; number < std::atoi(argv[2]); ++number) writer.set(sample(number));
  writer.write("testhost", {}, std::chrono::floor<sa::Duration>(std::chrono::system_clock::now()));
  return 0;
}
