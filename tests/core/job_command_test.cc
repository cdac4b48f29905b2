#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

std::string problems(const std::string& text) {
  return JobReading().problems(text);
}

TEST(JobCommand, RefusesWhatSystemdWouldTakeForAPrefix) {
  for (const char* prefix : {"@", "-", ":", "+", "!", "!!", "|", "+!"}) {
    const std::string program = prefix + std::string("/usr/bin/id");
    EXPECT_EQ(
        problems("command: \"" + program + "\"\n"),
        "x.yaml:1:11: command: expected a program, none of '@ - : + ! |' at its beginning, got '" +
            program + "'\n");
    EXPECT_EQ(
        problems("command: \"'" + program + "' x\"\n"),
        "x.yaml:1:11: command: expected a program, none of '@ - : + ! |' at its beginning, got '" +
            program + "'\n");
  }
}

TEST(JobCommand, RefusesWhatIsNoProgram) {
  EXPECT_EQ(problems("command: ./x\n"),
            "x.yaml:1:10: command: expected an absolute path or a plain program name, got './x'\n");
  EXPECT_EQ(
      problems("command: bin/x\n"),
      "x.yaml:1:10: command: expected an absolute path or a plain program name, got 'bin/x'\n");
  EXPECT_EQ(problems("command: /usr/bin/\n"),
            "x.yaml:1:10: command: expected a program, no directory, got '/usr/bin/'\n");
  EXPECT_EQ(problems("command: \"'' x\"\n"),
            "x.yaml:1:11: command: expected a program, got an empty word\n");
  EXPECT_EQ(
      problems("command: '\"a\\\"b\" x'\n"),
      "x.yaml:1:11: command: expected a program without quotes, '\\', '$' and tabs, got 'a\"b'\n");
  EXPECT_EQ(problems("command: \"  \"\n"),
            "x.yaml:1:10: command: expected a command such as '/usr/bin/backup --all', got '  '\n");
  EXPECT_EQ(problems("command: []\n"),
            "x.yaml:1:10: command: expected a command, got an empty list\n");
  EXPECT_EQ(
      problems("command:\n"),
      "x.yaml:1:9: command: expected a command such as '/usr/bin/backup --all', got nothing\n");
}

TEST(JobCommand, AListHoldsCommandsAndNotWords) {
  EXPECT_EQ(problems("command: [/bin/backup, --all]\n"),
            "x.yaml:1:24: command: expected a program, none of '@ - : + ! |' at its beginning, got "
            "'--all'; each item is a command of its own, with its arguments\n");
}

TEST(JobCommand, TellsWhereAQuoteIsOpen) {
  EXPECT_EQ(problems("command: /bin/a 'b\n"),
            "x.yaml:1:17: command: expected a second quote, got the end\n");
  EXPECT_EQ(problems("command: ['/bin/ä \"b']\n"),
            "x.yaml:1:19: command: expected a second quote, got the end\n");
}

TEST(JobCommand, SeveralLinesAreNoCommand) {
  EXPECT_EQ(
      problems("command: |\n  /bin/a\n  /bin/b\n"),
      "x.yaml:1:10: command: expected one line, got several; write a list of commands, or use "
      "'script:'\n");
  EXPECT_EQ(JobReading().job("command: |\n  /bin/a \\\n    b\n").commands,
            (std::vector<Command>{{"/bin/a", "b"}}));
}

TEST(JobCommand, WarnsOfWhatOnlyAShellUnderstands) {
  EXPECT_EQ(
      problems("command: /bin/a | /bin/b > $HOME/c\n"),
      "x.yaml:1:17: warning: command: '|' means itself here, no shell reads it; use 'script:'\n"
      "x.yaml:1:26: warning: command: '>' means itself here, no shell reads it; use 'script:'\n"
      "x.yaml:1:28: warning: command: '$HOME/c' means itself here, no shell reads it; use "
      "'script:'\n");
  EXPECT_EQ(problems("command: A=b /bin/c\n"),
            "x.yaml:1:10: warning: command: 'A=b' means itself here, no shell reads it; use "
            "'environment:'\n");
  EXPECT_EQ(problems("command: cd /srv\n"),
            "x.yaml:1:10: warning: command: 'cd' means itself here, no shell reads it; use "
            "'script:'\n");
  EXPECT_EQ(problems("command: find /srv -name '*.pyc' -size +5%\n"), "");
}

TEST(JobCommand, RefusesControlCharactersButTabAndLineBreak) {
  EXPECT_EQ(problems("command: \"/bin/a 'b\\e'\"\n"),
            "x.yaml:1:10: command: expected text without control characters, got '/bin/a "
            "'b\\x1b''\n");
  EXPECT_EQ(JobReading().job("command: \"/bin/a 'b\\n\\tc'\"\n").commands,
            (std::vector<Command>{{"/bin/a", "b\n\tc"}}));
}

TEST(JobCommand, RefusesMoreThanExecveTakes) {
  EXPECT_EQ(problems("command: /bin/a " + std::string(100'000, 'x') + "\n"),
            "x.yaml:1:10: command: expected at most 100000 bytes, got 100007\n");
}

TEST(JobScript, IsForShOnly) {
  EXPECT_EQ(
      problems("script: |\n  #!/usr/bin/env python3\n  print()\n"),
      "x.yaml:1:9: script: expected text for /bin/sh, got '#!/usr/bin/env python3'; put it in a "
      "file and name that in 'command:'\n");
  EXPECT_EQ(JobReading().job("script: |\n  #!/bin/sh -e\n  echo\n").script, "#!/bin/sh -e\necho\n");
  EXPECT_EQ(problems("script: \"\\n \"\n"),
            "x.yaml:1:9: script: expected text for /bin/sh, got '\\n '\n");
  EXPECT_EQ(problems("script: \"a\\0b\"\n"),
            "x.yaml:1:9: script: expected text without control characters, got 'a\\x00b'\n");
}

}  // namespace
}  // namespace sa
