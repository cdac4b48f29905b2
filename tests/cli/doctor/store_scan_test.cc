#include "cli/doctor/store_scan.h"

#include "tests/cli/sample_log.h"

#include <fstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using StoreState = StoreFacts::State;

TEST(StoreScan, CountsTheRunsOfASoundStore) {
  const samples::SampleWorld world;
  const StoreFacts facts = scanned_store(world.places.store);
  EXPECT_EQ(facts.state, StoreState::sound) << facts.failure;
  EXPECT_EQ(facts.runs, 6U);
}

TEST(StoreScan, FindsThatThereIsNone) {
  const samples::TemporaryDirectory directory;
  EXPECT_EQ(scanned_store(directory.path()).state, StoreState::absent);
  EXPECT_EQ(scanned_store(directory.path() / "store").state, StoreState::absent);
}

TEST(StoreScan, FindsAStoreThatIsCutShort) {
  const samples::SampleWorld world;
  const auto data = world.places.store / "data.mdb";
  std::filesystem::resize_file(data, std::filesystem::file_size(data) / 2);
  const StoreFacts facts = scanned_store(world.places.store);
  EXPECT_EQ(facts.state, StoreState::damaged);
  EXPECT_NE(facts.failure.find("cut short"), std::string::npos) << facts.failure;
}

// Wherever a byte is wrong, also where LMDB crashes on it: one line, and this process goes on.
TEST(StoreScan, LivesOnWhateverByteIsWrong) {
  const samples::SampleWorld world;
  const auto data = world.places.store / "data.mdb";
  const auto size = std::filesystem::file_size(data);
  std::size_t found = 0;
  for (std::uintmax_t at = 0; at < size; at += 97) {
    std::fstream file(data, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char before = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(before ^ 0x55));
    file.flush();
    const StoreFacts facts = scanned_store(world.places.store);
    found += facts.state == StoreState::sound ? 0U : 1U;
    EXPECT_EQ(facts.failure.empty(), facts.state == StoreState::sound);
    EXPECT_EQ(facts.failure.find('\n'), std::string::npos) << facts.failure;
    file.seekp(static_cast<std::streamoff>(at));
    file.put(before);
  }
  EXPECT_GT(found, 10U);
  EXPECT_EQ(scanned_store(world.places.store).state, StoreState::sound);
}

}  // namespace
}  // namespace sa
