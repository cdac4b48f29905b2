#include "unitgen/apply/manifest.h"

#include "tests/unitgen/scratch_folder.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

const Manifest some{.inputs = std::string("a\0 1 2 3 4\n", 11),
                    .outputs = std::string("/b\0 1 2 3 4\n", 12),
                    .jobs = 7,
                    .problems = {"x.yaml:1:1: bad", "y.yaml:2:3: worse"}};

TEST(Manifest, IsWrittenAndReadBack) {
  EXPECT_EQ(read_manifest(manifest_text(some)), some);
  EXPECT_EQ(read_manifest(manifest_text(Manifest())), Manifest());
}

TEST(Manifest, IsNoneWhereverItIsCut) {
  const std::string text = manifest_text(some);
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(read_manifest(text.substr(0, size)), std::nullopt) << size;
  EXPECT_EQ(read_manifest(text + "x"), std::nullopt);
}

TEST(Manifest, StampsNoticeEveryChange) {
  const test::ScratchFolder folder;
  folder.write("a", "one");
  folder.write("b", "two");
  const std::string stamps = stamps_of(folder.path(), {"a", "b", "c"});
  EXPECT_TRUE(are_current(stamps));
  EXPECT_TRUE(are_current(stamps + stamps));
  folder.write("c", "");
  EXPECT_FALSE(are_current(stamps));
  const std::string three = stamps_of(folder.path(), {"a", "b", "c"});
  EXPECT_TRUE(are_current(three));
  folder.write("b", "twoo");
  EXPECT_FALSE(are_current(three));
  std::filesystem::remove(folder / "a");
  EXPECT_FALSE(are_current(stamps_of(folder.path(), {}) + three));
  EXPECT_FALSE(are_current("nonsense"));
}

}  // namespace
}  // namespace sa
