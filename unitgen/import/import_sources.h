#pragma once

#include "unitgen/import/import.h"
#include "unitgen/import/imported.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

// A file that is to be imported.
struct ImportSource {
  std::string path;  // as it is told; "-" for the standard input
  std::string name;  // of an Upstart job: its path without the folder it was found in, or ".conf"
  std::string text;
  // The .override of an Upstart job.
  std::string override_path, override_text;  // empty path: there is none
};

// Reads the files that `paths` name, folders in the order of their names: of /etc/cron.d what cron
// would read, of process-control *.yaml, of Upstart *.conf with their .override at any depth. What
// cannot be read and what is passed over is told.
std::vector<ImportSource> import_sources(ImportKind kind, const std::vector<std::string>& paths,
                                         Imported& imported);

}  // namespace sa
