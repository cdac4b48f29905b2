#include "watcher/retention_setting.h"

#include "core/error.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using namespace std::chrono_literals;

class RetentionSetting : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "retention-XXXXXX";
    folder = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::optional<Duration> of(const char* text) {
    std::ofstream(folder / "scriptactivity.yaml") << text;
    return retention_setting(folder / "scriptactivity.yaml", zones);
  }
  std::filesystem::path folder;
  TimeZones zones{"UTC"};
};

TEST_F(RetentionSetting, IsWhatTheFileSays) {
  EXPECT_EQ(of("retention: 30d\n"), Duration(24h * 30));
  EXPECT_EQ(of("retention: infinity\n"), std::nullopt);
}

TEST_F(RetentionSetting, IsTheUsualOneWhereTheFileSaysNothing) {
  EXPECT_EQ(retention_setting(folder / "scriptactivity.yaml", zones), usual_retention);
  EXPECT_EQ(of(""), usual_retention);
  EXPECT_EQ(of("grace: 5min\n"), usual_retention);
}

TEST_F(RetentionSetting, TellsThePlaceOfAMistake) {
  try {
    of("grace: 5min\nretention: soon\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).substr(folder.string().size()),
              "/scriptactivity.yaml:2:12: retention: expected a duration such as 15min, got "
              "'soon'");
  }
}

}  // namespace
}  // namespace sa::test
