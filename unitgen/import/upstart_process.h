#pragma once

#include "core/job.h"
#include "unitgen/import/job_text.h"
#include "upstart/upstart_conf.h"

#include <string>

namespace sa {

// What execve(2) gets of an `exec` or `script`.
Command command_of(const UpstartProcess& process);

// Sets `command` or `script`. `in_root`: the job has a root folder of its own, where script files
// are not.
void set_main_process(const UpstartProcess& process, bool in_root, JobText& job);

// The first of Upstart's own commands that the process runs ("initctl", "stop"), or variable of
// Upstart that it reads ("UPSTART_JOB"); empty: none.
std::string upstart_word_in(const UpstartProcess& process);

}  // namespace sa
