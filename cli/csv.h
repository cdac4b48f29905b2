#pragma once

#include "cli/json.h"
#include "cli/output.h"
#include "core/run.h"

namespace sa {

// Runs as CSV (RFC 4180, but lines end in a plain newline): the fields of the JSON form, those of
// `trigger` as trigger_type, trigger_unit, trigger_time and trigger_inferred. Absent is empty.
void put_csv_titles(Output& out);
void put_csv(Output& out, const Run& run, const Owner& owner);

}  // namespace sa
