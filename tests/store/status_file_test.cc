#include "store/status_file.h"

#include "core/error.h"
#include "tests/store/samples.h"

#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

using test::at_second;
using test::contents_of;
using test::Directory;
using test::full_status;
using test::id_of;

UnitStatus bare_status(const std::string& unit) {
  UnitStatus status;
  status.unit = unit;
  return status;
}

void write_sample(const std::filesystem::path& file) {
  StatusWriter writer(file);
  writer.set(bare_status("z.service"));
  writer.set(full_status());
  writer.set(bare_status("a.service"));
  writer.write("host-1.example", id_of(1, 2), at_second(1795000000));
}

TEST(StatusFile, BringsBackTheUnitsByName) {
  Directory directory;
  write_sample(directory.path() / "status");
  const auto published = read_status(directory.path() / "status");
  EXPECT_EQ(published.status.host, "host-1.example");
  EXPECT_EQ(published.status.boot, id_of(1, 2));
  EXPECT_EQ(published.status.written, at_second(1795000000));
  EXPECT_EQ(published.status.units,
            (std::vector{bare_status("a.service"), full_status(), bare_status("z.service")}));
}

TEST(StatusFile, PublishesNoUnitsAndNoHost) {
  Directory directory;
  StatusWriter(directory.path() / "status").write("", {}, at_second(5));
  const auto published = read_status(directory.path() / "status");
  EXPECT_EQ(published.status.host, "");
  EXPECT_EQ(published.status.units, std::vector<UnitStatus>{});
}

TEST(StatusFile, ReplacesAndRemovesUnits) {
  Directory directory;
  StatusWriter writer(directory.path() / "status");
  writer.set(full_status());
  writer.set(bare_status("b.service"));
  writer.write("h", {}, at_second(5));
  writer.set(bare_status(full_status().unit));
  writer.remove("b.service");
  writer.remove("unknown.service");
  writer.write("h", {}, at_second(6));
  EXPECT_EQ(read_status(directory.path() / "status").status.units,
            std::vector{bare_status(full_status().unit)});
}

TEST(StatusFile, TakesMoreUnitsThanOneWriteTakesParts) {
  Directory directory;
  StatusWriter writer(directory.path() / "status");
  std::vector<UnitStatus> units;
  for (int i = 10000; i < 13000; ++i) {
    units.push_back(bare_status("u" + std::to_string(i) + ".service"));
    writer.set(units.back());
  }
  writer.write("h", {}, at_second(5));
  EXPECT_EQ(read_status(directory.path() / "status").status.units, units);
}

TEST(StatusFile, IsReadableByAllWhateverTheUmask) {
  Directory directory;
  const auto before = ::umask(0077);
  write_sample(directory.path() / "status");
  ::umask(before);
  struct stat facts {};
  ASSERT_EQ(::stat((directory.path() / "status").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0644U);
}

TEST(StatusFile, LeavesTheOldFileWholeForWhoReadsIt) {
  Directory directory;
  const auto file = directory.path() / "status";
  write_sample(file);
  const std::filesystem::path held = directory.path() / "held";
  std::filesystem::create_hard_link(file, held);
  StatusWriter(file).write("h", {}, at_second(6));
  EXPECT_EQ(read_status(held).status.units.size(), 3U);
  EXPECT_EQ(read_status(file).status.units.size(), 0U);
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "status.new"));
}

TEST(StatusFile, BeatsWithoutBeingWritten) {
  Directory directory;
  const auto file = directory.path() / "status";
  StatusWriter writer(file);
  writer.write("h", {}, at_second(5));
  std::filesystem::last_write_time(
      file, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  const auto before = read_status(file).heartbeat;
  writer.touch();
  EXPECT_GT(read_status(file).heartbeat, before + std::chrono::minutes(59));
}

TEST(StatusFile, SaysWhyItCannotBeTouchedReadOrWritten) {
  const auto message = [](const auto& act) { return test::message_of<Error>(act); };
  EXPECT_EQ(message([] { StatusWriter("/nowhere/status").touch(); }),
            "cannot touch the status file '/nowhere/status': No such file or directory");
  EXPECT_EQ(message([] { StatusWriter("/nowhere/status").write("h", {}, at_second(5)); }),
            "cannot write the status file '/nowhere/status': No such file or directory");
  EXPECT_EQ(message([] { read_status("/nowhere/status"); }),
            "cannot read the status file '/nowhere/status': No such file or directory");
  EXPECT_EQ(message([] { read_status("/"); }),
            "cannot read the status file '/': it is not a status file of this program");
}

TEST(StatusFile, SaysWhenThereIsNoRoom) {
  EXPECT_EQ(test::message_of<NoRoom>([] {
              const Directory directory;
              const auto made = directory.path() / "status.new";
              std::filesystem::create_symlink("/dev/full", made);
              StatusWriter(directory.path() / "status").write("h", {}, at_second(5));
            }).substr(0, 30),
            "cannot write the status file '");
}

TEST(StatusFile, RefusesANewerSchema) {
  Directory directory;
  const auto file = directory.path() / "status";
  write_sample(file);
  auto contents = contents_of(file);
  contents[8] = 2;
  test::write_file(file, contents);
  EXPECT_EQ(test::message_of<Damaged>([&] { read_status(file); }),
            "cannot read the status file '" + file.string() +
                "': its schema is newer than this program; upgrade this program");
}

TEST(StatusFile, RefusesAFileCutAtAnyLengthOrTooLong) {
  Directory directory;
  const auto file = directory.path() / "status";
  write_sample(file);
  const auto whole = contents_of(file);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    test::write_file(file, whole.substr(0, size));
    EXPECT_THROW(read_status(file), Damaged) << size;
  }
  test::write_file(file, whole + "x");
  EXPECT_THROW(read_status(file), Damaged);
}

TEST(StatusFile, RefusesAFileFlippedAtAnyByte) {
  Directory directory;
  const auto file = directory.path() / "status";
  write_sample(file);
  const auto whole = contents_of(file);
  for (std::size_t byte = 0; byte < whole.size(); ++byte)
    for (const int mask : {1, 0x80, 0xff}) {
      auto flipped = whole;
      flipped[byte] = static_cast<char>(flipped[byte] ^ mask);
      test::write_file(file, flipped);
      EXPECT_THROW(read_status(file), Damaged) << byte;
    }
}

}  // namespace
}  // namespace sa
