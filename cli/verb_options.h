#pragma once

#include "cli/unit_wish.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sa {

// What several verbs take.

enum class Need { optional, required };

// "UNIT...". A negative number is no unit, though the parser lets it through.
void add_units(CLI::App& verb, std::vector<std::string>& units, Need need,
               const std::string& help = "units, job names or globs");

// "--team" and "--tag"; `whose` begins their help: "only units".
void add_group(CLI::App& verb, UnitWish& wish, const std::string& whose = "only units");

}  // namespace sa
