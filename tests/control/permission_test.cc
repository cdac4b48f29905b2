#include "control/permission.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

constexpr Verb verbs[] = {Verb::pause, Verb::resume, Verb::run, Verb::cancel, Verb::stop};

TEST(Permission, IsRootsForAll) {
  for (const Verb verb : verbs)
    EXPECT_EQ(permission_for(verb, {true, false, false, false}), Permission::granted);
}

TEST(Permission, OfAPersonIsPolkitsToGive) {
  for (const Verb verb : verbs)
    EXPECT_EQ(permission_for(verb, {false, false, true, true}), Permission::ask_polkit);
}

TEST(Permission, OfTheWatcherIsToPauseWhatFailedFatallyAndToEndWhatIsOver) {
  EXPECT_EQ(permission_for(Verb::pause, {false, true, true, false}), Permission::granted);
  EXPECT_EQ(permission_for(Verb::resume, {false, true, false, true}), Permission::granted);
}

TEST(Permission, OfTheWatcherIsNoMore) {
  EXPECT_EQ(permission_for(Verb::pause, {false, true, false, true}), Permission::denied);
  EXPECT_EQ(permission_for(Verb::resume, {false, true, true, false}), Permission::denied);
  for (const Verb verb : {Verb::run, Verb::cancel, Verb::stop})
    EXPECT_EQ(permission_for(verb, {false, true, true, true}), Permission::denied);
}

TEST(Permission, ToNotifyIsRootsAndTheWatchersAlone) {
  EXPECT_EQ(permission_for(Verb::notify, {true, false, false, false}), Permission::granted);
  EXPECT_EQ(permission_for(Verb::notify, {false, true, false, false}), Permission::granted);
  EXPECT_EQ(permission_for(Verb::notify, {false, false, true, true}), Permission::denied);
}

}  // namespace
}  // namespace sa
