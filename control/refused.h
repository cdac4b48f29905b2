#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace sa {

// A call that is not done, and why: answered to its caller as the D-Bus error
// org.scriptactivity.Error.NAME. what() is one line that says what to do next, where something can
// be done. Thrown wherever it is found, caught once, where the call came in.
class Refused : public std::runtime_error {
 public:
  Refused(std::string error_name, const std::string& message)
      : std::runtime_error(message), name(std::move(error_name)) {}

  std::string name;  // "NoSuchUnit"
};

}  // namespace sa
