#include "unitgen/upstart/conf_quoting.h"

#include "tests/cli/child.h"
#include "tests/unitgen/scratch_folder.h"
#include "upstart/upstart_conf.h"

#include <filesystem>
#include <random>

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(ConfQuoting, LeavesPlainWordsAlone) {
  EXPECT_EQ(conf_word("launchpad"), "launchpad");
  EXPECT_EQ(conf_word("PATH=/usr/bin:/bin"), "PATH=/usr/bin:/bin");
  EXPECT_EQ(process_text({"/srv/garbo", "--hourly", "-x", "a.b,c:d@e%f"}),
            "exec /srv/garbo --hourly -x a.b,c:d@e%f\n");
}

TEST(ConfQuoting, QuotesWhatInitWouldRead) {
  EXPECT_EQ(conf_word("Sweep # 1"), "\"Sweep # 1\"");
  EXPECT_EQ(conf_word("it's \"so\" \\ here"), R"("it's "'"'"so"'"'" \\ here")");
}

TEST(ConfQuoting, TakesAShellForWhatUpstartGivesToOne) {
  EXPECT_EQ(process_text({"/bin/echo", "a b", "", "#x", "$HOME"}),
            "exec /bin/echo 'a b' '' '#x' '$HOME'\n");
}

TEST(ConfQuoting, PutsBackslashesAndLineBreaksIntoABlock) {
  EXPECT_EQ(process_text({"/bin/echo", "a\\"}), "script\n  exec /bin/echo 'a\\'\nend script\n");
  EXPECT_EQ(process_text({"/bin/echo", "end script\nexec evil"}),
            "script\n"
            "  set -- \"$(printf '\\n.')\"; exec /bin/echo 'end script'\"${1%.}\"'exec evil'\n"
            "end script\n");
}

const std::vector<std::string> hostile_words = {
    "",
    " ",
    "  two  blanks  ",
    "\t",
    "tab\tand\rreturn",
    "'",
    "\"",
    "''",
    "\"\"",
    "it's",
    "x\" \"y",
    "'\"'\"'",
    "\\",
    "\\\\",
    "x\\",
    "x \\",
    "\\n",
    "\\ ",
    " \\x",
    "'\\'",
    "#",
    "a#b",
    "#x ;y",
    "$HOME",
    "${HOME}",
    "$(id)",
    "`id`",
    "%n%H%{",
    "%",
    "!",
    "*",
    "?",
    "[a]",
    "{a,b}",
    "~",
    "~root",
    "&",
    "|",
    ";",
    "<",
    ">",
    "a=b",
    "--",
    "-e",
    "\n",
    "\n\n",
    "a\nb",
    "\na",
    "a\n",
    "end script\nexec /bin/false",
    "x\n\nUser",
    "x\nscript",
    "end script",
    "\xc3\xa4",
    "\x01\x1b\x7f",
    "${1%.}",
    "\"${1%.}\"",
    "exec",
    "\xe2\x80\xa8",
};

ParsedUpstartConf parsed(const std::string& text) {
  ParsedUpstartConf conf = parse_upstart_conf(text);
  EXPECT_TRUE(conf.problems.empty()) << text;
  return conf;
}

TEST(ConfQuoting, WordsAreReadBackAsTheyWere) {
  for (const std::string& word : hostile_words) {
    if (!fits_a_word(word)) continue;
    const auto conf = parsed("env " + conf_word(word) + "\ntask\n").conf;
    ASSERT_EQ(conf.env.size(), 1U) << word;
    EXPECT_EQ(conf.env[0].text, word);
    EXPECT_TRUE(conf.task) << word;
  }
}

// What Upstart starts for the main process (job_process_start in job_process.c): sh -e where it is
// a script or has a character for a shell, else the words between blanks.
std::vector<std::string> started(const UpstartProcess& process) {
  if (process.script || needs_shell(process.text)) {
    std::string text = (process.script ? "" : "exec ") + process.text;
    while (text.ends_with('\n')) text.pop_back();
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    return {"/bin/sh", "-e", "-c", text, "/bin/sh"};
  }
  std::vector<std::string> words;
  std::istringstream rest(process.text);
  for (std::string word; rest >> word;) words.push_back(word);
  return words;
}

// A program that tells its words, each with a NUL behind it.
class Teller {
 public:
  Teller() {
    folder_.write("tell", "#!/bin/sh\nprintf '%s\\0' \"$@\"\n");
    std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
  }
  std::string path() const { return folder_ / "tell"; }

  // What it told when Upstart ran it with these words.
  std::string told(std::vector<std::string> words) const {
    words.insert(words.begin(), path());
    const auto conf = parsed(process_text(words) + "task\n").conf;
    EXPECT_TRUE(conf.task && conf.main);
    return run(started(*conf.main));
  }

 private:
  static std::string run(const std::vector<std::string>& words) {
    const auto done = samples::run_child(words);
    EXPECT_EQ(done.exit_code, 0);
    return done.out;
  }
  test::ScratchFolder folder_;
};

std::string with_nuls(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word + '\0';
  return all;
}

TEST(ConfQuoting, ProgramsGetTheirWordsAsTheyAre) {
  const Teller teller;
  for (const std::string& word : hostile_words)
    EXPECT_EQ(teller.told({word}), with_nuls({word})) << word;
  EXPECT_EQ(teller.told(hostile_words), with_nuls(hostile_words));
}

TEST(ConfQuoting, ProgramsGetRandomWordsAsTheyAre) {
  const Teller teller;
  std::mt19937 random(11);
  const std::string characters = " \t\n\r\\'\"#$`;&|<>()*?[]{}~!%=-ax1\x01/.";
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> words(1 + random() % 4);
    for (std::string& word : words)
      for (auto left = random() % 12; left > 0; --left)
        word += characters[random() % characters.size()];
    EXPECT_EQ(teller.told(words), with_nuls(words)) << testing::PrintToString(words);
  }
}

}  // namespace
}  // namespace sa
