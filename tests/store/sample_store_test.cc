#include "tests/store/sample_store.h"

#include "core/error.h"
#include "store/layout.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "tests/store/samples.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sa {
namespace {

using test::Directory;

std::filesystem::path copy_of(const std::string& sample, const Directory& directory) {
  std::filesystem::create_directory(directory.store());
  const std::filesystem::path from = std::string(SA_SAMPLE_STORES) + "/" + sample + "/data.mdb";
  std::filesystem::copy_file(from, directory.store() / "data.mdb");
  std::filesystem::permissions(directory.store() / "data.mdb", std::filesystem::perms(0640));
  return directory.store();
}

std::vector<sa::Run> runs_in(const std::filesystem::path& store) {
  std::vector<sa::Run> runs;
  RunReader(store).visit_runs({}, Order::oldest_first, [&](const sa::Run& run) {
    runs.push_back(run);
    return Visit::go_on;
  });
  return runs;
}

TEST(SampleStore, OfSchema1IsReadWhole) {
  Directory directory;
  const auto store = copy_of("schema-1", directory);
  EXPECT_EQ(runs_in(store), test::sample_runs());
  EXPECT_EQ(RunReader(store).units(), test::sample_units());
}

TEST(SampleStore, OfSchema1IsWrittenOn) {
  Directory directory;
  const auto store = copy_of("schema-1", directory);
  auto runs = test::sample_runs();
  {
    RunWriter writer(store);
    EXPECT_EQ(writer.note("journal-cursor"), test::sample_note);
    std::vector<sa::Run> open;
    for (const auto& run : runs)
      if (run.state == State::running) open.push_back(run);
    EXPECT_EQ(writer.open_runs(), open);
    for (auto& run : runs) {
      run.reason = "changed";
      writer.put(run);
    }
    runs.push_back(test::bare_run("new.service", 999, test::at_second(1796000000)));
    writer.put(runs.back());
    writer.commit();
  }
  EXPECT_EQ(runs_in(store), runs);
}

TEST(SampleStore, OfANewerSchemaIsRefusedAndLeftAlone) {
  Directory directory;
  test::write_sample_store(directory.store());
  {
    lmdb::Environment environment(directory.store(), lmdb::Access::write, 1 << 20);
    lmdb::Transaction transaction(environment, lmdb::Access::write);
    const auto meta = transaction.table("meta", lmdb::Keys::bytes, lmdb::Values::single);
    std::string sealed;
    seal(Kind::schema, "schema", bytes_of(std::uint32_t{2}), sealed);
    transaction.put(*meta, "schema", sealed);
    transaction.commit();
  }
  const auto before = test::contents_of(directory.store() / "data.mdb");
  const std::string cause = " the store '" + directory.store().string() +
                            "': its schema is 2, this program knows up to 1; upgrade this program";
  EXPECT_EQ(test::message_of<Damaged>([&] { RunReader reader(directory.store()); }),
            "cannot read" + cause);
  EXPECT_EQ(test::message_of<Damaged>([&] { RunWriter writer(directory.store()); }),
            "cannot write" + cause);
  EXPECT_EQ(test::contents_of(directory.store() / "data.mdb"), before);
}

TEST(SampleStore, OfAnotherProgramIsRefusedAndLeftAlone) {
  Directory directory;
  std::filesystem::create_directory(directory.store());
  {
    lmdb::Environment environment(directory.store(), lmdb::Access::write, 1 << 20);
    lmdb::Transaction transaction(environment, lmdb::Access::write);
    const auto table = transaction.table("theirs", lmdb::Keys::bytes, lmdb::Values::single);
    transaction.put(*table, "key", "value");
    transaction.commit();
  }
  const auto before = test::contents_of(directory.store() / "data.mdb");
  const std::string cause = " the store '" + directory.store().string() +
                            "': it is LMDB, but not a store of this program";
  EXPECT_EQ(test::message_of<Damaged>([&] { RunReader reader(directory.store()); }),
            "cannot read" + cause);
  EXPECT_EQ(test::message_of<Damaged>([&] { RunWriter writer(directory.store()); }),
            "cannot write" + cause);
  EXPECT_EQ(test::contents_of(directory.store() / "data.mdb"), before);
}

// Every value of a store, flipped at each of its bytes where it lies in the file: the run is read
// right or refused.
TEST(SampleStore, IsReadRightOrRefusedWithAnyByteOfAnyRunFlipped) {
  Directory directory;
  const auto store = copy_of("schema-1", directory);
  const auto whole = test::contents_of(store / "data.mdb");
  const auto runs = test::sample_runs();
  const std::string identity(reinterpret_cast<const char*>(runs[60].identity.bytes.data()), 16);
  const auto place = whole.find(identity);
  ASSERT_NE(place, std::string::npos);
  // The value: checksum and FlatBuffer around the identity, which is 40 bytes into its struct.
  const std::size_t begin = place - 40 - 16 - checksum_size;
  for (std::size_t byte = begin; byte < begin + 120; ++byte) {
    auto flipped = whole;
    flipped[byte] = static_cast<char>(flipped[byte] ^ 0x40);
    test::write_file(store / "data.mdb", flipped);
    EXPECT_EQ(test::message_of<Damaged>([&] { runs_in(store); }),
              "cannot read a run: its checksum does not match")
        << byte - begin;
  }
}

}  // namespace
}  // namespace sa
