#include "unitgen/systemd/unit_quoting.h"

#include "unitgen/systemd/unit_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa {
namespace {

using testing::ElementsAre;

TEST(UnitQuoting, LeavesPlainWordsAlone) {
  EXPECT_EQ(command_text({"/usr/bin/rsync", "-a", "--delete", "host:/srv/a_b.c", "x=1,2+3@4"}),
            "/usr/bin/rsync -a --delete host:/srv/a_b.c x=1,2+3@4");
}

TEST(UnitQuoting, QuotesWhatSystemdWouldRead) {
  EXPECT_EQ(command_text({"echo", "", ";", "a b", "it's", "\"q\"", "back\\slash", "ü", "*"}),
            R"(echo "" ";" "a b" "it's" "\"q\"" "back\\slash" "ü" "*")");
}

TEST(UnitQuoting, EscapesControlCharacters) {
  EXPECT_EQ(command_text({"printf", "a\nb\tc\r\x01\x1b\x7f"}),
            R"(printf "a\nb\tc\x0d\x01\x1b\x7f")");
}

TEST(UnitQuoting, EndsNoLineWithABackslash) {
  EXPECT_EQ(command_text({"echo", "\\"}), R"(echo "\\")");
}

TEST(UnitQuoting, DoublesPercentSigns) {
  EXPECT_EQ(command_text({"/bin/date", "+%F", "100 %"}), R"(/bin/date +%%F "100 %%")");
  EXPECT_EQ(specifier_text("100% of %h"), "100%% of %%h");
}

TEST(UnitQuoting, KeepsVariablesFromBeingExpanded) {
  EXPECT_EQ(command_text({"/opt/a$b", "$HOME", "${HOME}", "$$"}),
            R"(:"/opt/a$b" "$HOME" "${HOME}" "$$")");
}

TEST(UnitQuoting, RunsByAShellWhatSystemdRefuses) {
  EXPECT_EQ(command_text({"/opt/it's", "x y"}),
            R"(:/bin/sh -c "exec \"$0\" \"$@\"" "/opt/it's" "x y")");
  EXPECT_EQ(command_text({"/opt/a\\b"}), R"(:/bin/sh -c "exec \"$0\" \"$@\"" "/opt/a\\b")");
}

TEST(UnitQuoting, LetsNoPrefixRaisePrivileges) {
  EXPECT_EQ(command_text({"+/usr/bin/id"}), R"(:/bin/sh -c "exec \"$0\" \"$@\"" +/usr/bin/id)");
}

TEST(UnitQuoting, AddsASlashToFoldersThatALineWouldCut) {
  EXPECT_EQ(directory_text("/srv/100%"), "/srv/100%%");
  EXPECT_EQ(directory_text("/srv/blank "), "/srv/blank /");
  EXPECT_EQ(directory_text("/srv/back\\"), "/srv/back\\/");
}

TEST(UnitQuoting, KnowsWhatALineCannotHold) {
  EXPECT_TRUE(fits_a_line("/srv/a b"));
  EXPECT_FALSE(fits_a_line("/srv/a "));
  EXPECT_FALSE(fits_a_line("/srv/a\\"));
  EXPECT_FALSE(fits_a_line("/srv/a\nUser=root"));
}

// ---- lists with a time limit

TEST(UnitQuoting, ChainsCommandsUpToTheFirstThatFails) {
  EXPECT_THAT(
      chained({{"/bin/a", "it's", ""}, {"b", "$x"}, {"/bin/c"}}, {}),
      ElementsAre("/bin/sh", "-c",
                  R"((exec /bin/a 'it'\''s' '') || exit; (exec b '$x') || exit; exec /bin/c)"));
}

TEST(UnitQuoting, ChainsPastStatusesThatAreNoFailure) {
  EXPECT_THAT(chained({{"a"}, {"b"}}, {"75", "SIGUSR1"}),
              ElementsAre("/bin/sh", "-c",
                          "(exec a) || { s=$?; case $s in 75|138) ;; *) exit $s ;; esac; }; "
                          "exec b"));
}

TEST(UnitQuoting, KnowsTheStatusOfAChainThatASignalEnded) {
  EXPECT_THAT(as_chained({"3", "SIGSEGV", "SIGKILL"}),
              ElementsAre("3", "SIGSEGV", "SIGKILL", "139", "137"));
}

// ---- lines

TEST(UnitLines, AreSectionsAndKeys) {
  UnitLines unit("# mark");
  unit.section("Unit").set("Description", "two words");
  unit.section("Service").set("Type", "oneshot").set("After", std::vector<std::string>{});
  unit.set("Requires", std::vector<std::string>{"a.service", "b.service"});
  EXPECT_EQ(unit.text(),
            "# mark\n\n"
            "[Unit]\nDescription=two words\n\n"
            "[Service]\nType=oneshot\nRequires=a.service b.service\n");
}

std::string line_of(std::string_view value) {
  UnitLines unit("#");
  unit.set("Description", value);
  return unit.text();
}

// Where asserts are off, what should have been refused must not become a second line.
TEST(UnitLines, AreNeverMoreThanOneForAValue) {
#ifdef NDEBUG
  EXPECT_EQ(line_of("a\nUser=root"), "#\nDescription=a User=root\n");
  EXPECT_EQ(line_of("a\rUser=root"), "#\nDescription=a User=root\n");
  EXPECT_EQ(line_of("a\\"), "#\nDescription=a\\ \n");
#else
  EXPECT_DEATH(line_of("a\nUser=root"), "line == value");
  EXPECT_DEATH(line_of("a\rUser=root"), "line == value");
  EXPECT_DEATH(line_of("a\\"), "line == value");
#endif
  EXPECT_EQ(line_of("a\\\\"), "#\nDescription=a\\\\\n");
}

}  // namespace
}  // namespace sa
