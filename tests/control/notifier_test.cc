#include "control/notifier.h"

#include "control/instance_name.h"
#include "tests/control/fake_systemd.h"
#include "tests/store/samples.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

const NoticeFacts facts = {{"health", "failed"}, {"reason", "exit 3"}, {"notify", "irc"}};

class NotifierTest : public testing::Test {
 protected:
  std::string refusal(const std::string& unit, const NoticeFacts& given) {
    try {
      notifier.notify(unit, given);
      return "not refused";
    } catch (const Refused& refused) {
      return refused.name + ": " + refused.what();
    }
  }

  test::Directory directory;
  samples::FakeSystemd systemd;
  const std::filesystem::path folder = directory.path() / "notices";
  Notifier notifier{systemd, folder};
};

TEST_F(NotifierTest, WritesWhatIsToBeToldAndStartsWhoTells) {
  EXPECT_EQ(notifier.notify("a\\x2db@c.service", facts), "/org/freedesktop/systemd1/job/1");
  const std::string instance = "a\\x5cx2db\\x40c.service";
  EXPECT_EQ(systemd.orders, std::vector<std::string>{"start sa-notify@" + instance + ".service"});
  EXPECT_EQ(test::contents_of(folder / instance),
            "{\"health\":\"failed\",\"notify\":\"irc\",\"reason\":\"exit 3\","
            "\"unit\":\"a\\\\x2db@c.service\",\"was\":\"ok\"}\n");
  struct stat status {};
  stat((folder / instance).c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0644U & ~umask(022));
}

TEST_F(NotifierTest, RefusesWhileTheChangeBeforeIsStillBeingTold) {
  systemd.add("sa-notify@a.service.service", "activating");
  EXPECT_EQ(refusal("a.service", facts),
            "Busy: 'sa-notify@a.service.service' still tells of the change before");
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(NotifierTest, TellsOfReportedRunsToo) {
  notifier.notify("nightly-sync.report", facts);
  EXPECT_EQ(systemd.orders,
            std::vector<std::string>{"start sa-notify@nightly\\x2dsync.report.service"});
}

TEST_F(NotifierTest, RefusesWhatIsNoService) {
  for (const char* unit : {"", "../x.service", "a.timer", "a/b.service", "a\n.service"})
    EXPECT_TRUE(refusal(unit, facts).starts_with("BadName: expected the full name of a service"))
        << unit;
}

TEST_F(NotifierTest, RefusesWhatIsNoNotice) {
  for (const NoticeFacts& wrong :
       {NoticeFacts{}, NoticeFacts{{"health", "sick"}},
        NoticeFacts{{"health", "ok"}, {"since", "soon"}},
        NoticeFacts{{"health", "ok"}, {"reason", std::string(20'000, 'x')}}})
    EXPECT_EQ(refusal("a.service", wrong),
              "BadNotice: expected the facts of a notice, as in org.scriptactivity.Control1(5)");
  EXPECT_TRUE(systemd.orders.empty());
}

TEST(InstanceName, IsWhatSystemdEscapeWrites) {
  EXPECT_EQ(instance_name("backup.service"), "backup.service");
  EXPECT_EQ(instance_name("a-b_c:d@e\\x2d.service"), "a\\x2db_c:d\\x40e\\x5cx2d.service");
  EXPECT_EQ(instance_name(".hidden.service"), "\\x2ehidden.service");
}

TEST(InstanceName, OfALongNameIsShortAndItsOwn) {
  const std::string front(240, '-');
  const auto one = instance_name(front + "1.service");
  EXPECT_LE(one.size(), 220U);
  EXPECT_NE(one, instance_name(front + "2.service"));
  EXPECT_EQ(one.find('/'), std::string::npos);
}

}  // namespace
}  // namespace sa
