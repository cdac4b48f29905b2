#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace sa {

enum class ImportKind { crontab, process_control, upstart };

// sa-unitgen import crontab|process-control|upstart PATH... [--output-dir DIR]
//                   [--system | --as-user USER] [--config FILE]
struct ImportOptions {
  ImportKind kind = ImportKind::crontab;
  // Files, directories, or "-" for the standard input. At least one.
  std::vector<std::string> paths;
  // --output-dir: where job files are written; made when it is not there.
  std::string output_dir = ".";
  // --system (crontab only): the sixth field of each line is its user.
  bool system_crontab = false;
  // --as-user USER (crontab only): user crontabs, of this user; not with --system. Empty: see
  // below.
  std::string as_user;
  // --config FILE (process-control only): its process-control.yaml, for default_job_config.
  std::string config;
};

// Writes a job file NAME.yaml for each job that the paths hold. The job files are good ones: what
// `check` would refuse is told and not written. A file that exists with other content is never
// overwritten; one with the same content is left as it is, so that importing twice changes nothing.
//
// `err` gets one line for each thing that could not be carried over, FILE:LINE:COLUMN: KEY: ...;
// with "warning:" or "note:" after the place where it was carried over, but does not mean quite the
// same. `out` gets the path of each job file and, last, a line with the sums.
//
// crontab: a path in a folder crontabs/ is the crontab of the user it is named after; /etc/crontab
// and what lies in a folder cron.d/ has a user in each line; for other paths it is guessed from the
// lines, and said, unless --system or --as-user tell.
// process-control: job files, or a folder of *.yaml. process-control.yaml, for its user and its
// default_job_config, may be any of the paths: it is known by its keys. When it stands alone, its
// job_directory is imported.
// upstart: *.conf files with the .override beside them, or a folder of them, as /etc/init.
//
// Returns the exit code: 0 everything was carried over, 1 something was not, or a path could not
// be read, 2 wrong usage, 3 a breakdown.
int cmd_import(const ImportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace sa
