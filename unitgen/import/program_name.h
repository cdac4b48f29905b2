#pragma once

#include <string>
#include <string_view>

namespace sa {

// What a line of shell is called after: the name of its program without folder and ending, and not
// that of nice, flock, sh -c and the like, which only run another. Empty: nothing fits.
std::string program_name(std::string_view line);

}  // namespace sa
