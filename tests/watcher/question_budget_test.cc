#include "watcher/question_budget.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

QuestionBudget::Clock::time_point at(QuestionBudget::Clock::duration time) {
  return QuestionBudget::Clock::time_point(1h + time);
}

// How many of `wanted` questions may be asked at one moment.
int taken(QuestionBudget& budget, QuestionBudget::Clock::time_point now, int wanted) {
  int count = 0;
  for (int i = 0; i < wanted; ++i) count += budget.take(now) ? 1 : 0;
  return count;
}

TEST(QuestionBudget, AllowsABurstOfThreeHundred) {
  QuestionBudget budget;
  EXPECT_EQ(taken(budget, at(0s), 1000), 300);
  EXPECT_EQ(taken(budget, at(0s), 1000), 0);
}

TEST(QuestionBudget, AllowsFiveASecondAfterTheBurst) {
  QuestionBudget budget;
  taken(budget, at(0s), 1000);
  EXPECT_EQ(taken(budget, at(190ms), 10), 0);
  EXPECT_EQ(taken(budget, at(210ms), 10), 1);
  EXPECT_EQ(taken(budget, at(10210ms), 1000), 50);
}

TEST(QuestionBudget, CountsOnlyWhatWasAsked) {
  QuestionBudget budget;
  EXPECT_EQ(taken(budget, at(0s), 1000), 300);
  int count = 0;
  for (int i = 1; i <= 1000; ++i) count += budget.take(at(i * 10ms)) ? 1 : 0;
  EXPECT_EQ(count, 50);  // of a hundred questions a second, five
}

TEST(QuestionBudget, SavesUpNoMoreThanTheBurst) {
  QuestionBudget budget;
  taken(budget, at(0s), 300);
  EXPECT_EQ(taken(budget, at(24h), 1000), 300);
}

TEST(QuestionBudget, OfAQuietHostIsNeverSpent) {
  QuestionBudget budget;
  for (int minute = 0; minute < 1000; ++minute)
    EXPECT_EQ(taken(budget, at(minute * 1min), 300), 300);
}

}  // namespace
}  // namespace sa
