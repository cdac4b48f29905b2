#pragma once

#include "unitgen/apply/job_changes.h"
#include "unitgen/apply/staged_folder.h"
#include "unitgen/config/folders.h"
#include "unitgen/systemd/unit_dir.h"
#include "unitgen/upstart/conf_text.h"
#include "unitgen/upstart/cron_table.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sa {

// One file of /etc/cron.d for all jobs.
inline constexpr const char* cron_table_name = "scriptactivity";

// What must change so that Upstart and cron have all jobs: a conf and an expectation each, and the
// file of cron. That file is made of what the confs say, of those that are kept too: killed at any
// point, the next apply makes it of the confs that are there.
class UpstartChanges : public JobChanges {
 public:
  using JobsOf = std::function<std::vector<UpstartJob>(const Job&)>;
  // `folders` and `confs`, those that lie there now, must outlive this. `write`, `left`: see
  // Target::changes; an apply that was killed may have stopped what is wanted now.
  UpstartChanges(const Folders& folders, const UnitDir& confs, JobsOf jobs_of, bool write,
                 ScriptChanges& scripts, const Pending& left);

  void want(const Job& job, const std::string& job_file) override;
  // Throws Error when the file of cron is somebody else's.
  void remove_unwanted(const IsKept& is_kept) override;
  std::string stamps() const override;
  void commit() override;

 private:
  // One of the folders, and what is to change there.
  struct Folder {
    std::string prefix;  // in what is told: "upstart/"
    std::string path;
    std::unique_ptr<StagedFolder> stage;  // nullptr: only tell
    std::vector<std::string> removed;
  };
  Folder folder(const std::string& path, std::string prefix, bool write) const;
  void put(Folder& folder, const std::string& name, const std::optional<std::string>& before,
           const std::string& text, const std::string& job_file);
  void drop(Folder& folder, const std::string& name, const std::string& job_file);
  void note_daemon(const std::string& name, const std::string& before, const std::string& after);
  void keep(const std::string& conf);
  void remove(const std::string& conf, const std::string& job_file);
  void remove_lost_expectations();
  void put_table();

  const UnitDir& confs_;
  UnitDir expectations_;
  JobsOf jobs_of_;
  Folder init_, owed_, cron_;
  std::set<std::string> stopped_;  // perhaps, by an apply that was killed
  std::set<std::string> wanted_;   // names of jobs, kept ones not among them
  std::set<std::string> kept_;
  CronStarts starts_;
};

}  // namespace sa
