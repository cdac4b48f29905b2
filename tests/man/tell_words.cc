// tell_words: the words that the code knows and that man pages must tell, "TABLE WORD" a line. Of
// JSON, the keys that are written.

#include "cli/doctor/checks.h"
#include "cli/json.h"
#include "core/health.h"
#include "core/job_keys.h"
#include "core/run.h"
#include "core/slot.h"
#include "core/unit_section.h"

#include <functional>
#include <iostream>
#include <string>

namespace {

void tell(const char* table, std::string_view word) {
  std::cout << table << ' ' << word << '\n';
}

template <typename Word>
void tell_up_to(const char* table, Word last) {
  for (int i = 0; i <= static_cast<int>(last); ++i) tell(table, to_string(static_cast<Word>(i)));
}

// The keys of the outermost object of a line of JSON.
void tell_keys(const char* table, const std::string& json) {
  int depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '{' || json[at] == '[') ++depth;
    if (json[at] == '}' || json[at] == ']') --depth;
    if (json[at] != '"') continue;
    const auto end = json.find('"', at + 1);
    if (depth == 1 && json[end + 1] == ':') tell(table, json.substr(at + 1, end - at - 1));
    at = end;
  }
}

void tell_json(const char* table, const std::function<void(sa::JsonLines&)>& put) {
  std::string text;
  sa::Output out([&](std::string_view part) { text += part; });
  sa::JsonLines lines(out);
  put(lines);
  out.flush();
  tell_keys(table, text);
}

}  // namespace

int main() {
  using namespace sa;
  tell_up_to("health", Health::stale);
  tell_up_to("state", State::missed);
  tell_up_to("verdict", SlotVerdict::paused);
  tell_up_to("finding", FindingVerdict::ok);
  for (const Check& check : all_checks()) tell("check", check.name);
  for (const SectionKey& key : section_keys()) tell("section-key", key.name);
  for (int i = 0; i < static_cast<int>(JobKey::count); ++i)
    tell("job-key", name_of(static_cast<JobKey>(i)));
  tell_json("run-field", [](JsonLines& lines) { lines.put(Run{}, {}); });
  tell_json("unit-field", [](JsonLines& lines) { lines.put(UnitStatus{}, Verdict{}); });
  tell_json("next-field", [](JsonLines& lines) { lines.put_due(UnitStatus{}, Verdict{}); });
  tell_json("slot-field", [](JsonLines& lines) { lines.put("x", {}, UnitSlot{}); });
  tell_json("stats-field", [](JsonLines& lines) { lines.put("x", {}, RunStats({}, {})); });
  tell_json("finding-field", [](JsonLines& lines) { lines.put(Finding{}); });
  return 0;
}
