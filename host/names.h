#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sa {

std::string host_name();  // gethostname(2); throws Error

std::string user_name(std::uint32_t uid);  // "uid 1234" where there is none
std::optional<std::uint32_t> user_id(const char* name);

}  // namespace sa
