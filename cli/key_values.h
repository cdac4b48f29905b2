#pragma once

#include "cli/output.h"
#include "cli/table.h"
#include "core/change.h"
#include "core/instant.h"
#include "core/run.h"
#include "core/unit_status.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

struct KeyValue {
  std::string key;
  std::string value;
  Colour colour = Colour::none;
};

// Everything known, what is absent left out.
std::vector<KeyValue> facts_of(const Run& run, Instant now);
std::vector<KeyValue> facts_of(const UnitStatus& unit, const Verdict& verdict, Instant now);

// Each with its time as the key, newest first.
std::vector<KeyValue> facts_of(const std::vector<Change>& changes);

// "  key: value" lines, the colons in one column; values made printable.
void print(const std::vector<KeyValue>& facts, const Screen& screen, Output& out);

}  // namespace sa
