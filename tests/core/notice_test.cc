#include "core/notice.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

Notice whole() {
  Notice notice;
  notice.unit = "a\\x2db@c.service";
  notice.job = "a";
  notice.team = "lp";
  notice.health = Health::overdue;
  notice.was = Health::failed;
  notice.since = parse_rfc3339("2026-11-22T04:11:36.005124Z");
  notice.reason = "no run began, due \"02:00\"\nä";
  notice.invocation = parse_id128("0c057321608941e8abe8e3b99454367a");
  notice.run_began = parse_rfc3339("2026-11-22T04:11:30Z");
  notice.run_ended = parse_rfc3339("2026-11-22T04:11:36Z");
  notice.targets = {"mail:ops@example.org", "irc"};
  notice.decided = parse_rfc3339("2026-11-22T04:11:37.000001Z");
  return notice;
}

TEST(Notice, IsTheSameAsTextAndAsFacts) {
  Notice bare;
  bare.unit = "a.service";
  for (const Notice& notice : {whole(), bare}) {
    EXPECT_EQ(notice_of(facts_of(notice)), notice);
    EXPECT_EQ(parse_notice(notice_text(notice)), notice);
  }
  EXPECT_EQ(notice_text(bare), "{\"health\":\"ok\",\"unit\":\"a.service\",\"was\":\"ok\"}\n");
}

TEST(Notice, IsNoneWithoutAUnitOrWithAWrongValue) {
  const NoticeFacts good = facts_of(whole());
  for (const char* name : {"unit", "health"}) {
    NoticeFacts facts = good;
    facts.erase(name);
    EXPECT_EQ(notice_of(facts), std::nullopt) << name;
  }
  for (const char* name : {"health", "was", "since", "invocation", "began", "ended", "decided"}) {
    NoticeFacts facts = good;
    facts[name] = "../../etc";
    EXPECT_EQ(notice_of(facts), std::nullopt) << name;
  }
  for (const char* text : {"", "{", "[]", "{}", "\"x\"", "{\"unit\":1,\"health\":\"ok\"}"})
    EXPECT_EQ(parse_notice(text), std::nullopt) << text;
}

TEST(Notice, IgnoresNamesThatItDoesNotKnow) {
  NoticeFacts facts = facts_of(whole());
  facts["shell"] = "rm";
  EXPECT_EQ(notice_of(facts), whole());
}

}  // namespace
}  // namespace sa
