#include "watcher/health_watch.h"

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

constexpr std::int64_t second = 1000;

// backup.service is ok, late 10 s and overdue 20 s after at(0), when no run of it begins.
Outlook owed() {
  return {{Health::ok, "", at(-5 * second)},
          {{at(10 * second), {Health::late, "no run began", at(10 * second)}},
           {at(20 * second), {Health::overdue, "no run began, grace 10s", at(20 * second)}}}};
}

Outlook steady(Health health, const std::string& reason = "") {
  return {{health, reason, at(0)}, {}};
}

// "unit: was > is (reason) at milliseconds", one line each.
std::string news(HealthWatch& watch) {
  std::string text;
  for (const auto& one : watch.take_news())
    text += one.unit + ": " + std::string(to_string(one.was)) + " > " +
            std::string(to_string(one.verdict.health)) + " (" + one.verdict.reason + ") at " +
            std::to_string((one.at - at(0)).count() / 1000) + "\n";
  return text;
}

TEST(HealthWatch, TakesTheFirstLookAsKnown) {
  HealthWatch watch;
  watch.look(service, steady(Health::failed, "exit 3"), at(0));
  EXPECT_EQ(news(watch), "");
}

TEST(HealthWatch, TellsWhatHappenedToAUnitOnce) {
  HealthWatch watch;
  watch.look(service, steady(Health::ok), at(0));
  watch.look(service, steady(Health::failed, "exit 3"), at(1000));
  watch.look(service, steady(Health::failed, "exit 4"), at(2000));
  EXPECT_EQ(news(watch), "backup.service: ok > failed (exit 3) at 1000\n");
  EXPECT_EQ(news(watch), "");
  watch.look(service, steady(Health::ok), at(3000));
  EXPECT_EQ(news(watch), "backup.service: failed > ok () at 3000\n");
}

TEST(HealthWatch, KnowsWhenTimeAloneChangesAUnit) {
  HealthWatch watch;
  EXPECT_EQ(watch.next(), std::nullopt);
  watch.look(service, owed(), at(0));
  EXPECT_EQ(watch.next(), at(10 * second));
  EXPECT_TRUE(watch.due(at(10 * second - 1)).empty());
  EXPECT_EQ(watch.due(at(10 * second)), std::vector{service});
  watch.look(service, owed(), at(10 * second));
  EXPECT_EQ(watch.next(), at(20 * second));
  watch.look(service, owed(), at(20 * second));
  EXPECT_EQ(watch.next(), std::nullopt);
  EXPECT_EQ(news(watch),
            "backup.service: ok > late (no run began) at 10000\n"
            "backup.service: late > overdue (no run began, grace 10s) at 20000\n");
}

TEST(HealthWatch, TellsOnlyTheLastOfWhatPassedMeanwhile) {
  HealthWatch watch;
  watch.look(service, owed(), at(0));
  watch.look(service, owed(), at(60 * second));
  EXPECT_EQ(news(watch), "backup.service: ok > overdue (no run began, grace 10s) at 60000\n");
}

TEST(HealthWatch, WaitsForNothingOnceTheRunBegan) {
  HealthWatch watch;
  watch.look(service, owed(), at(0));
  watch.look(service, steady(Health::running), at(1000));
  EXPECT_EQ(watch.next(), std::nullopt);
  EXPECT_TRUE(watch.due(at(60 * second)).empty());
}

TEST(HealthWatch, WaitsForTheSoonestOfMany) {
  HealthWatch watch;
  watch.look("b.service", owed(), at(0));
  Outlook sooner = owed();
  sooner.changes[0].at = at(5 * second);
  watch.look("c.service", sooner, at(0));
  watch.look("a.service", owed(), at(0));
  EXPECT_EQ(watch.next(), at(5 * second));
  EXPECT_EQ(watch.due(at(10 * second)),
            (std::vector<std::string>{"c.service", "a.service", "b.service"}));
}

TEST(HealthWatch, ForgetsAUnitWithoutARow) {
  HealthWatch watch;
  watch.look(service, owed(), at(0));
  watch.forget(service);
  watch.forget("other.service");
  EXPECT_EQ(watch.next(), std::nullopt);
  watch.look(service, steady(Health::failed), at(1000));
  EXPECT_EQ(news(watch), "");
}

TEST(HealthWatch, TellsThatAClockWasPutBack) {
  HealthWatch watch;
  watch.look(service, owed(), at(15 * second));
  watch.look(service, owed(), at(0));
  EXPECT_EQ(news(watch), "backup.service: late > ok () at 0\n");
  EXPECT_EQ(watch.next(), at(10 * second));
}

}  // namespace
}  // namespace sa::test
