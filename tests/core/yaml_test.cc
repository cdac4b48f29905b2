#include "core/yaml.h"

#include "core/field.h"

#include <chrono>

#include <gtest/gtest.h>

namespace sa {
namespace {

// "kind@line:column text" of a value, lists in [], maps in {}.
std::string shape(const YamlNode& node) {
  std::string out = std::to_string(node.place.line) + ":" + std::to_string(node.place.column);
  switch (node.kind) {
    case YamlNode::Kind::null:
      return out + " null";
    case YamlNode::Kind::scalar:
      return out + (node.plain ? " " : " text ") + node.text;
    case YamlNode::Kind::list:
      out += " [";
      for (const YamlNode& item : node.items) out += " " + shape(item);
      return out + " ]";
    case YamlNode::Kind::map:
      break;
  }
  out += " {";
  for (const auto& [key, place, value] : node.entries)
    out += " " + std::to_string(place.line) + ":" + std::to_string(place.column) + " " + key + "=" +
           shape(value);
  return out + " }";
}

std::string problems(const std::string& text) {
  std::string lines;
  for (const Problem& problem : read_yaml(text).problems) lines += to_string(problem, "x") + "\n";
  return lines;
}

TEST(Yaml, TellsThePlaceOfEveryKeyAndValue) {
  const auto document = read_yaml("a: b\nc:\n  - \"d\"\n  - [e, {f: g}]\nh: ~\ni:\n");
  EXPECT_TRUE(document.problems.empty());
  EXPECT_EQ(shape(document.root),
            "1:1 { 1:1 a=1:4 b 2:1 c=3:3 [ 3:5 text d 4:5 [ 4:6 e 4:9 { 4:10 f=4:13 g } ] ] "
            "5:1 h=5:4 null 6:1 i=6:3 null }");
}

TEST(Yaml, CountsCharactersNotBytes) {
  EXPECT_EQ(shape(read_yaml("{täglich: ä, b: c}").root),
            "1:1 { 1:2 täglich=1:11 ä 1:14 b=1:17 c }");
}

TEST(Yaml, TakesAByteOrderMarkAndLineEndsOfWindows) {
  EXPECT_EQ(shape(read_yaml("\xEF\xBB\xBF"
                            "a: b\r\nc: |\r\n  d\r\n  e\r\n")
                      .root),
            "1:1 { 1:1 a=1:4 b 2:1 c=2:4 text d\ne\n }");
}

TEST(Yaml, AnEmptyDocumentIsNothing) {
  for (const char* text : {"", "# nothing\n", "---\n", "\n\n"}) {
    const auto document = read_yaml(text);
    EXPECT_EQ(document.root.kind, YamlNode::Kind::null) << text;
    EXPECT_TRUE(document.problems.empty()) << text;
  }
}

TEST(Yaml, KnowsWhereInTheFileTheTextOfAScalarStands) {
  const auto root = read_yaml("a: 'x y'\nb: x y\nc: \"\\x41y\"\nd: x\n  y\ne: |\n  x\n").root;
  std::string columns;
  for (const auto& entry : root.entries) columns += std::to_string(entry.value.text_column) + " ";
  EXPECT_EQ(columns, "5 4 0 0 0 ");
  EXPECT_EQ(place_in(root.entries[0].value, 2), (Place{1, 7}));
  EXPECT_EQ(place_in(root.entries[2].value, 1), (Place{3, 4}));
}

struct Bad {
  const char* text;
  const char* problems;
};
class BadYaml : public testing::TestWithParam<Bad> {};
TEST_P(BadYaml, IsToldWithItsPlace) {
  EXPECT_EQ(problems(GetParam().text), GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    Hints, BadYaml,
    testing::Values(
        Bad{"a: 1\n\tb: 2\n", "x:2:1: expected blanks before a key or value, got a hard tab\n"},
        Bad{"\ta: 1\n", "x:1:1: expected blanks before a key or value, got a hard tab\n"},
        Bad{"schedule: @hourly\n",
            "x:1:11: schedule: expected quotes round a value that begins with '@', got "
            "'@hourly'\n"},
        Bad{"schedule: */5 * * * *  \n",
            "x:1:11: schedule: expected quotes round a value that begins with '*', got "
            "'*/5 * * * *'\n"},
        Bad{"schedule:\n  - * * * * *\n",
            "x:2:5: expected quotes round a value that begins with '*', got '* * * * *'\n"},
        Bad{"a: %d\n", "x:1:4: a: expected quotes round a value that begins with '%', got '%d'\n"},
        Bad{"a: b: c\n",
            "x:1:5: expected quotes round text that holds ': ', or the indentation of the keys "
            "above\n"},
        Bad{"a: \"b\nc: d\n", "x:1:4: a: expected a second quote, got the end of the file\n"},
        Bad{"a: [b, c\n", "x:2:1: expected YAML: did not find expected ',' or ']'\n"}));

INSTANTIATE_TEST_SUITE_P(
    Refused, BadYaml,
    testing::Values(
        Bad{"a: 1\nb: 2\na: 3\n", "x:3:1: a: expected each key once, got it a second time\n"},
        Bad{"a: {b: 1, b: 2}\n", "x:1:11: a.b: expected each key once, got it a second time\n"},
        Bad{"a: &x 1\nb: *x\n",
            "x:1:4: a: expected no anchor, got 'x'\n"
            "x:2:4: b: expected quotes round a value that begins with '*', got '*x'\n"},
        Bad{"a: !!str 5\n", "x:1:4: a: expected no tag, got 'tag:yaml.org,2002:str'\n"},
        Bad{"a: !run x\n", "x:1:4: a: expected no tag, got '!run'\n"},
        Bad{"<<: {a: 1}\n", "x:1:1: expected no merge key, got '<<'\n"},
        Bad{"? [a]\n: b\n", "x:1:3: expected text as a key, got a list\n"},
        Bad{"a: 1\n---\nb: 2\n", "x:2:1: expected one document, got a second one\n"},
        Bad{"%TAG !e! tag:x,2000:\n---\na: 1\n",
            "x:1:1: expected no directive but %YAML, got '%TAG'\n"},
        Bad{"%FOO\n---\na: 1\n", "x:1:5: expected YAML: found unknown directive name\n"}));

INSTANTIATE_TEST_SUITE_P(
    NoText, BadYaml,
    testing::Values(Bad{"a: b\nc: \xff\n", "x:2:4: expected UTF-8, got '\\xff'\n"},
                    Bad{"a: ä\x1b[2J\n",
                        "x:1:5: expected text, got the control character '\\x1b'\n"},
                    Bad{"a: b\rc: d\n", "x:1:5: expected a line break after a carriage return\n"},
                    Bad{"a: b\xE2\x80\xA8",
                        "x:1:5: expected text, got the control character "
                        "'\\xe2\\x80\\xa8'\n"},
                    Bad{"a: b\xEF\xBB\xBF",
                        "x:1:5: expected text, got the control character "
                        "'\\xef\\xbb\\xbf'\n"}));

TEST(Yaml, RefusesNul) {
  EXPECT_EQ(problems(std::string("a: b\0c\n", 7)), "x:1:5: expected text, got a NUL\n");
}

TEST(Yaml, RefusesMoreThanOneMegabyte) {
  EXPECT_EQ(problems("a: " + std::string(1'000'000, 'x')), "x:1:1: expected at most 1 MB\n");
  EXPECT_EQ(problems("a: " + std::string(999'997, 'x')), "");
}

TEST(Yaml, RefusesMoreThanSixteenLevels) {
  const std::string deep = std::string(16, '[') + std::string(16, ']');
  EXPECT_EQ(problems(deep), "");
  EXPECT_EQ(problems("[" + deep + "]"), "x:1:17: expected at most 16 levels\n");
}

TEST(Yaml, RefusesMoreThanTenThousandValues) {
  std::string items;
  for (int i = 0; i < 9'999; ++i) items += "- a\n";
  EXPECT_EQ(problems(items), "");
  EXPECT_EQ(problems(items + "- a\n"), "x:10000:3: expected at most 10000 values\n");
}

// Each of them made a reader somewhere take minutes, or all the memory.
TEST(Yaml, EndsAtOnceWhateverTheText) {
  const auto repeated = [](std::string_view part, std::size_t size) {
    std::string text;
    while (text.size() < size) text += part;
    return text;
  };
  const auto begin = std::chrono::steady_clock::now();
  for (const char* part :
       {"[",        "{",     "- ",     "? ",   "[x,",          ":",   "a:", "\"\"", "- *a\n",
        "- &a x\n", "---\n", "...\n",  "%A\n", "%TAG !a! x\n", "#\n", " ",  "\n",   "!",
        "'",        "[\n",   "a: |\n", "*a, ", "a: \n",        "k",   "\t", "|\n",  "? - "}) {
    read_yaml(repeated(part, 900'000));
    read_yaml("a: [" + repeated(part, 900'000));
    read_yaml("a: \"" + repeated(part, 900'000));
  }
  // Some 30 ms each without optimisation; what is not linear takes minutes.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

TEST(Yaml, AnchorsMakeNothingGrow) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = std::to_string(i - 1);
    const std::string now = std::to_string(i);
    bomb += "a" + now + ": &a" + now + " [*a" + before + ", *a" + before + "]\n";
  }
  const auto document = read_yaml(bomb);
  EXPECT_EQ(document.problems.size(), 88U);
  EXPECT_EQ(to_string(document.problems[0], "x"), "x:1:5: a0: expected no anchor, got 'a0'");
}

std::string rewritten(const std::string& text) {
  const auto document = read_yaml(text);
  EXPECT_TRUE(document.problems.empty()) << text;
  return yaml_text(document.root);
}

TEST(YamlText, IsWhatAPersonWouldWrite) {
  const std::string text = R"(description: Collects garbage
command: /srv/garbo.py --level 3
schedule: [30 2 * * *, "@hourly", "*/5 * * * *"]
timeout: 90s
catch-up: true
environment:
  LANG: C.UTF-8
  EMPTY: ""
  ANSWER: "yes"
  NUMBER: "5"
script: |
  set -x
  echo "$1"
)";
  EXPECT_EQ(rewritten(text), text);
}

TEST(YamlText, PutsALongListOnLinesOfItsOwn) {
  const std::string item(40, 'x');
  EXPECT_EQ(rewritten("a: [" + item + ", " + item + "]"), "a:\n- " + item + "\n- " + item + "\n");
}

TEST(YamlText, QuotesWhatWouldBeSomethingElse) {
  YamlNode root;
  root.kind = YamlNode::Kind::list;
  for (const char* text :
       {"null",  "~",  "",   "true", "No", "1e3", "0x1F", "12:30:00", "- a",  "a: b",
        "a #b",  "*a", "&a", "!a",   "%a", "@a",  "<<",   "=",        "a\nb", " a",
        "ends ", "'",  "\"", "\\",   "#",  "?",   "[",    "{",        ",",    "ä"}) {
    YamlNode& item = root.items.emplace_back();
    item.kind = YamlNode::Kind::scalar;
    item.text = text;
  }
  const auto again = read_yaml(yaml_text(root));
  EXPECT_TRUE(again.problems.empty());
  ASSERT_EQ(again.root.items.size(), root.items.size());
  for (std::size_t i = 0; i < root.items.size(); ++i) {
    EXPECT_EQ(again.root.items[i].text, root.items[i].text);
    EXPECT_EQ(again.root.items[i].kind, YamlNode::Kind::scalar) << root.items[i].text;
  }
}

}  // namespace
}  // namespace sa
