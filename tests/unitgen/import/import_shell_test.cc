// What an imported line does is what cron's shell did with it: both are run.

#include "imported_line.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

class ImportShell : public testing::Test {
 protected:
  ImportShell() : before_(fs::current_path()) {
    std::string name = (fs::temp_directory_path() / "sa-shell-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = name;
    fs::create_directories(folder_ / "sub");
    fs::current_path(folder_);
    for (const char* const each : {"a.txt", "b.txt", "sub/c.txt"}) std::ofstream{folder_ / each};
  }
  ~ImportShell() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  void expect_alike(const ImportedLine& line, const std::string& text,
                    const std::string& shell = "/bin/sh") {
    const auto wanted = as_cron(line, shell);
    const auto made = as_job(line);
    EXPECT_EQ(made.out, wanted.out) << text << '\n' << line.job.script;
    EXPECT_EQ(made.exit_code, wanted.exit_code) << text << '\n' << line.job.script;
  }

  fs::path before_, folder_;
};

TEST_F(ImportShell, DoesTheSameWithChosenLines) {
  const std::string sub = (folder_ / "sub").string();
  const std::array<std::string, 24> lines = {
      R"(/usr/bin/printf '%s|' a "b c" d\ e 'it'"'"'s')",
      R"(/usr/bin/printf '\%s|' \$X "\$X" '$X' $X "$X")",
      R"(printf '\%s|' $UNSET "${UNSET:-default}" "`echo sub`" $(echo shell))",
      R"(false; printf 'after a failure|')",
      R"(false && printf 'never'; printf 'after|'; exit 7)",
      R"(test -e nothing || printf 'or|')",
      R"(false | printf 'pipe|')",
      R"(printf '\%s|' *.txt "*.txt" ~ "~" # not this)",
      R"(/usr/bin/printf 'no # comment|' a#b)",
      R"(cat%one%two\%%three)",
      R"(cat - /dev/null%EOF%EOF2% x)",
      R"(cat; printf '|'%with a builtin behind)",
      "cd " + sub + R"( && ls)",
      "cd " + sub + R"( && printf '\%s|' *; printf 'and|')",
      "cd " + sub + R"( && false || printf 'or|')",
      "cd " + sub + R"(/ && ls && printf '\%s|' "$X")",
      R"(cd /nonexistent-folder && ls)",
      R"(X=1 /usr/bin/env printenv X)",
      R"({ printf 'grouped|'; } 2>&1)",
      R"((exit 3) ; printf "status $?|")",
      R"(echo 'a\nb' "c\\d" -n)",
      R"(printf 'trailing'\)",
      R"(printf 'open)",
      R"(if true; then printf 'then|'; fi)"};
  for (const std::string& text : lines) {
    SCOPED_TRACE(text);
    const auto line = imported_line(text);
    ASSERT_TRUE(line);
    if (text.starts_with("cd /nonexistent")) {
      EXPECT_NE(as_cron(*line).exit_code, 0);
      EXPECT_NE(as_job(*line).exit_code, 0);
    } else {
      expect_alike(*line, text);
    }
  }
}

TEST_F(ImportShell, DoesTheSameWithAnotherShell) {
  for (const char* const text :
       {R"(printf '\%s|' {a,b} *.txt; [[ a == a ]] && echo yes)", R"(/usr/bin/printf '\%s|' {a,b})",
        R"(cat <<< "$X"; false; echo after)", R"(cat%input for bash)",
        R"(read -r x; echo "$x"%y)"}) {
    const auto line = imported_line(text, "/bin/bash");
    ASSERT_TRUE(line);
    expect_alike(*line, text, "/bin/bash");
  }
}

TEST_F(ImportShell, TakesACommandWhereNoShellIsNeededOnly) {
  const auto words = [](const char* text) {
    const auto line = imported_line(text);
    return line && !line->job.commands.empty() ? line->job.commands[0] : Command{};
  };
  EXPECT_EQ(words(R"(/usr/bin/x "a b" '$c' d\ e --f=g%)"),
            (Command{"/usr/bin/x", "a b", "$c", "d e", "--f=g"}));
  EXPECT_EQ(words("x y"), (Command{"x", "y"}));
  for (const char* const text :
       {"x $y", "x *", "x ~", "x >y", "x | y", "x;y", "x &", "A=b x", "x #", "echo x", "[ x ]",
        "cd /x", "x `y`", "x {a,b}", "x [a]", "x 'y", "./x", "x y\x01"}) {
    EXPECT_EQ(words(text), Command{}) << text;
  }
}

// Words with all that shells, systemd and YAML mind.
std::string random_line(std::mt19937& random) {
  constexpr std::array<const char*, 58> parts = {
      " ",   " ",     " ",  " ",   " ",     "a",    "b c",  "$X",   "$UNSET", "${X}",
      "'",   "'",     "\"", "\"",  "\\",    "\\\\", "\\%",  "%",    "*",      "*.txt",
      "?",   "[ab]*", "~",  "#",   " #",    ";",    " ; ",  " && ", " || ",   " | cat",
      " & ", "$(",    ")",  "`",   "{a,b}", "{",    "}",    "!",    "=",      "--x=",
      "@",   "-",     ":",  "<<E", "\t",    ">&2",  "\\$X", "\\'",  "\\\"",   "$",
      "$$X", "é",     ",",  "^",   "|",     "nope", "0123", "\\n"};
  constexpr std::array<const char*, 5> programs = {"printf '<\\%s>' ", "/usr/bin/printf '<\\%s>' ",
                                                   "/usr/bin/printf <\\%s> ",
                                                   "env printf '[\\%s]' ", "/bin/echo "};
  std::string line = programs[random() % programs.size()];
  const auto count = 1 + random() % 9;
  for (auto i = count; i > 0; --i) line += parts[random() % parts.size()];
  return line;
}

// What is not about the line itself: the process's own number, and "sub shell" jobs in another
// order.
bool is_repeatable(const std::string& line) {
  return line.find("$$") == std::string::npos && line.find('&') == std::string::npos;
}

// With SA_LINES=5000 so many lines of another seed.
TEST_F(ImportShell, DoesTheSameWithGeneratedLines) {
  const char* const wanted = std::getenv("SA_LINES");
  const int count = wanted == nullptr ? 600 : std::atoi(wanted);
  std::mt19937 random(20261122 + (wanted == nullptr ? 0 : static_cast<unsigned>(count)));
  int commands = 0, scripts = 0;
  for (int i = 0; i < count; ++i) {
    const std::string text = random_line(random);
    const auto line = imported_line(text);
    ASSERT_TRUE(line) << text;
    (line->job.commands.empty() ? scripts : commands) += 1;
    if (is_repeatable(text)) expect_alike(*line, text);
    if (HasFailure()) break;
  }
  EXPECT_GE(commands, 50);
  EXPECT_GE(scripts, 200);
}

}  // namespace
}  // namespace sa
