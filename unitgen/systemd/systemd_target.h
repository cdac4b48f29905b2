#pragma once

#include "unitgen/apply/target.h"
#include "unitgen/config/accounts.h"
#include "unitgen/config/folders.h"
#include "unitgen/config/taken_names.h"
#include "unitgen/systemd/unit_dir.h"

namespace sa {

// Timers and services.
class SystemdTarget : public Target {
 public:
  // Both must outlive this. Throws Error.
  SystemdTarget(const Folders& folders, Accounts& accounts);

  std::string unit_of(std::string_view job) const override;
  std::vector<std::string_view> endings() const override;
  std::optional<std::string> taken(std::string_view job) const override;
  std::optional<std::string> job_file(std::string_view job) const override;
  bool is_granted(const std::string& file, const TeamPolicy& policy) override;
  std::vector<Problem> judge(const Job& job, const JobPlaces& places) override;
  std::vector<MadeFile> files(const Job& job) override;
  std::unique_ptr<JobChanges> changes(bool write, ScriptChanges& scripts,
                                      const Pending& left) override;
  std::unique_ptr<InitSystem> init() const override;

 private:
  const Folders& folders_;
  Accounts& accounts_;
  UnitDir units_;
  TakenNames taken_;
};

}  // namespace sa
