#include "core/completion.h"

#include "core/completion_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

KnownCommandLine sample() {
  const KnownOption help{{"--help", "-h"}, "", "this help"};
  const KnownOption team{{"--team"}, "TEAM", "of this team", true};
  const KnownOption store{{"--store"}, "DIR", "where"};
  return {.itself = {.name = "sa", .help = "", .options = {help, store}},
          .verbs = {{"status", "how each unit is", {help, team}, {"UNIT"}, true},
                    {"log", "its output", {}, {"UNIT", "INVOCATION"}, false}}};
}

std::vector<Candidate> values(const std::string& verb, const std::string& value) {
  if (value == "TEAM") return {{"lp", ""}, {"web", ""}};
  if (value == "DIR") return {{"", "directories"}};
  return {{verb + "-" + value, ""}};
}

std::vector<std::string> offered(const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (const Candidate& candidate : completions(sample(), words, values))
    found.push_back(candidate.word);
  return found;
}

TEST(Completion, OffersVerbsThenArguments) {
  EXPECT_THAT(offered({""}), ElementsAre("status", "log"));
  EXPECT_THAT(offered({"s"}), ElementsAre("status"));
  EXPECT_THAT(offered({"status", ""}), ElementsAre("status-UNIT"));
  EXPECT_THAT(offered({"status", "a", "b", ""}), ElementsAre("status-UNIT"));
  EXPECT_THAT(offered({"log", "a", ""}), ElementsAre("log-INVOCATION"));
  EXPECT_THAT(offered({"log", "a", "b", ""}), IsEmpty());
  EXPECT_THAT(offered({"nosuch", ""}), ElementsAre("status", "log"));
  EXPECT_THAT(offered({}), IsEmpty());
}

TEST(Completion, OffersEachOptionOnceWhereverItMayStand) {
  EXPECT_THAT(offered({"-"}), ElementsAre("--help", "-h", "--store"));
  EXPECT_THAT(offered({"status", "-"}), ElementsAre("--help", "-h", "--team", "--store"));
  EXPECT_THAT(offered({"log", "--t"}), IsEmpty());
  EXPECT_THAT(offered({"status", "--", "--t"}), IsEmpty());
}

TEST(Completion, OffersValuesOfOptions) {
  EXPECT_THAT(offered({"status", "--team", ""}), ElementsAre("lp", "web"));
  EXPECT_THAT(offered({"status", "--team=w"}), ElementsAre("--team=web"));
  EXPECT_THAT(offered({"status", "--team", "lp,w"}), ElementsAre("lp,web"));
  EXPECT_THAT(offered({"status", "--help", "x"}), IsEmpty());
  EXPECT_THAT(offered({"status", "--help=x"}), IsEmpty());
  EXPECT_THAT(offered({"status", "--nosuch=x"}), IsEmpty());
  EXPECT_THAT(offered({"--store", "x", "lo"}), ElementsAre("log"));
  EXPECT_EQ(completion_lines(completions(sample(), {"--store", "/va"}, values)), "\tdirectories\n");
}

TEST(Completion, HasOneLineForEachWord) {
  EXPECT_EQ(completion_lines({{"a", "help"}, {"b\nc", ""}, {"d", ""}}), "a\thelp\nd\t\n");
}

TEST(CompletionValues, AskForUnitsOnlyWhereTheyAreWanted) {
  const auto fail = []() -> std::vector<UnitStatus> { throw std::logic_error("asked"); };
  EXPECT_THAT(completion_values("status", "HEALTH", fail), SizeIs(12));
  EXPECT_THAT(completion_values("import", "KIND:{crontab,upstart}", fail),
              ElementsAre(Candidate{"crontab", ""}, Candidate{"upstart", ""}));
  EXPECT_THAT(completion_values("show", "NUMBER", fail), IsEmpty());
  EXPECT_THROW(completion_values("show", "UNIT|INVOCATION", fail), std::logic_error);
}

}  // namespace
}  // namespace sa
