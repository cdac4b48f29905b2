#pragma once

#include "core/health.h"
#include "core/instant.h"
#include "core/run.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What people are told of a unit: that its health became another.
struct Notice {
  std::string unit;
  std::string job, team;                        // empty: none
  Health health = Health::ok;                   // failed, overdue, broken; or ok
  Health was = Health::ok;                      // what they were told before
  std::optional<Instant> since;                 // nullopt: not known
  std::string reason;                           // empty: nothing to say
  std::optional<Id128> invocation;              // of the run that it is about
  std::optional<Instant> run_began, run_ended;  // of that run
  std::vector<std::string> targets;             // words of Notify=
  // When it was decided to tell. Of the notices of a unit it is what makes this one: asked for
  // again it is the same, of which nobody is told twice. nullopt: its facts make it.
  std::optional<Instant> decided{};
  friend bool operator==(const Notice&, const Notice&) = default;
};

// The same as texts by name, as it goes over the bus; what is absent is not in it. Names: unit,
// job, team, health, was, since, reason, invocation, began, ended, notify, decided.
using NoticeFacts = std::map<std::string, std::string>;
NoticeFacts facts_of(const Notice& notice);
// nullopt: no unit, or a value that is none of its kind. Unknown names are ignored.
std::optional<Notice> notice_of(const NoticeFacts& facts);

// The facts as a JSON object, as it lies in a file.
std::string notice_text(const Notice& notice);
std::optional<Notice> parse_notice(const std::string& text);

}  // namespace sa
