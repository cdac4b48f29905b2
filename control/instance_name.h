#pragma once

#include <string>
#include <string_view>

namespace sa {

// A unit's name as the instance of a template, as systemd-escape(1) writes it: "a.service" for
// itself, "a\\x40b.service" for "a@b.service". It is a file's name too. One that would be too long
// is cut, and still tells units apart.
std::string instance_name(std::string_view unit);

}  // namespace sa
