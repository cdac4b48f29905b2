#include "core/completion.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sa {
namespace {

// What the words before the last one make of it.
struct Position {
  const KnownVerb* verb = nullptr;      // nullptr: none yet
  const KnownOption* option = nullptr;  // whose value it is; nullptr: none's
  std::size_t arguments = 0;            // of the verb, before it
  bool options_ended = false;           // by "--"
};

class Reader {
 public:
  explicit Reader(const KnownCommandLine& known) : known_(known) {
    if (known.verbs.empty()) position_.verb = &known.itself;
  }

  void read(const std::string& word) {
    if (std::exchange(position_.option, nullptr) != nullptr) return;
    if (position_.options_ended || !word.starts_with('-') || word == "-")
      return read_argument(word);
    if (word == "--")
      position_.options_ended = true;
    else if (const KnownOption* option = option_of(word); option && !option->value.empty())
      position_.option = option;
  }

  const Position& position() const { return position_; }

  const KnownOption* option_of(const std::string& name) const {
    for (const KnownVerb* verb : {position_.verb, &known_.itself}) {
      if (verb == nullptr) continue;
      for (const KnownOption& option : verb->options)
        if (std::ranges::find(option.names, name) != option.names.end()) return &option;
    }
    return nullptr;
  }

 private:
  void read_argument(const std::string& word) {
    if (position_.verb != nullptr) {
      ++position_.arguments;
      return;
    }
    const auto found = std::ranges::find(known_.verbs, word, &KnownVerb::name);
    if (found != known_.verbs.end()) position_.verb = &*found;
  }

  const KnownCommandLine& known_;
  Position position_;
};

void keep_begun(const std::string& begun, std::vector<Candidate>& candidates) {
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return !candidate.word.empty() && !candidate.word.starts_with(begun);
  });
}

// `before`: what of the word stands before the value and stays.
std::vector<Candidate> values_of(const std::string& verb, const KnownOption& option,
                                 std::string before, std::string begun, const ValueSource& values) {
  if (const auto comma = begun.rfind(','); option.is_list && comma != std::string::npos) {
    before += begun.substr(0, comma + 1);
    begun.erase(0, comma + 1);
  }
  std::vector<Candidate> candidates = values(verb, option.value);
  keep_begun(begun, candidates);
  for (Candidate& candidate : candidates)
    if (!candidate.word.empty()) candidate.word.insert(0, before);
  return candidates;
}

void add_options(const KnownVerb& verb, std::vector<Candidate>& candidates) {
  for (const KnownOption& option : verb.options)
    for (const std::string& name : option.names) candidates.push_back({name, option.help});
}

std::vector<Candidate> options_at(const Position& position, const KnownCommandLine& known) {
  std::vector<Candidate> candidates;
  if (position.verb != nullptr && position.verb != &known.itself)
    add_options(*position.verb, candidates);
  add_options(known.itself, candidates);
  std::set<std::string> seen;
  std::erase_if(candidates,
                [&](const Candidate& option) { return !seen.insert(option.word).second; });
  return candidates;
}

std::vector<Candidate> arguments_at(const Position& position, const KnownCommandLine& known,
                                    const ValueSource& values) {
  std::vector<Candidate> candidates;
  if (position.verb == nullptr) {
    for (const KnownVerb& verb : known.verbs) candidates.push_back({verb.name, verb.help});
    return candidates;
  }
  const auto& arguments = position.verb->arguments;
  if (arguments.empty()) return {};
  const bool is_one_too_many = position.arguments >= arguments.size() && !position.verb->repeats;
  if (is_one_too_many) return {};
  return values(position.verb->name, arguments[std::min(position.arguments, arguments.size() - 1)]);
}

}  // namespace

std::vector<Candidate> completions(const KnownCommandLine& known,
                                   const std::vector<std::string>& words,
                                   const ValueSource& values) {
  if (words.empty()) return {};
  Reader reader(known);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) reader.read(words[i]);
  const Position& position = reader.position();
  const std::string& word = words.back();
  const std::string verb = position.verb != nullptr ? position.verb->name : "";
  if (position.option != nullptr) return values_of(verb, *position.option, "", word, values);
  const auto equals = word.find('=');
  if (!position.options_ended && word.starts_with("--") && equals != std::string::npos) {
    const KnownOption* option = reader.option_of(word.substr(0, equals));
    if (option == nullptr) return {};
    return values_of(verb, *option, word.substr(0, equals + 1), word.substr(equals + 1), values);
  }
  auto candidates = !position.options_ended && word.starts_with('-')
                        ? options_at(position, known)
                        : arguments_at(position, known, values);
  keep_begun(word, candidates);
  return candidates;
}

std::string completion_lines(const std::vector<Candidate>& candidates) {
  std::string lines;
  for (const Candidate& candidate : candidates)
    if (candidate.word.find_first_of("\t\n") == std::string::npos)
      lines += candidate.word + '\t' + candidate.help + '\n';
  return lines;
}

}  // namespace sa
