#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What a program's command line may hold, as its parser knows it (see known_command_line.h).
struct KnownOption {
  std::vector<std::string> names;  // "--team", "-a"
  std::string value;               // what its help calls the value, "TEAM"; empty: a flag
  std::string help;
  bool is_list = false;  // values with commas between them
};

struct KnownVerb {
  std::string name;
  std::string help;
  std::vector<KnownOption> options{};
  std::vector<std::string> arguments{};  // what the help calls them: "UNIT"
  bool repeats = false;                  // the last of them may come several times
};

struct KnownCommandLine {
  KnownVerb itself;  // options for all verbs; arguments only where there are no verbs
  std::vector<KnownVerb> verbs;
};

// A word that may stand there. Without a word the help says what a shell has to complete by itself:
// "files" or "directories".
struct Candidate {
  std::string word;
  std::string help;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

// All values of a kind ("TEAM") for a verb; empty: nothing is known.
using ValueSource =
    std::function<std::vector<Candidate>(const std::string& verb, const std::string& value)>;

// What may stand where the last of `words` (which may be empty, or begun) stands; the program's
// name is none of them.
std::vector<Candidate> completions(const KnownCommandLine& known,
                                   const std::vector<std::string>& words,
                                   const ValueSource& values);

// One a line, "WORD<tab>HELP": what the completions of bash, zsh and fish read.
std::string completion_lines(const std::vector<Candidate>& candidates);

}  // namespace sa
