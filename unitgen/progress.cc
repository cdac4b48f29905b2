#include "unitgen/progress.h"

#include <ostream>

#include <unistd.h>

namespace sa {
namespace {

constexpr auto interval = std::chrono::milliseconds(200);
constexpr const char* clear_line = "\r\033[K";

}  // namespace

Progress::Progress(std::ostream& err) : err_(err), is_terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (is_shown_) err_ << clear_line << std::flush;
}

void Progress::tell(std::size_t read, std::size_t all) {
  if (!is_terminal_ || Clock::now() < next_) return;
  err_ << clear_line << read << " of " << all << " job files" << std::flush;
  is_shown_ = true;
  next_ = Clock::now() + interval;
}

}  // namespace sa
