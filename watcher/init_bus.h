#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sa {

enum class InitSystem : std::uint8_t { systemd, upstart };

// Which of the two owns its name on the bus; systemd where both do. While the host starts neither
// may yet be there: `patience` is how long it is awaited. `wanted`: "auto", "systemd" or "upstart".
// Throws Error: no bus, or nobody came.
InitSystem init_on_bus(const std::string& address, const std::string& wanted,
                       std::chrono::milliseconds patience);

}  // namespace sa
