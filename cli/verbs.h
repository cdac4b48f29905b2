#pragma once

#include "cli/cmd_doctor.h"
#include "cli/cmd_explain.h"
#include "cli/cmd_history.h"
#include "cli/cmd_log.h"
#include "cli/cmd_next.h"
#include "cli/cmd_pause.h"
#include "cli/cmd_retire.h"
#include "cli/cmd_run.h"
#include "cli/cmd_show.h"
#include "cli/cmd_slots.h"
#include "cli/cmd_stats.h"
#include "cli/cmd_status.h"

#include <functional>
#include <span>
#include <string>

namespace CLI {
class App;
}

namespace sa {

struct GlobalOptions {
  std::string store = SA_STORE_DIR;
  std::string status = SA_STATUS_FILE;
  bool no_pager = false;
};

// What the command line says, for all verbs; it outlives the parser.
struct Options {
  Instant now;
  GlobalOptions global;
  StatusOptions status;
  HistoryOptions history;
  ShowOptions show;
  LogOptions log;
  PauseOptions pause;
  PauseOptions resume;
  RunOptions run;
  RunOptions cancel;
  RetireOptions retire;
  RetireOptions unretire;
  NextOptions next;
  SlotsOptions slots;
  StatsOptions stats;
  ExplainOptions explain;
  DoctorOptions doctor;
};

using Action = std::function<int(const Context&)>;

struct Verb {
  const char* name;
  const char* help;
  Action (*add)(CLI::App&, Options&);  // its options
  bool paged;
};

// All verbs, in the order in which the help tells them.
std::span<const Verb> all_verbs();

}  // namespace sa
