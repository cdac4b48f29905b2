#pragma once

#include "core/instant.h"

#include <string_view>

namespace sa {

// Once the limit has passed the process ends with one line, "SA_UNITS UNKNOWN - no answer within
// 10s", and exit code 3. One at a time, as the alarm belongs to the whole process.
class TimeLimit {
 public:
  // Throws Error where the system does not take such a limit.
  explicit TimeLimit(Duration limit);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  // Counts anew, from here.
  void set(Duration limit);
  // Waits within the limit until standard output takes something, ends the limit, writes all. So
  // either this text is written or that line. False: it cannot be written.
  [[nodiscard]] bool tell(std::string_view text);
};

}  // namespace sa
