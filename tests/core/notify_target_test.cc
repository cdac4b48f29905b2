#include "core/notify_target.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using Kind = NotifyTarget::Kind;

TEST(NotifyTarget, IsAMailAddress) {
  EXPECT_EQ(parse_notify_target("mail:ops@example.org"),
            (NotifyTarget{Kind::mail, "ops@example.org"}));
  EXPECT_EQ(parse_notify_target("mail:root"), (NotifyTarget{Kind::mail, "root"}));
  EXPECT_EQ(parse_notify_target("mail:ops+night.shift=1~x-y_z@mail-1.example.org"),
            (NotifyTarget{Kind::mail, "ops+night.shift=1~x-y_z@mail-1.example.org"}));
}

TEST(NotifyTarget, IsAProgramOfNotifyD) {
  EXPECT_EQ(parse_notify_target("irc"), (NotifyTarget{Kind::program, "irc"}));
  EXPECT_EQ(parse_notify_target("run:irc"), (NotifyTarget{Kind::program, "irc"}));
  EXPECT_EQ(parse_notify_target("run:none"), (NotifyTarget{Kind::program, "none"}));
  EXPECT_EQ(parse_notify_target("page-night_shift.sh"),
            (NotifyTarget{Kind::program, "page-night_shift.sh"}));
}

TEST(NotifyTarget, IsNothingElse) {
  for (const char* word : {"",
                           "none",
                           "mail:",
                           "mail:@",
                           "mail:@example.org",
                           "mail:ops@",
                           "mail:a@b@c",
                           "mail:-t@example.org",
                           "mail:|/bin/sh",
                           "mail:/etc/passwd",
                           "mail:a b",
                           "mail:a\nb",
                           "mail:a,b@example.org",
                           "mail:ops@-example.org",
                           "mail:<ops@example.org>",
                           "mail:öps",
                           "run:",
                           "run:../x",
                           "run:/bin/sh",
                           "run:.hidden",
                           "run:-x",
                           "../x",
                           "/bin/sh",
                           ".",
                           "..",
                           "-x",
                           "slack:channel",
                           "Mail:ops",
                           "a b",
                           "a\nb",
                           "ä"})
    EXPECT_EQ(parse_notify_target(word), std::nullopt) << word;
  EXPECT_EQ(parse_notify_target("mail:" + std::string(300, 'a')), std::nullopt);
  EXPECT_EQ(parse_notify_target(std::string(65, 'a')), std::nullopt);
}

}  // namespace
}  // namespace sa
