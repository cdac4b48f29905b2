// Paths and sockets as the recorder meets them: listed, asked, listened to where they matter.

#include "tests/watcher/recorder_scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

ActivatorSeen seen(const std::string& activator, std::vector<std::string> services,
                   std::optional<std::int64_t> followed_since = std::nullopt) {
  ActivatorSeen seen;
  seen.activator = activator;
  seen.loaded = true;
  seen.services = std::move(services);
  seen.followed = followed_since.has_value();
  seen.since = at(followed_since.value_or(0));
  seen.heard = at(1000);
  return seen;
}

// All listed, and backup.path answered for.
void follow_path(RecorderScene& scene) {
  scene.list({timer, path});
  scene.tell(RecorderScene::hourly(), 0);
  scene.tell(seen(path, {service}), 0);
  (void)scene.asked();
  scene.tell(seen(path, {service}, -1000), 0);
}

TEST(Recorder, AsksEachListedPathWhatItStartsAndListensWhereThatIsWatched) {
  RecorderScene scene;
  scene.list({timer, path, "cups.path", "cups.socket"});
  EXPECT_EQ(scene.asked(),
            "timer backup.timer, activator backup.path, activator cups.path, activator "
            "cups.socket");
  scene.tell(RecorderScene::hourly(), 0);
  scene.tell(seen("cups.path", {"cups.service"}), 0);
  scene.tell(seen("cups.socket", {}), 0);
  EXPECT_EQ(scene.asked(), "");
  scene.tell(seen(path, {service}), 0);
  EXPECT_EQ(scene.asked(), "follow backup.path");
  scene.tell(seen(path, {service}), 0);
  EXPECT_EQ(scene.asked(), "");
}

TEST(Recorder, ListensToAPathWhoseServiceIsWatchedOnlyLater) {
  RecorderScene scene;
  scene.list({timer, path});
  scene.tell(seen(path, {service}), 0);
  (void)scene.asked();
  scene.tell(RecorderScene::hourly(), 0);
  EXPECT_EQ(scene.asked(), "follow backup.path");
}

TEST(Recorder, RecordsTheRunOfAPath) {
  RecorderScene scene;
  follow_path(scene);
  scene.tell(ActivatorChanged{path, true, at(2000)}, 2000);
  scene.tell(Queued{service, 7, at(2005)}, 2005);
  scene.journal(2010, JournalStarting{}, 7, 7);
  scene.commit();
  EXPECT_EQ(scene.records(), "backup.service #7 running +2010..?, path backup.path +2000, both\n");
}

TEST(Recorder, LeavesAStartedPathAloneThatNamesNoWatchedService) {
  RecorderScene scene;
  scene.list_all();
  scene.tell(Queued{"new.path", 8, at(10)}, 10);
  scene.tell(Dequeued{"new.path", 8, QueueResult::done, at(11)}, 11);
  EXPECT_EQ(scene.asked(), "timer backup.timer, activator new.path");
  scene.tell(seen("new.path", {"other.service"}, 11), 12);
  EXPECT_EQ(scene.asked(), "leave new.path");
}

TEST(Recorder, ListensAnewWhenTheBusIsBack) {
  RecorderScene scene;
  follow_path(scene);
  scene.tell(ManagerChanged{true}, 3000);
  scene.list({timer, path});
  (void)scene.asked();
  scene.tell(seen(path, {service}), 3100);
  EXPECT_EQ(scene.asked(), "follow backup.path");
}

// It may have been running, and waits again.
TEST(Recorder, CallsNoRunManualOfWhichAPathMayHaveBeenTheCauseUnheard) {
  constexpr std::int64_t half_past = 1'800'000;
  RecorderScene scene;
  scene.list_all();
  scene.tell(Queued{path, 6, at(half_past)}, half_past);
  scene.tell(Queued{service, 7, at(half_past + 5)}, half_past + 5);
  scene.journal(half_past + 10, JournalStarting{}, 7, 7);
  scene.tell(seen(path, {service}, half_past + 200), half_past + 300);
  scene.commit();
  EXPECT_EQ(scene.records(), "backup.service #7 running +1800010..?, unknown, both\n");
}

}  // namespace
}  // namespace sa::test
