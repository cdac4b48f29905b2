#include "watcher/absence.h"

#include "core/reason.h"

#include <sstream>
#include <utility>

namespace sa {
namespace {

constexpr int last_kind = static_cast<int>(Absence::Kind::unwatched);

}  // namespace

std::string in_words(const Absence& absence) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {reason::the_host_was, "off"},
      {reason::the_host_was, "asleep"},
      {reason::the_clock_was, "put forward"},
      {reason::the_watcher_was, "not running"}};
  const auto& [what, how] = words[static_cast<std::size_t>(absence.kind)];
  return std::string(what).append(how) + " from " + utc_words(absence.from) + " to " +
         utc_words(absence.to);
}

std::string to_note(const std::vector<Absence>& absences) {
  std::string note;
  for (const auto& absence : absences)
    note += std::to_string(static_cast<int>(absence.kind)) + " " + rfc3339(absence.from) + " " +
            rfc3339(absence.to) + "\n";
  return note;
}

std::vector<Absence> absences_of_note(std::string_view note) {
  std::vector<Absence> absences;
  std::istringstream lines{std::string(note)};
  int kind = 0;
  std::string from;
  std::string to;
  while (lines >> kind >> from >> to) {
    const auto begin = parse_rfc3339(from);
    const auto end = parse_rfc3339(to);
    if (kind < 0 || kind > last_kind || !begin || !end) continue;
    absences.push_back({static_cast<Absence::Kind>(kind), *begin, *end});
  }
  return absences;
}

}  // namespace sa
