#include "cli/cmd_run.h"

#include "cli/ask.h"
#include "cli/exit_code.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

class RunVerb : public testing::Test {
 protected:
  // What sa-ask is to do.
  Ask asked(const std::string& unit) {
    options.unit = unit;
    EXPECT_EQ(cmd_run(options, world.context()), exit_done);
    return ask_of({world.became.begin() + 1, world.became.end()}).value_or(Ask{});
  }

  samples::SampleWorld world;
  RunOptions options;
};

TEST_F(RunVerb, AsksForTheServiceOfThatNameOrJob) {
  Ask ask;
  ask.verb = "run";
  ask.units = {"sa-garbo.service"};
  EXPECT_EQ(asked("garbo"), ask);
  options.wait = true;
  ask.wait = true;
  EXPECT_EQ(asked("sa-garbo.service"), ask);
}

TEST_F(RunVerb, CancelsToo) {
  options.cancel = true;
  Ask ask;
  ask.verb = "cancel";
  ask.units = {"unknown.service"};
  EXPECT_EQ(asked("unknown.service"), ask);
}

TEST_F(RunVerb, TakesOneUnitOnly) {
  world.places.store_alone = true;
  options.unit = "*e*";
  EXPECT_EQ(cmd_run(options, world.context()), exit_unwell);
  options.unit = "bakcup";
  EXPECT_EQ(cmd_run(options, world.context()), exit_unwell);
  EXPECT_EQ(world.err.all(),
            "sa: '*e*' stands for 5 units; name one\n"
            "sa: no unit 'bakcup' is known; did you mean 'backup'?\n");
  EXPECT_TRUE(world.became.empty());
}

}  // namespace
}  // namespace sa
