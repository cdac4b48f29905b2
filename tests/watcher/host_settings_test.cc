#include "watcher/host_settings.h"

#include "core/error.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using namespace std::chrono_literals;

class HostSettingsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "retention-XXXXXX";
    folder = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::optional<Duration> of(const char* text) {
    std::ofstream(folder / "scriptactivity.yaml") << text;
    return host_settings(folder / "scriptactivity.yaml", zones).retention;
  }
  std::filesystem::path folder;
  TimeZones zones{"UTC"};
};

TEST_F(HostSettingsTest, IsWhatTheFileSays) {
  EXPECT_EQ(of("retention: 30d\n"), Duration(24h * 30));
  EXPECT_EQ(of("retention: infinity\n"), std::nullopt);
}

TEST_F(HostSettingsTest, IsTheUsualOneWhereTheFileSaysNothing) {
  EXPECT_EQ(host_settings(folder / "scriptactivity.yaml", zones).retention, usual_retention);
  EXPECT_EQ(of(""), usual_retention);
  EXPECT_EQ(of("grace: 5min\n"), usual_retention);
}

TEST_F(HostSettingsTest, TellsThePlaceOfAMistake) {
  try {
    of("grace: 5min\nretention: soon\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).substr(folder.string().size()),
              "/scriptactivity.yaml:2:12: retention: expected a duration such as 15min, got "
              "'soon'");
  }
}

TEST_F(HostSettingsTest, TellWhomToNotify) {
  std::ofstream(folder / "scriptactivity.yaml") << "notify: [mail:ops@example.org, irc]\n";
  EXPECT_EQ(host_settings(folder / "scriptactivity.yaml", zones).notify,
            (std::vector<std::string>{"mail:ops@example.org", "irc"}));
}

}  // namespace
}  // namespace sa::test
