#include "core/unit_choice.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

const std::vector<KnownUnit> known = {
    {"backup-db.service", "", {"nightly.timer"}},
    {"backup.service", "", {"backup.timer"}},
    {"odd\\x2dname.service", "", {}},
    {"sa-garbo.service", "garbo", {"sa-garbo.timer"}},
    {"sa-poll.service", "", {"sa-poll.timer"}},
};

std::vector<std::string> chosen(const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  for (const std::size_t i : choice_of(arguments, known).chosen) names.emplace_back(known[i].unit);
  return names;
}

using Names = std::vector<std::string>;

TEST(UnitChoice, WithoutArgumentsIsAll) {
  EXPECT_EQ(choice_of({}, known).chosen, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(UnitChoice, FullAndShortNames) {
  EXPECT_EQ(chosen({"backup.service"}), Names{"backup.service"});
  EXPECT_EQ(chosen({"backup"}), Names{"backup.service"});
  EXPECT_EQ(chosen({"odd\\x2dname"}), Names{"odd\\x2dname.service"});
}

TEST(UnitChoice, JobNames) {
  EXPECT_EQ(chosen({"garbo"}), Names{"sa-garbo.service"});
  EXPECT_EQ(chosen({"poll"}), Names{"sa-poll.service"});
}

TEST(UnitChoice, TimerStandsForWhatItStarts) {
  EXPECT_EQ(chosen({"nightly.timer"}), Names{"backup-db.service"});
}

TEST(UnitChoice, GlobsMatchUnitShortAndJobNames) {
  EXPECT_EQ(chosen({"backup*"}), (Names{"backup-db.service", "backup.service"}));
  EXPECT_EQ(chosen({"g?rbo"}), Names{"sa-garbo.service"});
  EXPECT_EQ(chosen({"*-[dp]*"}), (Names{"backup-db.service", "sa-poll.service"}));
}

TEST(UnitChoice, EachUnitComesOnceAndInOrder) {
  EXPECT_EQ(chosen({"sa-poll", "backup", "back*", "backup.service"}),
            (Names{"backup-db.service", "backup.service", "sa-poll.service"}));
}

TEST(UnitChoice, UnknownNamesAreToldWithNearOnes) {
  EXPECT_EQ(choice_of({"bakup", "garbo", "zzz"}, known).problems,
            (Names{"no unit 'bakup' is known; did you mean 'backup'?",
                   "no unit 'zzz' is known, see 'sa status --all'"}));
  EXPECT_EQ(choice_of({"back"}, known).problems,
            Names{"no unit 'back' is known; did you mean 'backup' or 'backup-db'?"});
}

TEST(UnitChoice, GlobThatMatchesNothingIsAProblem) {
  EXPECT_EQ(choice_of({"x*"}, known).problems,
            Names{"no unit 'x*' is known, see 'sa status --all'"});
}

TEST(UnitChoice, TextOfOptionsAndEmptyTextIsNoUnit) {
  EXPECT_EQ(choice_of({"", "-f"}, known).problems.size(), 2U);
}

TEST(UnitChoice, KnowsTheNamesOfRecordsAndStatuses) {
  UnitRecord record;
  record.unit = "a.service";
  record.job = "a-job";
  record.timers = {{"a.timer", {}}};
  const std::vector<UnitRecord> records = {record};
  const auto from_records = known_units(records);
  EXPECT_EQ(choice_of({"a.timer"}, from_records).chosen, std::vector<std::size_t>{0});
  UnitStatus status;
  status.unit = "b.service";
  status.job = "b-job";
  status.timers = {"b.timer"};
  const std::vector<UnitStatus> statuses = {status};
  const auto from_statuses = known_units(statuses);
  EXPECT_EQ(choice_of({"b-job"}, from_statuses).chosen, std::vector<std::size_t>{0});
  EXPECT_EQ(choice_of({"b.timer"}, from_statuses).chosen, std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace sa
