#pragma once

#include "core/job.h"
#include "unitgen/apply/staged_folder.h"
#include "unitgen/config/accounts.h"

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sa {

// The files of `script:` jobs. A script is root's, and readable by the group of its job only: other
// teams' scripts are nobody's business.
class ScriptChanges {
 public:
  // `folder` is made when a script is wanted. `write` false: only tell what would change.
  ScriptChanges(std::string folder, Accounts& accounts, bool write);

  // Whether the script is another than before (or new).
  bool want(const Job& job, const std::string& script);
  // Whether there is a script of this name now.
  bool has(const std::string& name) const;
  const std::set<std::string>& wanted() const { return wanted_; }

  void commit();
  // Those of the names that are not wanted. Nothing happens where there is no such file.
  void remove(const std::set<std::string>& names);

 private:
  std::string folder_;
  Accounts& accounts_;
  bool write_;
  std::unique_ptr<StagedFolder> stage_;
  std::set<std::string> wanted_;
};

}  // namespace sa
