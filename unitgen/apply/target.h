#pragma once

#include "core/job.h"
#include "core/job_places.h"
#include "core/team_policy.h"
#include "unitgen/apply/changeover.h"
#include "unitgen/apply/job_changes.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A file as it is to be, by its whole path.
struct MadeFile {
  std::string path;
  std::string text;
};

// What job files become on a host: timers and services of systemd, or jobs of Upstart that cron
// starts. It knows what of that is there already.
class Target {
 public:
  virtual ~Target() = default;
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  // The name of its own that a job has in the log: "sa-garbo.service".
  virtual std::string unit_of(std::string_view job) const = 0;
  // The endings that a job's name can have when one of its files is meant, longest first.
  virtual std::vector<std::string_view> endings() const = 0;
  // Why no job may have this name, "expected a name without ..."; nullopt: it is free or ours.
  virtual std::optional<std::string> taken(std::string_view job) const = 0;
  // The job file of which what is there of this name was made; nullopt: there is nothing of ours.
  virtual std::optional<std::string> job_file(std::string_view job) const = 0;
  // Whether the policy still lets its team have what `file`, one of ours, was made of once.
  virtual bool is_granted(const std::string& file, const TeamPolicy& policy) = 0;

  // What of a job it cannot carry out: problems, for which the job is refused, and warnings.
  virtual std::vector<Problem> judge(const Job& job, const JobPlaces& places) = 0;
  // All files of a job that judge() has no problem with.
  virtual std::vector<MadeFile> files(const Job& job) = 0;

  // `write` false: only tell what would change. `left`: what an apply that was killed has left to
  // do. Both must outlive the answer, as this must.
  virtual std::unique_ptr<JobChanges> changes(bool write, ScriptChanges& scripts,
                                              const Pending& left) = 0;
  // nullptr: it does not run here. Throws Error.
  virtual std::unique_ptr<InitSystem> init() const = 0;
};

}  // namespace sa
