#include "conf_text.h"
#include "upstart/upstart_conf.h"

#include <gtest/gtest.h>

namespace {

std::string condition(std::string_view text) {
  return conf_text(sa::parse_upstart_conf("start on " + std::string(text)));
}

TEST(UpstartCondition, IsInPostfixOrderFromTheLeft) {
  EXPECT_EQ(condition("a"), "1:1 start on: a\n");
  EXPECT_EQ(condition("a and b or c and d"), "1:1 start on: a b <and> c <or> d <and>\n");
  EXPECT_EQ(condition("a and (b or c)"), "1:1 start on: a b c <or> <and>\n");
  EXPECT_EQ(condition("((a) and ((b)))"), "1:1 start on: a b <and>\n");
}

TEST(UpstartCondition, TakesArgumentsOfEvents) {
  EXPECT_EQ(condition("runlevel [2345] PREVLEVEL=N or net-device-up IFACE!=lo and started x"),
            "1:1 start on: runlevel,[2345],PREVLEVEL=N net-device-up,IFACE!=lo <or> started,x "
            "<and>\n");
  EXPECT_EQ(condition("a 'and' \"x y\""), "1:1 start on: a,and,x y\n");
}

TEST(UpstartCondition, GoesOnOverLinesWithinParentheses) {
  EXPECT_EQ(condition("(local-filesystems # first\n"
                      "          and net-device-up IFACE=lo\n"
                      "\n"
                      "          or x)\n"
                      "respawn\n"),
            "1:1 start on: local-filesystems net-device-up,IFACE=lo <and> x <or>\n"
            "5:1 respawn\n");
}

TEST(UpstartCondition, TellsWhatIsWrong) {
  EXPECT_EQ(condition(""), "conf:1:10: start: expected an event\n");
  EXPECT_EQ(condition("and a"), "conf:1:10: start: expected an event, got 'and'\n");
  EXPECT_EQ(condition("a or"), "conf:1:14: start: expected an event\n");
  EXPECT_EQ(condition("a or and b"), "conf:1:15: start: expected an event, got 'and'\n");
  EXPECT_EQ(condition("a (b)"), "conf:1:12: start: expected 'and' or 'or', got '('\n");
  EXPECT_EQ(condition("(a) b"), "conf:1:14: start: expected 'and' or 'or', got 'b'\n");
  EXPECT_EQ(condition("a)"), "conf:1:11: start: expected a '(' before, got ')'\n");
  EXPECT_EQ(condition("()"), "conf:1:11: start: expected an event, got ')'\n");
  EXPECT_EQ(condition("x or (a\nrespawn\n"), "conf:1:15: start: expected a ')' for this '('\n");
  EXPECT_EQ(condition("a X=1 y"),
            "conf:1:16: start: expected NAME=VALUE after one of that form, got 'y'\n");
}

TEST(UpstartCondition, MayBeAsDeepAsTheFileIsLong) {
  const std::size_t depth = 300000;
  const auto parsed =
      sa::parse_upstart_conf("start on " + std::string(depth, '(') + "a" + std::string(depth, ')'));
  ASSERT_TRUE(parsed.conf.start_on);
  EXPECT_EQ(parsed.conf.start_on->terms.size(), 1U);
  EXPECT_EQ(parsed.problems.size(), 0U);
}

}  // namespace
