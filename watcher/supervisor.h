#pragma once

#include <string>

namespace sa {

// The service manager that started us, told by sd_notify(3); without one every call does nothing.
namespace supervisor {

void ready(const std::string& status);
void status(const std::string& status);
// WATCHDOG=1, and what there is to say.
void alive(const std::string& status);
void stopping();

}  // namespace supervisor

// One line for the people who run the host: stderr, with the level that the journal understands
// where stderr is the journal.
enum class Level : int { error = 3, warning = 4, notice = 5, info = 6 };
void say(Level level, const std::string& line);

}  // namespace sa
