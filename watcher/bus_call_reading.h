#pragma once

#include "watcher/watcher_call.h"

#include <sdbus-c++/Message.h>

namespace sa {

// The arguments of each method of Watcher1, but for who calls. Throw sdbus::Error, which the caller
// gets: an option that there is not, an instant beyond the year 9999, text that is too long.
WatcherCall retire_call(sdbus::MethodCall& message);
WatcherCall unretire_call(sdbus::MethodCall& message);
WatcherCall history_call(sdbus::MethodCall& message);
WatcherCall slots_call(sdbus::MethodCall& message);
WatcherCall changes_call(sdbus::MethodCall& message);
WatcherCall log_call(sdbus::MethodCall& message);
WatcherCall begin_call(sdbus::MethodCall& message);
WatcherCall update_call(sdbus::MethodCall& message);
WatcherCall end_call(sdbus::MethodCall& message);

}  // namespace sa
