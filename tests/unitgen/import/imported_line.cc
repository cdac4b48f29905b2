#include "imported_line.h"

#include "core/job_file.h"
#include "unitgen/import/import_crontab.h"

#include <fstream>

namespace sa {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

const samples::Environment environment = {{"X", "one two"}};

}  // namespace

std::optional<ImportedLine> imported_line(const std::string& text, const std::string& shell) {
  const std::string variable = shell.empty() ? "" : "SHELL=" + shell + '\n';
  const Crontab crontab = parse_crontab(variable + "0 4 * * * " + text + '\n', CrontabForm::user);
  if (crontab.entries.size() != 1) return std::nullopt;
  JobNames names;
  Imported imported;
  const CrontabSetting setting{"crontab", CrontabForm::user, "", nullptr};
  import_crontab(crontab, setting, names, imported);
  const ImportedJob& made = imported.jobs.at(0);
  if (!made.text.is_writable()) return std::nullopt;
  TimeZones zones("UTC");
  const JobDefaults none;
  const auto parsed =
      parse_job(made.text.text(), {made.name, "job.yaml", nullptr, none, zones, Instant{},
                                   [](std::string_view) { return std::nullopt; },
                                   [](std::string_view) { return true; }});
  if (!parsed.job) return std::nullopt;
  return ImportedLine{crontab.entries[0].command, crontab.entries[0].input, *parsed.job};
}

samples::Ended as_cron(const ImportedLine& line, const std::string& shell) {
  write(".input", line.input.value_or(""));
  return samples::run_child({"/usr/bin/timeout", "10", "/bin/sh", "-c",
                             R"(exec "$1" -c "$2" <.input)", "sh", shell, line.command},
                            environment);
}

samples::Ended as_job(const ImportedLine& line) {
  std::vector<std::string> command = {"/usr/bin/timeout", "10", "/usr/bin/env"};
  if (!line.job.directory.empty()) command.push_back("--chdir=" + line.job.directory);
  if (line.job.commands.empty()) {
    write(".script", line.job.script);
    const std::string script = fs::current_path() / ".script";
    command.insert(command.end(), {"/bin/sh", "-eu", script});
  } else {
    const Command& words = line.job.commands.at(0);
    command.insert(command.end(), words.begin(), words.end());
  }
  return samples::run_child(command, environment);
}

}  // namespace sa
