#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace sa {

// A line on a terminal that tells how far it is, once it takes longer than a second; gone at the
// end. On anything else than a terminal: nothing.
class Progress {
 public:
  explicit Progress(std::ostream& err);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void tell(std::size_t read, std::size_t all);

 private:
  using Clock = std::chrono::steady_clock;
  std::ostream& err_;
  bool is_terminal_;
  bool is_shown_ = false;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
};

}  // namespace sa
