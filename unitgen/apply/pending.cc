#include "unitgen/apply/pending.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sa {
namespace {

using Units = std::set<std::string>;

constexpr std::array<std::pair<std::string_view, Units Pending::*>, 7> parts{{
    {"stop ", &Pending::stop},
    {"start ", &Pending::start},
    {"restart ", &Pending::restart},
    {"revive ", &Pending::revive},
    {"forget ", &Pending::forgotten},
    {"link ", &Pending::links},
    {"remove-script ", &Pending::scripts},
}};

void drop(Units& units, const Units& gone) {
  for (const std::string& unit : gone) units.erase(unit);
}

}  // namespace

bool Pending::empty() const {
  return *this == Pending();
}

Pending merged(Pending before, const Pending& now) {
  for (Units* units : {&before.start, &before.restart, &before.revive}) drop(*units, now.stop);
  for (Units* units : {&before.stop, &before.forgotten}) drop(*units, now.start);
  for (const auto& [word, part] : parts)
    (before.*part).insert((now.*part).begin(), (now.*part).end());
  return before;
}

std::string pending_text(const Pending& pending) {
  std::string text;
  for (const auto& [word, part] : parts)
    for (const std::string& unit : pending.*part) text.append(word).append(unit).append("\n");
  return text;
}

Pending read_pending(std::string_view text) {
  Pending pending;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    for (const auto& [word, part] : parts)
      if (line.starts_with(word)) (pending.*part).emplace(line.substr(word.size()));
  }
  return pending;
}

}  // namespace sa
