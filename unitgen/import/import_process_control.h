#pragma once

#include "unitgen/import/imported.h"
#include "unitgen/import/job_names.h"
#include "unitgen/import/process_control.h"

#include <string>
#include <string_view>

namespace sa {

struct ProcessControlSetting {
  std::string config_file;  // of the configuration, for messages
  const ProcessControlConfig& config;
  AccountOf account_of;
};

// Tells what of the configuration could not be carried over; once for all jobs.
void import_process_control_config(const ProcessControlSetting& setting, Imported& imported);

// Adds the job of a file, and what could not be carried over. The job runs as the configuration's
// user; `failmail` becomes `notify:`, failure_threshold_for_mail `alert-after:`, and the name (of
// the file is the job's) and the description become the description.
void import_process_control(const ProcessControlJob& job, std::string_view file,
                            const ProcessControlSetting& setting, JobNames& names,
                            Imported& imported);

}  // namespace sa
