#pragma once

#include <functional>
#include <string_view>

namespace sa {

// What stands in a unit file or drop-in, as systemd.syntax(7) cuts it: a backslash continues a
// line, comments and lines without '=' are left out, blanks around names and values too. `visit` is
// told of each section as it begins, "[Timer]", with an empty key, and of each directive in its
// section.
using VisitDirective =
    std::function<void(std::string_view section, std::string_view key, std::string_view value)>;
void visit_directives(std::string_view text, const VisitDirective& visit);

}  // namespace sa
