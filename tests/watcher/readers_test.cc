#include "watcher/readers.h"

#include "core/error.h"

#include <array>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sa {
namespace {

class ReadersTest : public testing::Test {
 protected:
  void program(const std::string& script) {
    std::ofstream(path_) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  }
  static std::string all_of(int fd) {
    std::string text;
    std::array<char, 1000> buffer;
    for (;;) {
      const auto size = read(fd, buffer.data(), buffer.size());
      if (size <= 0) break;
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    close(fd);
    return text;
  }
  ~ReadersTest() override { std::filesystem::remove(path_); }

  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("readers-test-" + std::to_string(getpid()));
  Readers readers_{path_, "/var/store"};
  Reading reading_;
};

TEST_F(ReadersTest, GetTheStoreAndWhatIsToBeReadAndNothingToRead) {
  program("cat; echo \"$@\"");
  reading_.units = {"backup.service"};
  EXPECT_EQ(all_of(readers_.start(reading_, 1000, ":1.7")),
            "/var/store runs - - newest-first   - end backup.service\n");
}

TEST_F(ReadersTest, AreFourOfAUser) {
  program("exec sleep 100");
  std::vector<int> ends;
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(readers_.has_room(1000));
    ends.push_back(readers_.start(reading_, 1000, ":1.7"));
  }
  EXPECT_FALSE(readers_.has_room(1000));
  EXPECT_TRUE(readers_.has_room(1001));
  readers_.end_of(":1.7");
  for (const int fd : ends) EXPECT_EQ(all_of(fd), "");
}

TEST_F(ReadersTest, MakeRoomWhenTheyHaveEnded) {
  program("exit 0");
  for (int i = 0; i < 100; ++i) {
    const int fd = readers_.start(reading_, 1000, ":1.7");
    all_of(fd);
    while (!readers_.has_room(1000)) usleep(1000);
  }
}

TEST_F(ReadersTest, ThatCannotBeRunAreAnError) {
  EXPECT_THROW(readers_.start(reading_, 1000, ":1.7"), Error);
}

}  // namespace
}  // namespace sa
