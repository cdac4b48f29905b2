#include "core/command_line.h"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace sa {
namespace {

// A program without verbs, and one with them.
struct Program {
  Program() : app("Does something.", "sa-sample") {
    app.add_option("--idle", idle, "seconds")->check(CLI::PositiveNumber);
    app.set_version_flag("--version", "sa-sample 1");
  }
  CommandLineAnswer answer(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());
    try {
      app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
      return answer_to(app, error);
    }
    return {};
  }
  double idle = 0;
  CLI::App app;
};

std::optional<std::string> stray(std::vector<std::string> words) {
  CLI::App app("Does something.", "sa");
  app.fallthrough()->allow_extras();
  app.add_subcommand("history", "runs");
  std::reverse(words.begin(), words.end());
  app.parse(std::move(words));
  return stray_argument(app);
}

TEST(CommandLine, AnswersAMistakeInOneLineThatNamesTheProgramAndItsHelp) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--idle", "never"}, {"--idle"}, {"--frob"}, {"some\nthing"}}) {
    const auto answer = Program().answer(words);
    EXPECT_EQ(answer.out, "");
    EXPECT_TRUE(answer.err.starts_with("sa-sample: ")) << answer.err;
    EXPECT_TRUE(answer.err.ends_with(", see 'sa-sample --help'\n")) << answer.err;
    EXPECT_EQ(std::ranges::count(answer.err, '\n'), 1) << answer.err;
  }
}

TEST(CommandLine, AnswersWithTheVersionAndTheHelpThatWereAskedFor) {
  EXPECT_EQ(Program().answer({"--version"}).out, "sa-sample 1\n");
  EXPECT_EQ(Program().answer({"--version"}).err, "");
  EXPECT_TRUE(Program().answer({"--help"}).out.starts_with("Does something.\n"));
}

TEST(CommandLine, TellsWhatNoVerbAndNoOptionTook) {
  EXPECT_EQ(stray({}), "expected a verb, see 'sa --help'");
  EXPECT_EQ(stray({"--frob"}), "unexpected argument '--frob', see 'sa --help'");
  EXPECT_EQ(stray({"frob"}), "unknown verb 'frob', see 'sa --help'");
  EXPECT_EQ(stray({"histroy"}), "unknown verb 'histroy'; did you mean 'history'?");
  EXPECT_EQ(stray({"history", "x"}), "unexpected argument 'x', see 'sa history --help'");
  EXPECT_EQ(stray({"history"}), std::nullopt);
}

TEST(CommandLine, TheEndOfTheOptionsIsNoStrayArgument) {
  EXPECT_EQ(stray({"history", "--"}), std::nullopt);
  EXPECT_EQ(stray({"history", "--", "-x"}), "unexpected argument '-x', see 'sa history --help'");
}

}  // namespace
}  // namespace sa
