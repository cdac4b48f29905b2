#pragma once

#include "cli/unit_slots.h"
#include "core/change.h"
#include "core/run.h"

#include <string_view>

namespace sa {

// A line as JsonLines::put_whole() writes it of a run, and as put() writes it of a slot or a
// change. Throw Damaged: it is none.
Run run_of_json(std::string_view line);
UnitSlot slot_of_json(std::string_view line);
Change change_of_json(std::string_view line);

}  // namespace sa
