#pragma once

#include "core/notice.h"

#include <set>
#include <string>

namespace sa {

// Which targets were told of a notice, as it lies in a file: the notice in the first line, a target
// in each further one.
std::string told_text(const Notice& notice, const std::set<std::string>& targets);
// The targets of such a text; none where it is of another notice, or damaged.
std::set<std::string> told_targets(const std::string& text, const Notice& notice);

}  // namespace sa
