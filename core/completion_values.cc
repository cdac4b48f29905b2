#include "core/completion_values.h"

#include "core/health.h"
#include "core/run.h"
#include "core/slot.h"

#include <algorithm>
#include <set>

namespace sa {
namespace {

using Candidates = std::vector<Candidate>;
using Units = std::vector<UnitStatus>;

// The words of an enumeration from its first to this last one.
template <typename Word>
Candidates words_up_to(Word last) {
  Candidates words;
  for (int i = 0; i <= static_cast<int>(last); ++i)
    words.push_back({std::string(to_string(static_cast<Word>(i))), ""});
  return words;
}

Candidates listed(std::initializer_list<const char*> words) {
  Candidates candidates;
  for (const char* word : words) candidates.push_back({word, ""});
  return candidates;
}

Candidates health_states() {
  Candidates candidates;
  for (const Candidate& health : words_up_to(Health::stale))
    for (const char* state : {"ok", "warning", "critical", "unknown"})
      candidates.push_back({health.word + "=" + state, ""});
  return candidates;
}

Candidates teams_of(const Units& units) {
  std::set<std::string> teams;
  for (const UnitStatus& unit : units)
    if (!unit.team.empty()) teams.insert(unit.team);
  Candidates candidates;
  for (const std::string& team : teams) candidates.push_back({team, ""});
  return candidates;
}

Candidates tags_of(const Units& units) {
  std::set<std::string> tags;
  for (const UnitStatus& unit : units) tags.insert(unit.tags.begin(), unit.tags.end());
  Candidates candidates;
  for (const std::string& tag : tags) candidates.push_back({tag, ""});
  return candidates;
}

// Only a pause is of timers more than of what they start.
Candidates names_of(const Units& units, const std::string& verb) {
  const bool with_timers = verb == "pause" || verb == "resume";
  Candidates candidates;
  for (const UnitStatus& unit : units) {
    candidates.push_back({unit.unit, unit.team});
    if (!unit.job.empty()) candidates.push_back({unit.job, "job"});
    if (!with_timers) continue;
    for (const std::string& timer : unit.timers) candidates.push_back({timer, ""});
  }
  return candidates;
}

// "a,b" of "KIND:{a,b}".
Candidates choice_in(const std::string& value) {
  Candidates candidates;
  const auto open = value.find('{');
  const auto close = value.find('}');
  for (auto at = open + 1; at < close;) {
    const auto end = std::min(value.find(',', at), close);
    candidates.push_back({value.substr(at, end - at), ""});
    at = end + 1;
  }
  return candidates;
}

Candidates journal_formats() {
  return listed({"short", "short-full", "short-iso", "short-iso-precise", "short-precise",
                 "short-monotonic", "short-delta", "short-unix", "verbose", "export", "json",
                 "json-pretty", "json-sse", "json-seq", "cat", "with-unit"});
}

}  // namespace

std::vector<Candidate> completion_values(const std::string& verb, const std::string& value,
                                         const std::function<std::vector<UnitStatus>()>& units) {
  if (value.find('{') != std::string::npos) return choice_in(value);
  if (value == "HEALTH") return words_up_to(Health::stale);
  if (value == "STATE") return words_up_to(State::missed);
  if (value == "VERDICT") return words_up_to(SlotVerdict::paused);
  if (value == "HEALTH=STATE") return health_states();
  if (value == "FORMAT") return journal_formats();
  if (value == "TIME") return listed({"now", "today", "yesterday", "tomorrow"});
  if (value == "FILE" || value == "PATH") return {{"", "files"}};
  if (value == "DIR") return {{"", "directories"}};
  if (value == "TEAM") return teams_of(units());
  if (value == "TAG") return tags_of(units());
  if (value == "GLOB" || value.starts_with("UNIT")) return names_of(units(), verb);
  return {};
}

}  // namespace sa
