#pragma once

#include "core/job.h"
#include "unitgen/apply/pending.h"
#include "unitgen/apply/script_changes.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sa {

// One file that is not what it is to be.
struct FileChange {
  enum class Kind : std::uint8_t { added, changed, removed };
  Kind kind;
  std::string name;        // "sa-garbo.timer", "scripts/garbo"
  std::string job_file;    // its job's; empty: it is of many
  std::string difference;  // of a changed unit: lines, see text_difference
};

// What must change so that the folders of a target hold the files of all jobs, and what its init
// system must be told then. New texts are staged as they come; nothing is in place before commit().
class JobChanges {
 public:
  virtual ~JobChanges() = default;
  JobChanges(const JobChanges&) = delete;
  JobChanges& operator=(const JobChanges&) = delete;

  virtual void want(const Job& job, const std::string& job_file) = 0;
  // After the last job: what nobody wants goes, but for a file that `is_kept`, asked with the job
  // file that its mark names.
  using IsKept = std::function<bool(const std::string& file, const std::string& job_file)>;
  virtual void remove_unwanted(const IsKept& is_kept) = 0;
  // Throws Error.
  virtual void commit() = 0;
  // Of all that is wanted, as it lies there now (manifest.h).
  virtual std::string stamps() const = 0;

  const std::vector<FileChange>& changes() const { return changes_; }
  const Pending& pending() const { return pending_; }

 protected:
  explicit JobChanges(ScriptChanges& scripts) : scripts_(scripts) {}

  // Whether the script of a job is another than that which was there.
  bool want_script(const Job& job, const std::string& job_file);
  // The script of a job that is no more.
  void remove_script(const std::string& job, const std::string& job_file);

  ScriptChanges& scripts_;
  std::vector<FileChange> changes_;
  Pending pending_;
};

}  // namespace sa
