#pragma once

#include <string_view>

namespace sa {

// Whether `text` can be the full name of a unit of one of systemd's types, "backup.timer" or
// "dump@db.service", and no template. Such a name is also a file's name: it has no '/', is not ".."
// and is at most 255 characters long.
bool is_unit_name(std::string_view text);

}  // namespace sa
