#pragma once

#include "unitgen/cmd_next.h"
#include "unitgen/import/import.h"

#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sa {

// What the command line says, for all verbs; it outlives the parser.
struct Options {
  Instant now;
  std::string config = SA_CONFIG_DIR;
  std::string state = SA_JOBS_STATE_DIR;
  std::string store = SA_STORE_DIR;     // of no use here: every program takes it
  std::string status = SA_STATUS_FILE;  // the same
  std::string output_dir;
  std::string target = "auto";
  bool dry_run = false;
  std::string team;
  std::vector<std::string> files;
  std::string job;
  NextOptions next;
  std::string from;
  ImportOptions import;
  std::string import_kind;
};

struct Verb {
  const char* name;
  const char* help;
  void (*add)(CLI::App&, Options&);  // its options
  // Returns an ExitCode; throws CLI::ParseError too.
  int (*run)(const Options&);
};

// All verbs, in the order in which the help tells them.
std::span<const Verb> all_verbs();

}  // namespace sa
