#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace sa {

// The service manager that started us, told by sd_notify(3); without one every call does nothing.
class Supervisor {
 public:
  Supervisor();

  void ready(const std::string& status);
  void status(const std::string& status);
  void alive();
  void stopping();

  // How often it wants alive(); nullopt: never.
  std::optional<std::chrono::microseconds> pulse() const { return pulse_; }

 private:
  std::optional<std::chrono::microseconds> pulse_;
};

}  // namespace sa
