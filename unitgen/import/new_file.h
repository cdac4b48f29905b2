#pragma once

#include <string>
#include <string_view>

namespace sa {

// Writes FOLDER/NAME when there is no such file: whoever looks sees all of it or none. False: there
// is one. Throws Error.
bool write_new_file(const std::string& folder, const std::string& name, std::string_view text);

}  // namespace sa
