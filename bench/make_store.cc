// make_store DIR RUNS UNITS [GROUP]: writes a store of that many runs of that many units, GROUP
// (1,000) runs a synced commit, and says how fast and how large.

#include "bench/sample_runs.h"
#include "core/error.h"
#include "store/run_writer.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Goes on after the runs that are there already.
void make_store(const std::filesystem::path& directory, std::uint64_t runs, std::uint64_t units,
                std::uint64_t group) {
  const sa::bench::SampleRuns sample(units);
  sa::RunWriter writer(directory);
  const std::uint64_t first = writer.size();
  const auto begin = Clock::now();
  for (std::uint64_t unit = 0; unit < units; ++unit) writer.put_unit(sample.record(unit));
  for (std::uint64_t number = first; number < runs; ++number) {
    writer.put(sample(number));
    if (number % group == group - 1) writer.commit();
    if (number % 1000000 == 999999)
      std::cerr << number + 1 << " runs, " << seconds_since(begin) << " s\n";
  }
  writer.commit();
  const auto size = std::filesystem::file_size(directory / "data.mdb");
  const auto written = static_cast<double>(runs - first);
  std::cout << runs << " runs: " << written / seconds_since(begin) << " a second, "
            << static_cast<double>(size) / static_cast<double>(runs) << " bytes a run\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: make_store DIR RUNS UNITS [GROUP]\n";
    return 2;
  }
  try {
    make_store(argv[1], std::stoull(argv[2]), std::stoull(argv[3]),
               argc > 4 ? std::stoull(argv[4]) : 1000);
  } catch (const std::exception& error) {
    std::cerr << "make_store: " << error.what() << "\n";
    return 3;
  }
  return 0;
}
