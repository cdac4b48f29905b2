#pragma once

#include "core/field.h"
#include "core/job.h"

#include <vector>

namespace sa {

// Reads `command`: one text, or a list of them. What only a shell would understand is a warning.
std::vector<Command> commands_of(const Field& field);

// Reads `script`: text for /bin/sh.
std::string script_of(const Field& field);

}  // namespace sa
