#include "tests/check/check_case.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace sa {
namespace {

using namespace samples;
using testing::HasSubstr;
using testing::Not;

class AnswerSize : public CheckCase {};

std::vector<UnitStatus> failed_units(int count, const std::string& reason) {
  std::vector<UnitStatus> units;
  for (int i = 100; i < 100 + count; ++i)
    units.push_back(
        unit_that_is("scheduled-job-" + std::to_string(i) + ".service", Health::failed, reason));
  return units;
}

std::vector<UnitStatus> succeeded_units(int count, const std::string& name) {
  std::vector<UnitStatus> units;
  for (int i = 100; i < 100 + count; ++i) {
    units.push_back(unit_that_is(name + std::to_string(i) + ".service", Health::ok));
    units.back().last_success = now - 1min;
  }
  return units;
}

TEST_F(AnswerSize, SaysHowManyWereLeftOut) {
  const std::string all = text(failed_units(500, "exit 3"));
  EXPECT_LE(all.size(), longest_answer);
  EXPECT_EQ(std::ranges::count(all, '|'), 1);
  const std::string first = all.substr(0, all.find('\n'));
  EXPECT_LE(first.size(), 1000U);
  EXPECT_THAT(first, testing::StartsWith("SA_UNITS CRITICAL - 500 of 500 units: scheduled-job-100 "
                                         "failed, exit 3; scheduled-job-101 failed, exit 3; "));
  EXPECT_THAT(first, testing::EndsWith("; scheduled-job-126 failed, exit 3; and 473 more"));
  EXPECT_THAT(all, HasSubstr("\n[CRITICAL] scheduled-job-100 failed, exit 3\n"));
  EXPECT_THAT(all, HasSubstr("\n[CRITICAL] scheduled-job-164 failed, exit 3\nand 435 more | units="
                             "500 ok=0 "));
}

TEST_F(AnswerSize, LongReasonsAreCut) {
  const std::string all = text(failed_units(20, std::string(5000, 'x')));
  EXPECT_LE(all.size(), longest_answer);
  EXPECT_THAT(all, HasSubstr("xxx…; scheduled-job-101 failed, xxx"));
  EXPECT_THAT(all, HasSubstr("xxx…; and 16 more\n[CRITICAL] scheduled-job-100 failed, xxx"));
  EXPECT_THAT(all, HasSubstr("xxx…\nand 13 more | units=20 "));
}

TEST_F(AnswerSize, OneUnitIsAlwaysTold) {
  UnitStatus unit = unit_that_is(std::string(255, 'n') + ".service", Health::failed, "exit 3");
  EXPECT_THAT(first_line({unit}), testing::StartsWith("SA_UNITS CRITICAL - 1 of 1 unit: nnn"));
}

TEST_F(AnswerSize, TwentyUnitsHaveAges) {
  EXPECT_THAT(text(succeeded_units(20, "u")), testing::EndsWith(" 'u119_age'=60s\n"));
  EXPECT_THAT(text(succeeded_units(21, "u")), Not(HasSubstr("_age")));
  options.units = {"u100", "u120"};
  EXPECT_THAT(text(succeeded_units(21, "u")),
              testing::EndsWith(" retired=0 'u100_age'=60s 'u120_age'=60s\n"));
}

TEST_F(AnswerSize, AgesOfVeryLongNamesAreLeftOut) {
  EXPECT_THAT(text(succeeded_units(20, std::string(200, 'n'))), Not(HasSubstr("_age")));
}

TEST_F(AnswerSize, WithAllThatCanBeAskedFor) {
  options.verbosity = 3;
  options.critical_age = 30s;
  auto units = failed_units(480, std::string(5000, 'x'));
  for (const UnitStatus& unit : succeeded_units(20, std::string(60, 'n'))) units.push_back(unit);
  EXPECT_LE(text(units).size(), longest_answer);
  EXPECT_LE(text(succeeded_units(20, std::string(60, 'n'))).size(), longest_answer);
}

}  // namespace
}  // namespace sa
