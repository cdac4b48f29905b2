#pragma once

#include "store/flat_record.h"
#include "store/record_format.h"

namespace sa::flat {

// What every run has, in the log and in the status file alike.

// `shift`: microseconds from run.at to where the run is stored.
format::RunFacts facts_of(const Run& run, const RunNames& names, std::uint16_t shift);
// Sets all of `run` that is in its facts; what is not present there becomes nullopt. Throws Damaged
// for a word or a field that nobody knows.
void set_run(const format::RunFacts& facts, Run& run);
bool has_reason(const format::RunFacts& facts);

}  // namespace sa::flat
