#include "watcher/activations.h"

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

Activations waiting_path() {
  Activations activations;
  activations.set(path, {service});
  activations.observe(path, at(0));
  activations.change(path, false, at(0));
  return activations;
}

std::string cause(const Activations& activations, const Activations::Start& start) {
  const auto trigger = activations.cause(service, start);
  if (!trigger) return "none";
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(*trigger->time - at(0));
  return std::string(to_string(trigger->type)) + " " + trigger->unit + " +" +
         std::to_string(since.count());
}

TEST(Activations, NameThePathThatWasRunningWhenTheRunBegan) {
  Activations activations = waiting_path();
  activations.change(path, true, at(100));
  EXPECT_EQ(cause(activations, {.by = at(110)}), "path backup.path +100");
  activations.change(path, false, at(200));
  EXPECT_EQ(cause(activations, {.by = at(110)}), "path backup.path +100");
}

TEST(Activations, NameNoneForARunThatBeganWhileThePathWaited) {
  Activations activations = waiting_path();
  EXPECT_EQ(cause(activations, {.by = at(50)}), "none");
  activations.change(path, true, at(100));
  activations.change(path, false, at(200));
  EXPECT_EQ(cause(activations, {.by = at(90)}), "none");
  EXPECT_EQ(cause(activations, {.by = at(300)}), "none");
}

// systemd 252 sets the path of what is started by hand running, too, once it is up.
TEST(Activations, NameNoneForARunThatWasBegunBeforeThePathWasRunning) {
  Activations activations = waiting_path();
  activations.change(path, true, at(101));
  EXPECT_EQ(cause(activations, {.by = at(100)}), "none");
}

TEST(Activations, NameNoneForARestartWhileThePathWasRunning) {
  Activations activations = waiting_path();
  activations.change(path, true, at(100));
  const Activations::Start restart{
      .previous_began = at(110), .previous_ended = at(500), .by = at(510)};
  EXPECT_EQ(cause(activations, restart), "none");
  const Activations::Start of_run_by_hand{
      .previous_began = at(90), .previous_ended = at(500), .by = at(510)};
  EXPECT_EQ(cause(activations, of_run_by_hand), "none");
}

TEST(Activations, NameThePathWhoseFileIsStillThereWhenTheRunBeforeEnds) {
  Activations activations = waiting_path();
  activations.change(path, true, at(100));
  activations.change(path, true, at(495));  // the journal's stamp of the end is later
  const Activations::Start next{
      .previous_began = at(110), .previous_ended = at(500), .by = at(510)};
  EXPECT_EQ(cause(activations, next), "path backup.path +495");
}

TEST(Activations, NameTheOneThatWasFirst) {
  Activations activations = waiting_path();
  activations.set("backup.socket", {service, "other.service"});
  activations.change("backup.socket", true, at(99));
  activations.change(path, true, at(100));
  EXPECT_EQ(cause(activations, {.by = at(110)}), "socket backup.socket +99");
}

TEST(Activations, TakeWhatIsToldTwiceOnce) {
  Activations activations = waiting_path();
  for (int i = 0; i < 40; ++i) activations.change(path, true, at(100));
  activations.change(path, false, at(0));
  EXPECT_EQ(cause(activations, {.by = at(50)}), "none");
  EXPECT_EQ(cause(activations, {.by = at(110)}), "path backup.path +100");
}

TEST(Activations, KnowWhatWasToldBeforeTheServicesWere) {
  Activations activations;
  activations.change(path, true, at(100));
  EXPECT_EQ(cause(activations, {.by = at(110)}), "none");
  activations.set(path, {service});
  EXPECT_EQ(cause(activations, {.by = at(110)}), "path backup.path +100");
}

TEST(Activations, AreObservedWhereEachActivatorOfTheServiceIs) {
  Activations activations = waiting_path();
  EXPECT_TRUE(activations.observed(service, at(0)));
  EXPECT_FALSE(activations.observed(service, at(-1)));
  activations.set("backup.socket", {service});
  EXPECT_FALSE(activations.observed(service, at(10)));
  EXPECT_TRUE(activations.observed("other.service", at(10)));
  activations.observe("backup.socket", at(5));
  EXPECT_TRUE(activations.observed(service, at(10)));
  activations.unobserve();
  EXPECT_FALSE(activations.observed(service, at(10)));
}

TEST(Activations, AreNotObservedWhileItIsNotKnownWhatOneStarts) {
  Activations activations = waiting_path();
  activations.await("new.path");
  EXPECT_FALSE(activations.observed(service, at(10)));
  activations.set("new.path", {"other.service"});
  EXPECT_TRUE(activations.observed(service, at(10)));
  EXPECT_FALSE(activations.observed("other.service", at(10)));
}

TEST(Activations, ForgetWhatStartsNothingOrIsNotListed) {
  Activations activations = waiting_path();
  activations.set("backup.socket", {service});
  activations.keep({path});
  EXPECT_EQ(activations.activators_of(service), std::vector<std::string>{path});
  activations.set(path, {});
  EXPECT_FALSE(activations.has(service));
  EXPECT_EQ(activations.services_of(path), std::vector<std::string>());
}

TEST(Activations, KnowNothingOfWhatLiesAheadOfAClockThatWasPutBack) {
  Activations activations = waiting_path();
  activations.change(path, true, at(100));
  activations.put_back(at(50));
  EXPECT_EQ(cause(activations, {.by = at(110)}), "none");
}

}  // namespace
}  // namespace sa::test
