#pragma once

#include "cli/verbs.h"

namespace sa {

// The options of the verbs that ask sa-control.
Action add_pause(CLI::App& verb, Options& options);
Action add_resume(CLI::App& verb, Options& options);
Action add_run(CLI::App& verb, Options& options);
Action add_cancel(CLI::App& verb, Options& options);
// And of those that ask the watcher.
Action add_retire(CLI::App& verb, Options& options);
Action add_unretire(CLI::App& verb, Options& options);

}  // namespace sa
