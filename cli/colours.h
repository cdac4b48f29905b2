#pragma once

#include "cli/table.h"
#include "core/health.h"
#include "core/run.h"

namespace sa {

// Red needs somebody, yellow wants a look, grey is at rest.
Colour colour_of(Health health);
Colour colour_of(State state);

}  // namespace sa
