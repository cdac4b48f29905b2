#pragma once

#include "upstart/upstart_signal.h"

#include <string>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace sa::upstart {

// What Upstart's signals and answers hold. All throw sdbus::Error for a message of another form.
// Only upstart_bus.cc uses them.

std::string text_in(sdbus::Message& message);
std::string path_in(sdbus::Message& message);
std::vector<std::string> paths_in(sdbus::Message& message);

EventEmitted event_in(sdbus::Message& message);
Failed failure_in(sdbus::Message& message);
// The value of one property.
std::string text_property_in(sdbus::Message& message);
std::vector<std::vector<std::string>> start_on_in(sdbus::Message& message);
// All properties of an instance; leaves `path` and `listed` to the caller. Throws std::out_of_range
// too, where one is missing.
InstanceSeen instance_in(sdbus::Message& message);

}  // namespace sa::upstart
