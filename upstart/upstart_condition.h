#pragma once

#include "upstart/upstart_conf.h"
#include "upstart/upstart_words.h"

#include <optional>

namespace sa {

// Reads what stands behind "start on" or "stop on"; within parentheses it goes on over lines, and
// the last line is passed. nullopt: see `problem`, whose place and message are set; `words` stands
// anywhere behind it then.
std::optional<UpstartCondition> parse_upstart_condition(UpstartWords& words, Problem& problem);

}  // namespace sa
