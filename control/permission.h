#pragma once

#include "control/request.h"

namespace sa {

// What is known of a call before anybody is asked about the caller.
struct Standing {
  bool is_root = false;
  bool is_watcher = false;      // the watcher's own user
  bool failed_fatally = false;  // the unit ended as its FatalExitStatus= says, and OnFatal=pause
  bool is_over = false;         // its pause has an end, and that has come
};

enum class Permission {
  granted,
  ask_polkit,  // about the person; without polkit: denied
  denied,
};

// root may all. The watcher may notify, pause what failed fatally, and end a pause that is over; it
// is nobody of whom polkit could be asked. Everybody else may what polkit lets him, but not notify.
Permission permission_for(Verb verb, const Standing& standing);

}  // namespace sa
