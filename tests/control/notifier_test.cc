#include "control/notifier.h"

#include "control/instance_name.h"
#include "core/told_list.h"
#include "tests/control/fake_systemd.h"
#include "tests/store/samples.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

const NoticeFacts facts = {{"health", "failed"}, {"reason", "exit 3"}, {"notify", "irc"}};
const std::string teller = "sa-notify@a.service.service";

NoticeFacts decided(const std::string& when) {
  NoticeFacts with = facts;
  with["decided"] = when;
  return with;
}
const NoticeFacts first = decided("2026-11-22T04:00:01.000001Z");
const NoticeFacts second = decided("2026-11-22T04:00:02.000001Z");

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

  // Of a notice that `told` were told of, and sa-notify@ ended with `result`.
  std::string answer(const NoticeFacts& given, const std::set<std::string>& told,
                     const std::string& result) {
    NoticeFacts named = first;
    named["unit"] = "a.service";
    std::filesystem::create_directories(told_folder);
    test::write_file(told_folder / "a.service", told_text(*notice_of(named), told));
    const Refused refused = notifier.unreached("a.service", given, result);
    return refused.name + ": " + refused.what();
  }

  test::Directory directory;
  samples::FakeSystemd systemd;
  const std::filesystem::path folder = directory.path() / "notices";
  const std::filesystem::path told_folder = directory.path() / "told";
  Notifier notifier{systemd, {folder, told_folder}};
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
  systemd.add(teller, "activating");
  EXPECT_EQ(refusal("a.service", facts), "Busy: '" + teller + "' still tells of another change");
  EXPECT_FALSE(std::filesystem::exists(folder));
}

// Seen: a watcher that was killed while people were told was refused when it asked again.
TEST_F(NotifierTest, JoinsWhatIsBeingToldAlready) {
  notifier.notify("a.service", first);
  systemd.add(teller, "activating");
  const std::string written = test::contents_of(folder / "a.service");
  EXPECT_EQ(Notifier(systemd, {folder, told_folder}).notify("a.service", first),
            "/org/freedesktop/systemd1/job/2");
  EXPECT_EQ(test::contents_of(folder / "a.service"), written);
  EXPECT_EQ(refusal("a.service", second), "Busy: '" + teller + "' still tells of another change");
  EXPECT_EQ(refusal("a.service", facts), "Busy: '" + teller + "' still tells of another change");
  EXPECT_EQ(systemd.orders.size(), 2U);
}

TEST_F(NotifierTest, WhoAsksForItselfOnlyJoinsNothing) {
  notifier.notify("a.service", facts);
  systemd.add(teller, "activating");
  EXPECT_EQ(refusal("a.service", facts), "Busy: '" + teller + "' still tells of another change");
}

TEST_F(NotifierTest, TellsWhetherSomeOrNoneWereReached) {
  const std::string end = " told of 'a.service' (failed); see 'journalctl -u sa-notify@*'";
  EXPECT_EQ(answer(first, {"irc"}, "failed"), "NotAllTold: not everybody could be" + end);
  EXPECT_EQ(answer(first, {}, "failed"), "NobodyTold: nobody could be" + end);
  EXPECT_EQ(answer(second, {"irc"}, "failed"), "NobodyTold: nobody could be" + end)
      << "the list is of another notice";
  EXPECT_EQ(answer(first, {"irc"}, "timeout").substr(0, 11), "NotAllTold:");
  EXPECT_EQ(answer(first, {}, "timeout").substr(0, 7), "Failed:") << "one may just have been told";
}

// The folder is another user's.
TEST_F(NotifierTest, AListThatIsNoFileKeepsNobodyWaiting) {
  std::filesystem::create_directories(told_folder);
  mkfifo((told_folder / "a.service").c_str(), 0600);
  EXPECT_EQ(notifier.unreached("a.service", first, "failed").name, "NobodyTold");
  std::filesystem::remove(told_folder / "a.service");
  std::filesystem::create_symlink("/dev/zero", told_folder / "a.service");
  EXPECT_EQ(notifier.unreached("a.service", first, "failed").name, "NobodyTold");
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
