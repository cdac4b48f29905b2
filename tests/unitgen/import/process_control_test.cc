#include "unitgen/import/process_control.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using Words = std::vector<std::string>;

// As Python 3's shlex.split() answers.
TEST(ProcessControl, SplitsCommandsAsPythonDoes) {
  EXPECT_EQ(shlex_words(R"(a  "b c" 'd "e"' f\ g ''h)"),
            (Words{"a", "b c", "d \"e\"", "f g", "h"}));
  EXPECT_EQ(shlex_words(R"("\$x \" \\ \n" '\' \$y \n)"),
            (Words{R"(\$x " \ \n)", R"(\)", "$y", "n"}));
  EXPECT_EQ(shlex_words("a ''"), (Words{"a", ""}));
  EXPECT_EQ(shlex_words("a # b;c | $d *"), (Words{"a", "#", "b;c", "|", "$d", "*"}));
  EXPECT_EQ(shlex_words(" \t"), Words{});
  EXPECT_EQ(shlex_words("a 'b"), std::nullopt);
  EXPECT_EQ(shlex_words("a \\"), std::nullopt);
}

// As str() of PyYAML's safe_load() answers.
TEST(ProcessControl, KnowsWhatPythonMakesOfPlainWords) {
  EXPECT_EQ(python_text("yes"), "True");
  EXPECT_EQ(python_text("Off"), "False");
  EXPECT_EQ(python_text("NO"), "False");
  EXPECT_EQ(python_text("oN"), "oN");
  EXPECT_EQ(python_text("y"), "y");
  EXPECT_EQ(python_text("~"), "None");
  EXPECT_EQ(python_text("Null"), "None");
  for (const char* const same :
       {"12", "-3", "0", "0.5", "10.25", "a1", "1a", "abc", "v1.2", "/x"}) {
    EXPECT_EQ(python_text(same), same);
  }
  for (const char* const other : {"0755", "1_000", "0x1f", "1:30", "1.50", "1e3", "+1", ".5",
                                  ".inf", "2026-11-22", "0.00001", "12345678901234567890.1"}) {
    EXPECT_EQ(python_text(other), std::nullopt) << other;
  }
}

TEST(ProcessControl, TellsItsConfigurationFromAJob) {
  const auto config = parse_process_control("user: app\ndefault_job_config: {timeout: 10}\n");
  ASSERT_TRUE(std::holds_alternative<ProcessControlConfig>(config));
  EXPECT_EQ(std::get<ProcessControlConfig>(config).user, "app");
  EXPECT_TRUE(std::holds_alternative<ProcessControlJob>(
      parse_process_control("name: x\ncommand: /bin/x\n")));
}

TEST(ProcessControl, AJobsOwnKeyReplacesTheWholeDefault) {
  auto config = std::get<ProcessControlConfig>(
      parse_process_control("default_job_config: {timeout: 10, environment: {A: 1, B: 2}}\n"));
  auto job = std::get<ProcessControlJob>(parse_process_control("name: x\nenvironment: {B: 3}\n"));
  job = with_defaults(std::move(job), config);
  EXPECT_EQ(job.find("timeout")->value.text, "10");
  EXPECT_TRUE(job.find("timeout")->is_default);
  EXPECT_EQ(job.find("environment")->value.entries.size(), 1U);
  EXPECT_FALSE(job.find("environment")->is_default);
}

}  // namespace
}  // namespace sa
