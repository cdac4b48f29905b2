#include "core/problem.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Problem, IsOneLineWithItsPlace) {
  const Problem problem{Severity::problem, {7, 12}, "grace", "expected a duration, got 'soon'"};
  EXPECT_EQ(to_string(problem, "lp/garbo.yaml"),
            "lp/garbo.yaml:7:12: grace: expected a duration, got 'soon'");
}

TEST(Problem, SaysWhatIsOnlyAWarning) {
  EXPECT_EQ(to_string({Severity::warning, {1, 1}, "", "odd"}, "x.yaml"),
            "x.yaml:1:1: warning: odd");
  EXPECT_EQ(to_string({Severity::note, {2, 3}, "schedule", "odd"}, "x.yaml"),
            "x.yaml:2:3: note: schedule: odd");
}

TEST(Problem, QuotesWhatATerminalShowsAsItIs) {
  EXPECT_EQ(sa::quoted("täglich um 3"), "'täglich um 3'");
  EXPECT_EQ(sa::quoted(""), "''");
}

TEST(Problem, QuotesNothingThatATerminalObeys) {
  EXPECT_EQ(sa::quoted("a\x1b[2Jb\n\t\x7f"), "'a\\x1b[2Jb\\n\\t\\x7f'");
  EXPECT_EQ(sa::quoted("\xff\u009b\u202e"), "'\\xff\\xc2\\x9b\\xe2\\x80\\xae'");
}

TEST(Problem, CutsAQuoteAfterSixtyCharacters) {
  EXPECT_EQ(sa::quoted(std::string(60, 'a')), "'" + std::string(60, 'a') + "'");
  EXPECT_EQ(sa::quoted(std::string(61, 'a')), "'" + std::string(60, 'a') + "…'");
}

}  // namespace
}  // namespace sa
