#include "unitgen/config/name_owners.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

ListedFile listed(const std::string& path, const std::string& name, const std::string& team) {
  return {path, path.substr(0, path.rfind('/')), path.substr(path.rfind('/') + 1), name, team, {}};
}

std::string nothing_made(const std::string&) {
  return "";
}

TEST(NameOwners, AreTheFirstInOrder) {
  const std::vector<ListedFile> files = {
      listed("jobs.d/foo.yaml", "foo", "default"), listed("jobs.d/a/bar.yaml", "bar", "a"),
      listed("jobs.d/a/foo.yaml", "foo", "a"), listed("jobs.d/b/bar.yml", "bar", "b")};
  const NameOwners owners(files, nothing_made);
  EXPECT_EQ(owners.owner("foo")->path, "jobs.d/foo.yaml");
  EXPECT_EQ(owners.owner("bar")->path, "jobs.d/a/bar.yaml");
  EXPECT_EQ(owners.owner("none"), nullptr);
  EXPECT_FALSE(owners.is_owner(files[2]));
}

TEST(NameOwners, KeepWhatIsTheirs) {
  const std::vector<ListedFile> files = {listed("jobs.d/a/foo.yaml", "foo", "a"),
                                         listed("jobs.d/b/foo.yaml", "foo", "b"),
                                         listed("jobs.d/c/foo.yaml", "foo", "c")};
  const NameOwners owners(files, [](const std::string&) { return "jobs.d/b/foo.yaml"; });
  EXPECT_EQ(owners.owner("foo"), &files[1]);
}

TEST(NameOwners, MayBeOfAnotherConfiguration) {
  const std::vector<ListedFile> files = {listed("jobs.d/foo.yaml", "foo", "default")};
  const NameOwners owners(files, [](const std::string&) { return "/srv/jobs.d/foo.yaml"; });
  EXPECT_EQ(owners.owner("foo")->path, "/srv/jobs.d/foo.yaml");
  EXPECT_FALSE(owners.is_owner(files[0]));
}

}  // namespace
}  // namespace sa
