#pragma once

#include <map>
#include <string_view>
#include <vector>

namespace sa {

// KEY=VALUE lines in blocks with an empty line between them: what `systemctl show` and `journalctl
// --output=export` answer. A key may come several times. Views into the text.
using Properties = std::multimap<std::string_view, std::string_view>;

// Lines without '=' are left out, and so are blocks without any line.
std::vector<Properties> property_blocks(std::string_view text);

// The first value of the key; empty: there is none.
std::string_view value_of(const Properties& properties, std::string_view key);

}  // namespace sa
