#include "core/command_words.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

// Each word in <>, what a shell would act on marked with '!' and its offset.
std::string words(std::string_view line) {
  const auto split = command_words(line);
  if (const auto* quote = std::get_if<OpenQuote>(&split))
    return "open at " + std::to_string(quote->offset);
  std::string out;
  for (const CommandWord& word : std::get<std::vector<CommandWord>>(split)) {
    if (word.new_line) out += "|";
    out += "<" + word.text + ">";
    if (word.shell) out += "!" + std::to_string(*word.shell);
  }
  return out;
}

TEST(CommandWords, AreSplitAsAShellWould) {
  EXPECT_EQ(words("/bin/a  b\tc "), "</bin/a><b><c>");
  EXPECT_EQ(words("a 'b c' \"d 'e'\" f'g'\"h\""), "<a><b c><d 'e'><fgh>");
  EXPECT_EQ(words("a '' \"\""), "<a><><>");
  EXPECT_EQ(words(R"(a b\ c \'d \\ "e\"f" "g\h" 'i\j')"), R"(<a><b c><'d><\><e"f><g\h><i\j>)");
  EXPECT_EQ(words("date +%Y-%m-%d"), "<date><+%Y-%m-%d>");
  EXPECT_EQ(words(""), "");
}

TEST(CommandWords, ALineBreakSeparatesUnlessABackslashStandsBeforeIt) {
  EXPECT_EQ(words("a b\nc"), "<a><b>|<c>");
  EXPECT_EQ(words("a \\\n  b\\\nc\n"), "<a><bc>");
  EXPECT_EQ(words("a 'b\nc'"), "<a><b\nc>");
}

TEST(CommandWords, ABackslashAtTheEndMeansItself) {
  EXPECT_EQ(words("a b\\"), "<a><b\\>");
}

TEST(CommandWords, AQuoteWithoutItsSecondIsTold) {
  EXPECT_EQ(words("a 'b"), "open at 2");
  EXPECT_EQ(words("a b\"c\\\""), "open at 3");
}

TEST(CommandWords, KnowsWhatOnlyAShellUnderstands) {
  EXPECT_EQ(words("a | b || c & d && e ; f"), "<a><|>!2<b><||>!6<c><&>!11<d><&&>!15<e><;>!20<f>");
  EXPECT_EQ(words("a > b 2>&1 >>c <d &>e"), "<a><>>!2<b><2>&1>!6<>>c>!11<<d>!15<&>e>!18");
  EXPECT_EQ(words("a $HOME ${X} $(b) `c` \"$D\""), "<a><$HOME>!2<${X}>!8<$(b)>!13<`c`>!18<$D>!23");
  EXPECT_EQ(words("a *.txt ~/b #c d;"), "<a><*.txt>!2<~/b>!8<#c>!12<d;>!16");
  EXPECT_EQ(words("A=b c D=e"), "<A=b>!0<c><D=e>");
}

TEST(CommandWords, QuotedItMeansItselfToAShellToo) {
  EXPECT_EQ(words(R"(a '|' "*.txt" '$HOME' \$HOME "\$X" $ a~b c#d 5$ x=y)"),
            "<a><|><*.txt><$HOME><$HOME><$X><$><a~b><c#d><5$><x=y>");
}

}  // namespace
}  // namespace sa
