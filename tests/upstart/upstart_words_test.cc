#include "conf_text.h"
#include "upstart/upstart_conf.h"

#include <gtest/gtest.h>

namespace {

// The words of a line, each in bars.
std::string words(std::string_view line) {
  const auto parsed = sa::parse_upstart_conf("emits " + std::string(line));
  std::string out;
  for (const auto& word : parsed.conf.emits) out += '|' + word.text;
  return out + '|';
}

std::string command(std::string_view line) {
  const auto parsed = sa::parse_upstart_conf("exec " + std::string(line));
  return parsed.conf.main ? parsed.conf.main->text : conf_text(parsed);
}

TEST(UpstartWords, EndAtBlanksAndComments) {
  EXPECT_EQ(words("a  b\tc\r\n"), "|a|b|c|");
  EXPECT_EQ(words("a b# c\n"), "|a|b|");
  EXPECT_EQ(words("a '# c' # d"), "|a|# c|");
}

TEST(UpstartWords, LoseTheirQuotesAndKeepWhatIsInThem) {
  EXPECT_EQ(words(R"("a  b" 'c "d"' e"f g"h)"), "|a  b|c \"d\"|ef gh|");
  EXPECT_EQ(words(R"(" a " '  ')"), "| a |  |");
}

TEST(UpstartWords, LoseTheBackslashBeforeABlankAndAnotherOnly) {
  EXPECT_EQ(words(R"(a\ b c\\d e\"f\" g\n)"), R"(|a b|c\d|e\"f\"|g\n|)");
}

TEST(UpstartWords, AreJoinedByABackslashAndByQuotes) {
  EXPECT_EQ(words("a \\\n  b\\\nc\n"), "|a|b c|");
  EXPECT_EQ(words("'one  \n   two'\n"), "|one two|");
}

TEST(UpstartWords, OfACommandKeepTheirQuotes) {
  EXPECT_EQ(command("sh -c 'echo \"#1\"  \\$x' # really\n"), "sh -c 'echo \"#1\"  \\$x'");
  EXPECT_EQ(command("garbo \\\n   --all \\\n --now  \n"), "garbo --all --now");
  EXPECT_EQ(command("a\\ b \\\\ c"), "a\\ b \\\\ c");
}

}  // namespace
