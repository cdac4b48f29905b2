#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace sa {

enum class Verb { pause, resume, run, cancel, notify, stop };

// "pause": as in messages and in the journal.
std::string_view to_string(Verb verb);
// The polkit action that lets a person do it: "org.scriptactivity.pause"; empty: none does.
std::string_view polkit_action(Verb verb);

// Who called, as the bus tells it.
struct Caller {
  uid_t uid = 0;
  std::string name;  // of the user; "uid 1234" where there is none of that number
};

// What was called for.
struct Request {
  Verb verb = Verb::pause;
  std::string unit;  // from the caller: anything at all
  std::optional<Instant> until;
  std::string reason;
  Caller caller;
};

}  // namespace sa
