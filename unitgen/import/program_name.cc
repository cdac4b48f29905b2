#include "unitgen/import/program_name.h"

#include "core/ascii.h"
#include "core/command_words.h"

#include <algorithm>
#include <vector>

namespace sa {
namespace {

// A program that runs another one, whose name says more.
struct Runner {
  std::string_view name;
  int arguments = 0;             // words before that program, options not counted
  bool takes_line = false;       // -c has a line of shell
  bool up_to_operator = false;   // it is a condition
  std::string_view option = {};  // has a word behind it
};

constexpr Runner runners[] = {
    {"!"},
    {".", 0, false, true},
    {"[", 0, false, true},
    {"bash", 0, true},
    {"cd", 0, false, true},
    {"chronic"},
    {"command"},
    {"cronic"},
    {"dash", 0, true},
    {"env", 0, false, false, "-u"},
    {"exec"},
    {"export", 0, false, true},
    {"flock", 1, true, false, "-w"},
    {"ionice"},
    {"if"},
    {"java"},
    {"ksh", 0, true},
    {"nice"},
    {"node"},
    {"nohup"},
    {"perl"},
    {"php"},
    {"python"},
    {"python2"},
    {"python3"},
    {"ruby"},
    {"run-one"},
    {"run-parts"},
    {"setsid"},
    {"sh", 0, true},
    {"sleep", 0, false, true},
    {"source", 0, false, true},
    {"su", 1, true},
    {"sudo", 0, false, false, "-u"},
    {"systemd-cat"},
    {"systemd-inhibit"},
    {"test", 0, false, true},
    {"then"},
    {"time"},
    {"timeout", 0, false, false, "-s"},
    {"true", 0, false, true},
    {"umask", 0, false, true},
    {"zsh", 0, true},
};

constexpr std::string_view endings[] = {".bash", ".jar", ".js", ".php", ".pl", ".py", ".rb", ".sh"};

const Runner* runner(std::string_view name) {
  const auto* const found = std::ranges::find(runners, name, &Runner::name);
  return found == std::end(runners) ? nullptr : found;
}

std::string base_name(std::string_view word) {
  while (word.ends_with('/')) word.remove_suffix(1);
  word = word.substr(word.rfind('/') + 1);
  word = word.substr(0, word.find_first_of(";&|()<> \t"));
  for (const std::string_view ending : endings) {
    if (word.size() > ending.size() && word.ends_with(ending)) word.remove_suffix(ending.size());
  }
  return std::string(word);
}

bool is_operator(std::string_view word) {
  return word == "&&" || word == "||" || word == ";" || word == "|";
}

bool is_name(std::string_view word) {
  return !word.empty() && is_letter(word[0]);
}

// Of a line with an open quote, what stands between blanks.
std::vector<std::string> words_of(std::string_view line) {
  const auto split = command_words(line);
  std::vector<std::string> out;
  if (const auto* const words = std::get_if<std::vector<CommandWord>>(&split)) {
    for (const CommandWord& word : *words) out.push_back(word.text);
    return out;
  }
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) out.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string name_in(const std::vector<std::string>& words, bool within) {
  std::string fallback;
  const Runner* running = nullptr;
  int to_skip = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool is_line = !within && running != nullptr && running->takes_line &&
                         word.starts_with('-') && word.ends_with('c') && i + 1 < words.size();
    if (is_line) return name_in(words_of(words[i + 1]), true);
    if (running != nullptr && !running->option.empty() && word == running->option) {
      ++i;
      continue;
    }
    const bool waits = running != nullptr && running->up_to_operator;
    if (is_operator(word) || (waits && word.ends_with(';'))) running = nullptr;
    if (waits || is_operator(word) || word.starts_with('-') ||
        word.find('=') != std::string::npos) {
      continue;
    }
    const std::string name = base_name(word.starts_with('(') ? word.substr(1) : word);
    if (!is_name(name) && word != "[" && word != "!" && word != ".") continue;
    if (to_skip-- > 0) continue;
    const Runner* const found = runner(name.empty() ? word : name);
    if (found == nullptr) return name;
    if (fallback.empty()) fallback = name;
    running = found;
    to_skip = found->arguments;
  }
  return fallback;
}

}  // namespace

std::string program_name(std::string_view line) {
  return name_in(words_of(line.substr(0, 10'000)), false);
}

}  // namespace sa
