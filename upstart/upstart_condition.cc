#include "upstart/upstart_condition.h"

#include <utility>

namespace sa {
namespace {

using Kind = UpstartTerm::Kind;

// Operators bind equally from the left, so each level of parentheses has at most one that waits for
// its right side.
class ConditionParser {
 public:
  ConditionParser(UpstartWords& words, Problem& problem) : words_(words), problem_(problem) {}
  bool parse();
  std::vector<UpstartTerm> take() { return std::move(terms_); }

 private:
  struct Level {
    Place opened;
    bool has_operand = false;            // its left side is complete
    std::optional<UpstartTerm> waiting;  // an operator without its right side
  };

  bool fail(Place place, std::string message);
  bool item();
  bool open(Place place);
  bool close(Place place);
  bool operation(Place place, Kind kind);
  bool operand(Place place, std::string word);
  bool argument(Place place, std::string word);
  void complete();
  bool wants_operand() const { return !levels_.back().has_operand || levels_.back().waiting; }

  UpstartWords& words_;
  Problem& problem_;
  std::vector<UpstartTerm> terms_;
  std::vector<Level> levels_{1};
  bool in_event_ = false;  // further words are arguments of the last term
};

bool ConditionParser::fail(Place place, std::string message) {
  problem_.place = place;
  problem_.message = std::move(message);
  return false;
}

// The left or the right side is there; an operator that waited for it follows it.
void ConditionParser::complete() {
  Level& level = levels_.back();
  level.has_operand = true;
  if (level.waiting) terms_.push_back(*std::exchange(level.waiting, std::nullopt));
}

bool ConditionParser::open(Place place) {
  if (!wants_operand()) return fail(place, "expected 'and' or 'or', got '('");
  levels_.push_back({place, false, std::nullopt});
  words_.skip_character();
  words_.skip_blanks();
  return true;
}

bool ConditionParser::close(Place place) {
  if (wants_operand()) return fail(place, "expected an event, got ')'");
  if (levels_.size() == 1) return fail(place, "expected a '(' before, got ')'");
  levels_.pop_back();
  complete();
  words_.skip_character();
  words_.skip_blanks();
  return true;
}

bool ConditionParser::operation(Place place, Kind kind) {
  const char* const word = kind == Kind::both ? "'and'" : "'or'";
  if (wants_operand()) return fail(place, std::string("expected an event, got ") + word);
  levels_.back().waiting = UpstartTerm{kind, "", {}, {place}};
  return true;
}

bool ConditionParser::argument(Place place, std::string word) {
  auto& arguments = terms_.back().arguments;
  const bool named = word.find('=') != std::string::npos;
  if (!named && !arguments.empty() && arguments.back().find('=') != std::string::npos) {
    return fail(place, "expected NAME=VALUE after one of that form, got " + quoted(word));
  }
  arguments.push_back(std::move(word));
  return true;
}

bool ConditionParser::operand(Place place, std::string word) {
  if (!wants_operand()) return fail(place, "expected 'and' or 'or', got " + quoted(word));
  terms_.push_back({Kind::event, std::move(word), {}, {place}});
  return true;
}

bool ConditionParser::item() {
  const Place place = words_.place();
  const bool was_in_event = std::exchange(in_event_, false);
  const char c = words_.next();
  if (was_in_event && (c == '(' || c == ')')) complete();
  if (c == '(') return open(place);
  if (c == ')') return close(place);
  const bool both = words_.stands("and");
  const bool operates = both || words_.stands("or");
  auto word = words_.word(true);
  if (!word) return fail(place, words_.problem());
  if (operates) {
    if (was_in_event) complete();
    return operation(place, both ? Kind::both : Kind::either);
  }
  in_event_ = true;
  return was_in_event ? argument(place, std::move(*word)) : operand(place, std::move(*word));
}

bool ConditionParser::parse() {
  do {
    words_.skip_blanks();
    while (words_.has_word()) {
      if (!item()) return false;
    }
    if (levels_.size() == 1) break;
    words_.next_line();
  } while (!words_.at_end());
  const Place end = words_.place();
  if (levels_.size() > 1) return fail(levels_.back().opened, "expected a ')' for this '('");
  if (std::exchange(in_event_, false)) complete();
  if (wants_operand()) return fail(end, "expected an event");
  words_.next_line();
  return true;
}

}  // namespace

std::optional<UpstartCondition> parse_upstart_condition(UpstartWords& words, Problem& problem) {
  UpstartCondition condition;
  condition.at.place = words.place();
  ConditionParser parser(words, problem);
  if (!parser.parse()) return std::nullopt;
  condition.terms = parser.take();
  return condition;
}

}  // namespace sa
