#pragma once

#include "core/job.h"
#include "unitgen/pending.h"
#include "unitgen/script_changes.h"
#include "unitgen/staged_folder.h"
#include "unitgen/unit_dir.h"
#include "unitgen/unit_text.h"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

namespace sa {

// One file that is not what it is to be.
struct FileChange {
  enum class Kind : std::uint8_t { added, changed, removed };
  Kind kind;
  std::string name;        // "sa-garbo.timer", "scripts/garbo"
  std::string job_file;    // its job's
  std::string difference;  // of a changed unit: lines, see text_difference
};

// What must change so that a unit folder holds the units of all jobs, and what systemd must be told
// then. New texts are staged as they come; nothing is in place before commit().
class UnitChanges {
 public:
  // `stage` nullptr: only tell what would change. `left`: what an apply that was killed has left to
  // do; it may have stopped and unlinked units that are wanted now. All must outlive this.
  UnitChanges(const UnitDir& there, StagedFolder* stage, ScriptChanges& scripts,
              const Pending& left);

  void want(const Job& job, const JobUnits& units, const std::string& job_file);
  // After the last job: what nobody wants goes, but for a unit that `is_kept`, asked with the job
  // file that its mark names.
  using IsKept = std::function<bool(const std::string& unit, const std::string& job_file)>;
  void remove_unwanted(const IsKept& is_kept);

  const std::vector<FileChange>& changes() const { return changes_; }
  const Pending& pending() const { return pending_; }
  // The names of all units that are wanted, sorted.
  std::vector<std::string> wanted() const;

  // Throws Error. Units that are new get the links of their [Install] section; what the admin
  // enabled or disabled since is left alone.
  void commit();

 private:
  struct Link {
    std::string folder, unit;
  };
  void want_script(const Job& job, const std::string& script, const std::string& job_file);
  void place(const Job& job, const UnitFile& unit, const std::vector<JobUnits::Want>& wants,
             const std::string& job_file);
  void remove(const std::string& unit, const std::string& job_file);
  void link(const std::string& unit, const std::vector<JobUnits::Want>& wants);
  void unlink(const std::string& unit);
  void keep(const std::string& unit);
  void note_service(const Job& job, const std::string& unit, const std::string& before);

  const UnitDir& there_;
  StagedFolder* stage_;
  ScriptChanges& scripts_;
  std::unordered_set<std::string> wanted_;
  std::set<std::string> doubtful_;  // units that may be stopped, or not linked as they should be
  std::vector<FileChange> changes_;
  std::vector<Link> links_, unlinks_;
  Pending pending_;
};

}  // namespace sa
