#pragma once

#include "unitgen/pending.h"
#include "unitgen/script_changes.h"
#include "unitgen/state_dir.h"
#include "unitgen/unit_changes.h"

#include <string>
#include <vector>

namespace sa {

// What systemd would not do, one line each.
using RefusedCalls = std::vector<std::string>;

// Carries out what was staged, and `todo` with systemd (when `is_live` and one runs): stops what
// goes, puts the files in place, reloads once, starts what is new. The note of what is left to do
// is in `state` before the first change, and gone when all is done. Throws Error.
RefusedCalls change_over(UnitChanges& units, ScriptChanges& scripts, const Pending& todo,
                         StateDir& state, bool is_live);

}  // namespace sa
