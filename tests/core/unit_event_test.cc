#include "core/unit_event.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(QueueResult, IsReadFromSystemdsWords) {
  EXPECT_EQ(parse_queue_result("done"), QueueResult::done);
  EXPECT_EQ(parse_queue_result("canceled"), QueueResult::canceled);
  EXPECT_EQ(parse_queue_result("timeout"), QueueResult::timeout);
  EXPECT_EQ(parse_queue_result("failed"), QueueResult::failed);
  EXPECT_EQ(parse_queue_result("dependency"), QueueResult::dependency);
  EXPECT_EQ(parse_queue_result("skipped"), QueueResult::skipped);
  EXPECT_EQ(parse_queue_result("invalid"), QueueResult::invalid);
}

TEST(QueueResult, OfAnyOtherWordIsOther) {
  for (const char* word : {"", "assert", "unsupported", "collected", "once", "Done", "done "})
    EXPECT_EQ(parse_queue_result(word), QueueResult::other) << "'" << word << "'";
}

}  // namespace
}  // namespace sa
