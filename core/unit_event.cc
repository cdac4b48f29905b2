#include "core/unit_event.h"

namespace sa {

QueueResult parse_queue_result(std::string_view word) {
  if (word == "done") return QueueResult::done;
  if (word == "canceled") return QueueResult::canceled;
  if (word == "timeout") return QueueResult::timeout;
  if (word == "failed") return QueueResult::failed;
  if (word == "dependency") return QueueResult::dependency;
  if (word == "skipped") return QueueResult::skipped;
  if (word == "invalid") return QueueResult::invalid;
  return QueueResult::other;
}

}  // namespace sa
