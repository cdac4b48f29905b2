#include "notify/message.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace sa {
namespace {

Instant at(const char* text) {
  return *parse_rfc3339(text);
}

Notice failure() {
  Notice notice;
  notice.unit = "backup.service";
  notice.job = "backup";
  notice.team = "lp";
  notice.health = Health::failed;
  notice.was = Health::ok;
  notice.since = at("2026-11-22T04:11:36.005124Z");
  notice.reason = "exit 3, 2 times in a row";
  notice.invocation = parse_id128("0c057321608941e8abe8e3b99454367a");
  notice.run_began = at("2026-11-22T04:11:30Z");
  notice.run_ended = at("2026-11-22T04:11:36.005124Z");
  notice.targets = {"mail:ops@example.org"};
  return notice;
}

class MessageTest : public testing::Test {
 protected:
  MessageTest() {
    setenv("TZ", "UTC", 1);
    tzset();
  }
};

TEST_F(MessageTest, TellsAllThatIsKnown) {
  const Message message = message_of(failure(), "box", {"syncing", "rsync: connection lost"});
  EXPECT_EQ(message.subject, "[box] backup.service has failed");
  EXPECT_EQ(message.body,
            "backup.service on box has failed.\n"
            "\n"
            "Health: failed, was ok\n"
            "Since:  Sun 2026-11-22 04:11:36.005124 UTC\n"
            "Why:    exit 3, 2 times in a row\n"
            "Job:    backup\n"
            "Team:   lp\n"
            "Run:    0c057321608941e8abe8e3b99454367a, began Sun 2026-11-22 04:11:30.000000 UTC, "
            "ended Sun 2026-11-22 04:11:36.005124 UTC\n"
            "\n"
            "The end of its output:\n"
            "\n"
            "    syncing\n"
            "    rsync: connection lost\n"
            "\n"
            "To see more:\n"
            "\n"
            "    sa log backup.service 0c057321608941e8abe8e3b99454367a\n"
            "    sa explain backup.service\n");
}

TEST_F(MessageTest, LeavesOutWhatIsNotKnown) {
  Notice notice;
  notice.unit = "a\\x2db@c.service";
  notice.health = Health::overdue;
  notice.was = Health::failed;
  const Message message = message_of(notice, "box", {});
  EXPECT_EQ(message.subject, "[box] a\\x2db@c.service is overdue");
  EXPECT_EQ(message.body,
            "a\\x2db@c.service on box is overdue.\n"
            "\n"
            "Health: overdue, was failed\n"
            "\n"
            "To see more:\n"
            "\n"
            "    sa history 'a\\x2db@c.service'\n"
            "    sa explain 'a\\x2db@c.service'\n");
}

TEST_F(MessageTest, SaysWhatBecameOfIt) {
  Notice notice = failure();
  notice.health = Health::broken;
  EXPECT_EQ(message_of(notice, "box", {}).subject, "[box] backup.service is broken");
  notice.health = Health::ok;
  EXPECT_EQ(message_of(notice, "box", {}).subject, "[box] backup.service is well again");
}

TEST_F(MessageTest, SaysWhereARunHasNoOutput) {
  const std::string body = message_of(failure(), "box", {}).body;
  EXPECT_NE(body.find("\n\nThe journal has no output of this run.\n\nTo see"), std::string::npos);
}

TEST_F(MessageTest, HasNoControlCharactersWhateverTheUnitWrote) {
  Notice notice = failure();
  notice.reason = "exit 3\r\nBcc: all@example.org\n.\n";
  notice.job = "\xe2\x80\xae evil";
  const std::string body =
      message_of(notice, "box", {"\x1b[31mred\x07", "\xff\xfe", "tab\tä", std::string(5000, 'x')})
          .body;
  EXPECT_NE(body.find("Why:    exit 3\\x0d\\x0aBcc: all@example.org\\x0a.\\x0a\n"),
            std::string::npos);
  EXPECT_NE(body.find("Job:    \\xe2\\x80\\xae evil\n"), std::string::npos);
  EXPECT_NE(body.find("    \\x1b[31mred\\x07\n    \\xff\\xfe\n    tab\tä\n"), std::string::npos);
  EXPECT_NE(body.find("\n    " + std::string(801, 'x') + " ...\n"), std::string::npos);
}

TEST_F(MessageTest, AHostsNameAddsNoHeader) {
  const Message message = message_of(failure(), "bö\nx: y", {});
  EXPECT_EQ(message.subject, "[b??\\x0ax: y] backup.service has failed");
}

TEST_F(MessageTest, IsAMail) {
  EXPECT_EQ(mail_of({"[box] backup.service has failed", "It has.\n"}, "ops@example.org"),
            "To: ops@example.org\n"
            "Subject: [box] backup.service has failed\n"
            "Auto-Submitted: auto-generated\n"
            "MIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: 8bit\n"
            "\n"
            "It has.\n");
}

TEST_F(MessageTest, IsToldInVariablesToo) {
  const Notice notice = failure();
  const auto variables = variables_of(notice, message_of(notice, "box", {}), "box");
  std::string text;
  for (const auto& [name, value] : variables) text.append(name).append("=" + value + "\n");
  EXPECT_EQ(text,
            "SA_UNIT=backup.service\n"
            "SA_HEALTH=failed\n"
            "SA_WAS=ok\n"
            "SA_SINCE=2026-11-22T04:11:36.005124Z\n"
            "SA_REASON=exit 3, 2 times in a row\n"
            "SA_INVOCATION=0c057321608941e8abe8e3b99454367a\n"
            "SA_BEGAN=2026-11-22T04:11:30.000000Z\n"
            "SA_ENDED=2026-11-22T04:11:36.005124Z\n"
            "SA_JOB=backup\n"
            "SA_TEAM=lp\n"
            "SA_HOST=box\n"
            "SA_SUBJECT=[box] backup.service has failed\n");
}

}  // namespace
}  // namespace sa
