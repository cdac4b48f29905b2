#pragma once

#include "core/run.h"
#include "core/unit_record.h"

#include <filesystem>
#include <vector>

namespace sa::test {

// What the stores in tests/store/samples hold. A release adds to the format, never to this: each
// sample stays readable as long as the program does.
std::vector<Run> sample_runs();
std::vector<UnitRecord> sample_units();
constexpr const char* sample_note = "s=0123;i=4567;b=89ab";

void write_sample_store(const std::filesystem::path& store);

}  // namespace sa::test
