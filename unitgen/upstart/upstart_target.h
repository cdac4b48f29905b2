#pragma once

#include "core/time_zone.h"
#include "unitgen/apply/target.h"
#include "unitgen/config/accounts.h"
#include "unitgen/config/folders.h"
#include "unitgen/config/taken_names.h"
#include "unitgen/systemd/unit_dir.h"
#include "unitgen/upstart/conf_text.h"

namespace sa {

// Jobs of Upstart, which cron starts.
class UpstartTarget : public Target {
 public:
  // All must outlive this. Throws Error.
  UpstartTarget(const Folders& folders, Accounts& accounts, TimeZones& zones);

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
  std::vector<UpstartJob> jobs_of(const Job& job);

  const Folders& folders_;
  Accounts& accounts_;
  TimeZones& zones_;
  UnitDir confs_;
  TakenNames taken_;
};

}  // namespace sa
