#pragma once

#include "core/run.h"
#include "core/slot.h"
#include "core/unit_record.h"
#include "core/unit_status.h"
#include "store/checksum.h"

#include <cstdint>
#include <string>

namespace sa {

// Where a run is in the log: (microsecond << 12) | a number that tells apart runs of the same
// microsecond. Ascending keys are ascending `at`.
using RunKey = std::uint64_t;

// The names of a run as numbers of the dictionary; 0 is the empty name.
struct RunNames {
  std::uint32_t unit = 0;
  std::uint32_t host = 0;
  std::uint32_t boot = 0;
  std::uint32_t trigger_unit = 0;
  std::uint32_t trigger_by = 0;
};

// What decode_run leaves to its caller to fill in.
struct RunRest {
  RunNames names;
  bool has_reason = false;  // its text is in a record of its own, under the same key
};

// Every encode function puts a whole value, with its checksum, in place of what `out` held. Every
// decode function throws Damaged for anything but such a value under the same key; values may
// begin at any address.

// `key` is at least the key of the first run at run.at and less than 65,536 microseconds after it.
void encode_run(const Run& run, const RunNames& names, RunKey key, std::string& out);
// Sets all of `run` but unit, trigger.unit, trigger.by, host, boot and reason, which keep what they
// held.
RunRest decode_run(Bytes value, RunKey key, Run& run);

void encode_reason(std::string_view reason, RunKey key, std::string& out);
void decode_reason(Bytes value, RunKey key, std::string& reason);

void encode_unit(const UnitRecord& unit, std::uint32_t id, std::string& out);
UnitRecord decode_unit(Bytes value, std::uint32_t id);

// `key` is that of the table `slots`. Neither writes nor sets `unit`.
void encode_slots(const SlotRange& range, Bytes key, std::string& out);
SlotRange decode_slots(Bytes value, Bytes key);

void encode_unit_status(const UnitStatus& unit, std::string& out);
UnitStatus decode_unit_status(Bytes value);

}  // namespace sa
