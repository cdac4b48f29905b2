#pragma once

#include "core/job.h"
#include "tests/cli/child.h"

#include <filesystem>
#include <optional>
#include <string>

namespace sa {

// A line of a crontab as the shell gets it from cron, and as the job does that it becomes.
struct ImportedLine {
  std::string command;
  std::optional<std::string> input;
  Job job;
};

// Imports "0 4 * * * TEXT" of a user without a home; nullopt: it did not become a job.
std::optional<ImportedLine> imported_line(const std::string& text, const std::string& shell = "");

// What cron does with it in the current folder: SHELL -c COMMAND.
samples::Ended as_cron(const ImportedLine& line, const std::string& shell = "/bin/sh");
// What systemd does with the job, in the job's own folder or the current one.
samples::Ended as_job(const ImportedLine& line);

}  // namespace sa
