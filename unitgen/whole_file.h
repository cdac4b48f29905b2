#pragma once

#include "unitgen/fd.h"

#include <cstddef>
#include <optional>
#include <string>

namespace sa {

// All that can be read of an open file, at most `most` bytes; nullopt: it cannot be read.
std::optional<std::string> read_whole(const Fd& fd, std::size_t most = 256'000'000);
// The same of a path, which may be a link.
std::optional<std::string> read_whole(const std::string& path);

}  // namespace sa
