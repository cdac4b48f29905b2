#include "watcher/unit_file.h"

#include "tests/core/unit_facts_text.h"
#include "tests/store/samples.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

namespace fs = std::filesystem;
using samples::text_of;

class UnitFilesTest : public testing::Test {
 protected:
  UnitFilesTest() {
    for (const auto& folder : {etc_, run_, lib_}) fs::create_directories(folder);
  }

  // Writes "[X-ScriptActivity]" and `lines` to a file below one of the folders.
  void write(const fs::path& file, const std::string& lines) {
    fs::create_directories(file.parent_path());
    test::write_file(file, "[X-ScriptActivity]\n" + lines);
  }

  UnitFiles indexed() const { return UnitFiles({etc_.string(), run_.string(), lib_.string()}); }

  static std::string facts_in(const UnitFiles& files, const std::string& unit) {
    const auto facts = files.facts(unit);
    return facts ? text_of(*facts) : "no such unit";
  }
  std::string facts(const std::string& unit) const { return facts_in(indexed(), unit); }

  const test::Directory directory_;
  const fs::path etc_ = directory_.path() / "etc";
  const fs::path run_ = directory_.path() / "run";
  const fs::path lib_ = directory_.path() / "lib";
};

TEST_F(UnitFilesTest, OfTheFirstFolderHideTheOthers) {
  write(lib_ / "backup.service", "Job=lib\nTeam=lp\n");
  EXPECT_EQ(facts("backup.service"), "section job 'lib' team 'lp'");
  write(etc_ / "backup.service", "Job=etc\n");
  EXPECT_EQ(facts("backup.service"), "section job 'etc'");
}

TEST_F(UnitFilesTest, OfAUnitWithoutAnyFileAreNone) {
  EXPECT_EQ(facts("backup.service"), "no such unit");
  EXPECT_EQ(facts("backup"), "no such unit");
  EXPECT_EQ(facts(""), "no such unit");
}

TEST_F(UnitFilesTest, OfFoldersThatAreNotThereAreNone) {
  const UnitFiles files({(directory_.path() / "nowhere").string()});
  EXPECT_EQ(facts_in(files, "backup.service"), "no such unit");
  EXPECT_TRUE(files.services_with_section().empty());
}

TEST_F(UnitFilesTest, DropInsComeOnTopInOrderOfTheirFileNames) {
  write(lib_ / "backup.service", "Job=file\nTeam=file\nGrace=1s\n");
  write(etc_ / "backup.service.d/10-first.conf", "Job=first\nTeam=first\n");
  write(lib_ / "backup.service.d/20-second.conf", "Job=second\n");
  EXPECT_EQ(facts("backup.service"), "section job 'second' team 'first' grace 1000ms");
}

TEST_F(UnitFilesTest, ADropInHidesThoseOfItsNameInLaterFolders) {
  write(lib_ / "backup.service", "");
  write(lib_ / "backup.service.d/10-team.conf", "Team=lib\nJob=lib\n");
  write(etc_ / "backup.service.d/10-team.conf", "Team=etc\n");
  EXPECT_EQ(facts("backup.service"), "section team 'etc'");
}

TEST_F(UnitFilesTest, OnlyDropInsThatEndInConfCount) {
  write(lib_ / "backup.service", "");
  write(etc_ / "backup.service.d/10-team.conf~", "Team=lp\n");
  write(etc_ / "backup.service.d/README", "Team=lp\n");
  EXPECT_EQ(facts("backup.service"), "section");
}

TEST_F(UnitFilesTest, ADropInAloneMakesFacts) {
  write(etc_ / "backup.service.d/10-team.conf", "Team=lp\n");
  EXPECT_EQ(facts("backup.service"), "section team 'lp'");
}

TEST_F(UnitFilesTest, DropInsOfAPrefixAndOfTheTypeCountTheNearestWins) {
  write(lib_ / "sa-lp-backup.service", "");
  write(etc_ / "service.d/10-a.conf", "Job=type\nTeam=type\nGrace=1s\nDeadline=1s\n");
  write(etc_ / "sa-.service.d/10-a.conf", "Job=sa\nTeam=sa\nGrace=2s\n");
  EXPECT_EQ(facts("sa-lp-backup.service"), "section job 'sa' team 'sa' grace 2000ms");
  write(etc_ / "sa-lp-.service.d/10-a.conf", "Job=lp\nTeam=lp\n");
  EXPECT_EQ(facts("sa-lp-backup.service"), "section job 'lp' team 'lp'");
  write(etc_ / "sa-lp-backup.service.d/10-a.conf", "Job=own\n");
  EXPECT_EQ(facts("sa-lp-backup.service"), "section job 'own'");
  EXPECT_EQ(facts("other.service"), "section job 'type' team 'type' grace 1000ms deadline 1000ms");
  EXPECT_EQ(facts("sa-lp-backup.timer"), "no such unit");
}

TEST_F(UnitFilesTest, DropInsOfSeveralNamesAreReadInOrderOfFileNames) {
  write(lib_ / "sa-backup.service", "");
  write(etc_ / "sa-backup.service.d/10-own.conf", "Team=own\n");
  write(etc_ / "sa-.service.d/20-all.conf", "Team=all\n");
  EXPECT_EQ(facts("sa-backup.service"), "section team 'all'");
}

TEST_F(UnitFilesTest, AnInstanceTakesTheFileAndDropInsOfItsTemplate) {
  write(lib_ / "backup@.service", "Job=template\nTeam=template\nGrace=1s\n");
  write(etc_ / "backup@.service.d/10-a.conf", "Team=all\n");
  EXPECT_EQ(facts("backup@home-lib.service"), "section job 'template' team 'all' grace 1000ms");
  write(etc_ / "backup@home-lib.service.d/20-b.conf", "Team=home\n");
  EXPECT_EQ(facts("backup@home-lib.service"), "section job 'template' team 'home' grace 1000ms");
  write(lib_ / "backup@home-lib.service", "Job=instance\n");
  EXPECT_EQ(facts("backup@home-lib.service"), "section job 'instance' team 'home'");
}

TEST_F(UnitFilesTest, OfAnEscapedNameAreFoundByThatName) {
  write(lib_ / "backup-a\\x2db.service", "Job=escaped\n");
  EXPECT_EQ(facts("backup-a\\x2db.service"), "section job 'escaped'");
}

TEST_F(UnitFilesTest, OfAMaskedUnitSayNothing) {
  write(lib_ / "backup.service", "Job=lib\n");
  fs::create_symlink("/dev/null", etc_ / "backup.service");
  EXPECT_EQ(facts("backup.service"), "no section");
}

TEST_F(UnitFilesTest, OfAnAliasAreThoseOfItsTarget) {
  write(lib_ / "backup.service", "Job=backup\n");
  fs::create_symlink(lib_ / "backup.service", etc_ / "save.service");
  EXPECT_EQ(facts("save.service"), "section job 'backup'");
}

TEST_F(UnitFilesTest, OfAFifoADirectoryAndALinkToNowhereSayNothing) {
  ASSERT_EQ(mkfifo((etc_ / "fifo.service").c_str(), 0644), 0);
  fs::create_directory(etc_ / "folder.service");
  fs::create_symlink(etc_ / "nowhere", etc_ / "dangling.service");
  fs::create_symlink("/dev/zero", etc_ / "device.service");
  for (const char* unit : {"fifo.service", "folder.service", "dangling.service", "device.service"})
    EXPECT_EQ(facts(unit), "no section") << unit;
}

TEST_F(UnitFilesTest, AFifoOrAFolderAsDropInSaysNothing) {
  write(lib_ / "backup.service", "Job=backup\n");
  fs::create_directories(etc_ / "backup.service.d/20-folder.conf");
  ASSERT_EQ(mkfifo((etc_ / "backup.service.d/10-fifo.conf").c_str(), 0644), 0);
  EXPECT_EQ(facts("backup.service"), "section job 'backup'");
}

TEST_F(UnitFilesTest, AFileOrALinkToNowhereInPlaceOfADropInFolderIsPassedOver) {
  write(lib_ / "backup.service", "Job=backup\n");
  test::write_file(etc_ / "backup.service.d", "[X-ScriptActivity]\nJob=other\n");
  fs::create_symlink(etc_ / "nowhere", run_ / "backup.service.d");
  EXPECT_EQ(facts("backup.service"), "section job 'backup'");
}

TEST_F(UnitFilesTest, OfAHugeFileAreNotRead) {
  const std::string comment(std::size_t{1} << 20, '#');
  write(etc_ / "huge.service", "Job=huge\n" + comment + "\n");
  EXPECT_EQ(facts("huge.service"), "no section");
  write(etc_ / "large.service", "Job=large\n" + comment.substr(100) + "\n");
  EXPECT_EQ(facts("large.service"), "section job 'large'");
}

TEST_F(UnitFilesTest, OfUnitsThatCameAfterTheIndexAreFound) {
  const UnitFiles files = indexed();
  write(run_ / "run-r1.service", "Job=late\n");
  EXPECT_EQ(facts_in(files, "run-r1.service"), "section job 'late'");
}

TEST_F(UnitFilesTest, OfUnitsThatCameAfterTheIndexHaveTheDropInsThatCameBeforeThem) {
  write(lib_ / "job.service", "Job=job\n");
  write(etc_ / "run-1.service.d/old.conf", "Tags=old\n");
  const UnitFiles files = indexed();
  fs::remove(etc_ / "run-1.service.d/old.conf");
  write(etc_ / "run-1.service.d/owed.conf", "Team=lp\n");
  write(lib_ / "run-1.service.d/owed.conf", "Team=hidden\n");
  write(lib_ / "run-.service.d/job.conf", "Job=late\n");
  write(run_ / "run-1.service", "Grace=1s\n");
  EXPECT_EQ(facts_in(files, "run-1.service"), "section job 'late' team 'lp' grace 1000ms");
  write(etc_ / "job.service.d/team.conf", "Team=unloaded\n");
  EXPECT_EQ(facts_in(files, "job.service"), "section job 'job'");
}

TEST_F(UnitFilesTest, ThatWereDeletedAfterTheIndexSayNothing) {
  write(etc_ / "backup.service", "Grace=1s\n");
  const UnitFiles files = indexed();
  fs::remove(etc_ / "backup.service");
  EXPECT_EQ(facts_in(files, "backup.service"), "no such unit");
}

TEST_F(UnitFilesTest, ADropInOfAllTimersMakesNoFileOfADeletedOne) {
  write(lib_ / "timer.d" / "50-all.conf", "");
  EXPECT_FALSE(indexed().has_file("deleted.timer"));
}

TEST_F(UnitFilesTest, NameTheServicesThatCarryTheSection) {
  write(etc_ / "b.service", "");
  write(lib_ / "a.service", "");
  write(lib_ / "template@.service", "");
  write(lib_ / "template@one.service", "");
  write(lib_ / "c.timer", "");
  test::write_file(lib_ / "d.service", "[Service]\nType=oneshot\n");
  test::write_file(lib_ / "e.service", "[Service]\nType=oneshot\n");
  write(etc_ / "e.service.d/10-ours.conf", "");
  write(lib_ / "masked.service", "");
  fs::create_symlink("/dev/null", etc_ / "masked.service");
  const std::vector<std::string> expected = {"a.service", "b.service", "e.service",
                                             "template@one.service"};
  EXPECT_EQ(indexed().services_with_section(), expected);
}

}  // namespace
}  // namespace sa
