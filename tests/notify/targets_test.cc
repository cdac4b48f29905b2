#include "notify/targets.h"

#include "core/error.h"
#include "tests/store/samples.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

// A mailer and two programs that write down what they are given, and fail where a file says so.
class TargetsTest : public testing::Test {
 protected:
  TargetsTest() {
    const auto programs = directory.path() / "notify.d";
    std::filesystem::create_directory(programs);
    chmod(programs.c_str(), 0755);
    for (const char* name : {"notify.d/page", "notify.d/irc", "sendmail"}) {
      const auto path = directory.path() / name;
      test::write_file(path,
                       "#!/bin/sh\n"
                       "test ! -e " +
                           directory.path().string() +
                           "/fail-${0##*/} || exit 3\n"
                           "echo ${0##*/} $* $SA_UNIT $(head -1) >> " +
                           out.string() + "\n");
      chmod(path.c_str(), 0755);
    }
    notice.unit = "backup.service";
    notice.health = Health::overdue;
  }
  bool tell(const Strings& targets) {
    notice.targets = targets;
    Told told(directory.path() / "told", notice);
    const Ways ways{directory.path() / "sendmail", directory.path() / "notify.d", geteuid(), 20s};
    said.clear();
    return tell_targets(notice, {"[box] it is overdue", "It is.\n"}, "box", ways, told,
                        [this](const std::string& line) { said.push_back(line); });
  }
  std::string given() {
    const std::string text = test::contents_of(out);
    std::filesystem::remove(out);
    return text;
  }
  // How paths of this test read.
  std::string here(const std::string& name) const { return directory.path() / name; }

  test::Directory directory;
  const std::filesystem::path out = directory.path() / "out";
  Notice notice;
  Strings said;
};

TEST_F(TargetsTest, AreToldEach) {
  EXPECT_TRUE(tell({"mail:ops@example.org", "page", "run:irc"}));
  EXPECT_EQ(given(),
            "sendmail -t -oi To: ops@example.org\n"
            "page backup.service It is.\n"
            "irc backup.service It is.\n");
  EXPECT_EQ(said,
            (Strings{"told mail:ops@example.org: backup.service overdue",
                     "told page: backup.service overdue", "told run:irc: backup.service overdue"}));
}

TEST_F(TargetsTest, OneThatFailsKeepsNoOtherFromBeingToldAndIsToldAgainAlone) {
  test::write_file(directory.path() / "fail-page", "");
  EXPECT_FALSE(tell({"page", "irc"}));
  EXPECT_EQ(given(), "irc backup.service It is.\n");
  EXPECT_EQ(said, (Strings{"cannot tell page: backup.service overdue: '" + here("notify.d/page") +
                               "': exit 3",
                           "told irc: backup.service overdue"}));
  std::filesystem::remove(directory.path() / "fail-page");
  EXPECT_TRUE(tell({"page", "irc"}));
  EXPECT_EQ(given(), "page backup.service It is.\n");
  EXPECT_TRUE(tell({"page", "irc"}));
  EXPECT_EQ(given(), "");
}

TEST_F(TargetsTest, AreToldOfTheNextChangeAnew) {
  tell({"page"});
  given();
  notice.health = Health::ok;
  EXPECT_TRUE(tell({"page"}));
  EXPECT_EQ(given(), "page backup.service It is.\n");
  notice.health = Health::overdue;
  EXPECT_TRUE(tell({"page"}));
  EXPECT_EQ(given(), "page backup.service It is.\n");
}

TEST_F(TargetsTest, AreToldOnceOfWhatWasDecidedOnceWhateverIsKnownOfItLater) {
  notice.decided = parse_rfc3339("2026-11-22T04:00:00.000001Z");
  tell({"page"});
  given();
  notice.since = parse_rfc3339("2026-11-22T03:59:59Z");
  notice.invocation = parse_id128("0c057321608941e8abe8e3b99454367a");
  EXPECT_TRUE(tell({"page", "irc"}));
  EXPECT_EQ(given(), "irc backup.service It is.\n");
  notice.decided = parse_rfc3339("2026-11-22T04:00:00.000002Z");
  EXPECT_TRUE(tell({"page"}));
  EXPECT_EQ(given(), "page backup.service It is.\n") << "the same change, decided on anew";
}

TEST_F(TargetsTest, AreNotToldWhereThatCouldNotBeKept) {
  std::filesystem::create_directory(directory.path() / "told.new");
  EXPECT_THROW(tell({"page"}), Error);
  EXPECT_EQ(given(), "");
}

TEST_F(TargetsTest, AreNotToldAgainWhenTheEndOfTheRunBecameExact) {
  notice.health = Health::failed;
  notice.invocation = parse_id128("0c057321608941e8abe8e3b99454367a");
  notice.since = parse_rfc3339("2026-11-22T04:11:36.005124Z");
  tell({"page"});
  given();
  notice.since = parse_rfc3339("2026-11-22T04:11:36.005130Z");
  EXPECT_TRUE(tell({"page"}));
  EXPECT_EQ(given(), "");
  notice.health = Health::overdue;
  tell({"page"});
  given();
  notice.since = parse_rfc3339("2026-11-22T05:00:00Z");
  EXPECT_TRUE(tell({"page"}));
  EXPECT_EQ(given(), "page backup.service It is.\n") << "overdue anew, with no run in between";
}

TEST_F(TargetsTest, ThatAreNoneAreSaidAndNotTriedAgain) {
  EXPECT_TRUE(tell({"mail:|sh", "../sendmail", "none", "irc"}));
  EXPECT_EQ(given(), "irc backup.service It is.\n");
  EXPECT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0],
            "no target of 'backup.service': expected 'mail:ADDRESS' or the name of a "
            "program in '" +
                here("notify.d") + "', got 'mail:|sh', ignoring");
}

TEST_F(TargetsTest, AProgramThatIsNotThereIsAFailure) {
  EXPECT_FALSE(tell({"absent"}));
  EXPECT_EQ(said, Strings{"cannot tell absent: backup.service overdue: '" +
                          here("notify.d/absent") + "': No such file or directory"});
}

TEST_F(TargetsTest, ADamagedMemoryTellsAllAgain) {
  tell({"page"});
  given();
  test::write_file(directory.path() / "told", "\xff\x00 page");
  EXPECT_TRUE(tell({"page"}));
  EXPECT_EQ(given(), "page backup.service It is.\n");
}

}  // namespace
}  // namespace sa
