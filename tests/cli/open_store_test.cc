#include "cli/open_store.h"

#include "core/error.h"
#include "tests/cli/sample_log.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sa {
namespace {

TEST(OpenStore, TellsWhichGroupToJoin) {
  EXPECT_EQ(how_to_be_let_in("scriptactivity", "ann"),
            "add yourself to the group 'scriptactivity' ('sudo adduser ann scriptactivity') and "
            "log in again, or run it with sudo");
}

TEST(OpenStore, WithoutAGroupToJoinTellsToBecomeRoot) {
  EXPECT_EQ(how_to_be_let_in("root", "ann"), "run it with sudo");
  EXPECT_EQ(how_to_be_let_in("", "ann"), "run it with sudo");
}

std::string message_of_opening(const std::filesystem::path& store) {
  try {
    open_store(store);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// For root, to whom nothing is denied.
class AsNobody {
 public:
  AsNobody() { is_nobody_ = geteuid() == 0 && seteuid(65534) == 0; }
  ~AsNobody() {
    if (is_nobody_ && seteuid(0) != 0) std::abort();
  }

 private:
  bool is_nobody_ = false;
};

TEST(OpenStore, WithoutPermissionSaysWhatToDo) {
  const samples::TemporaryDirectory directory;
  const auto store = directory.path() / "store";
  samples::write_sample_runs(store);
  std::filesystem::permissions(directory.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(store, std::filesystem::perms::none);
  std::string message;
  {
    const AsNobody nobody;
    message = message_of_opening(store);
  }
  std::filesystem::permissions(store, std::filesystem::perms::owner_all);
  const std::string expected =
      "cannot read the store '" + store.string() + "': permission denied; ";
  EXPECT_EQ(message.substr(0, expected.size()), expected);
  EXPECT_TRUE(message.ends_with("run it with sudo")) << message;
}

TEST(OpenStore, OtherBreakdownsAreToldAsTheyAre) {
  EXPECT_EQ(message_of_opening("/nonexistent/store").substr(0, 44),
            "cannot read the store '/nonexistent/store': ");
}

}  // namespace
}  // namespace sa
