#pragma once

#include "core/job.h"
#include "unitgen/apply/job_changes.h"
#include "unitgen/apply/staged_folder.h"
#include "unitgen/systemd/unit_dir.h"
#include "unitgen/systemd/unit_text.h"

#include <memory>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace sa {

// What must change so that a unit folder holds the units of all jobs.
class UnitChanges : public JobChanges {
 public:
  // `write`, `left`: see Target::changes; an apply that was killed may have stopped and unlinked
  // units that are wanted now. `named_scripts`: what units call the folder of scripts.
  UnitChanges(const UnitDir& there, bool write, std::string named_scripts, ScriptChanges& scripts,
              const Pending& left);

  void want(const Job& job, const std::string& job_file) override;
  void remove_unwanted(const IsKept& is_kept) override;
  std::string stamps() const override;
  // Units that are new get the links of their [Install] section; what the admin enabled or disabled
  // since is left alone.
  void commit() override;

 private:
  struct Link {
    std::string folder, unit;
  };
  void place(const Job& job, const UnitFile& unit, const std::vector<JobUnits::Want>& wants,
             const std::string& job_file);
  void remove(const std::string& unit, const std::string& job_file);
  void link(const std::string& unit, const std::vector<JobUnits::Want>& wants);
  void unlink(const std::string& unit);
  void keep(const std::string& unit);
  void note_service(const Job& job, const std::string& unit, const std::string& before);

  const UnitDir& there_;
  std::string named_scripts_;
  std::unique_ptr<StagedFolder> stage_;  // nullptr: only tell
  std::unordered_set<std::string> wanted_;
  std::set<std::string> doubtful_;  // units that may be stopped, or not linked as they should be
  std::vector<Link> links_, unlinks_;
};

}  // namespace sa
