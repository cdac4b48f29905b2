#pragma once

#include "core/instant.h"
#include "core/time_zone.h"
#include "unitgen/config/accounts.h"
#include "unitgen/import/imported.h"

#include <string>
#include <vector>

namespace sa {

// What became of imported jobs.
struct WrittenJobs {
  std::vector<std::string> paths;  // of files that hold a job now
  int written = 0;
  int there = 0;    // were the same already
  int refused = 0;  // not good, or the file has other content
};

// Writes imported jobs as DIR/NAME.yaml, each whole or not at all, none in place of a file that is
// there. What `sa-unitgen check` would refuse of root's own jobs is told and not written; its
// warnings are told. Throws Error when the folder or a file cannot be written.
class JobWriter {
 public:
  JobWriter(std::string folder, TimeZones& zones, Instant now);
  WrittenJobs write(Imported& imported);

 private:
  bool is_good(const ImportedJob& job, const std::string& text, Imported& imported);
  void write(const ImportedJob& job, Imported& imported);

  std::string folder_;
  TimeZones& zones_;
  Instant now_;
  Accounts accounts_;
  WrittenJobs done_;
};

}  // namespace sa
