#include "unitgen/import/import.h"

#include "core/counted.h"
#include "host/local_zone.h"
#include "host/wall_clock.h"
#include "unitgen/exit_code.h"
#include "unitgen/import/import_crontab.h"
#include "unitgen/import/import_process_control.h"
#include "unitgen/import/import_sources.h"
#include "unitgen/import/import_upstart.h"
#include "unitgen/import/job_writer.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <ostream>
#include <tuple>

#include <pwd.h>
#include <sys/stat.h>

namespace sa {
namespace {

using Sources = std::vector<ImportSource>;

bool is_folder(const char* path) {
  struct stat found {};
  return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

std::optional<Account> account_of(std::string_view name) {
  const std::string text(name);
  uid_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  const passwd* const found = is_number ? getpwuid(id) : getpwnam(text.c_str());
  if (found == nullptr) return std::nullopt;
  return Account{found->pw_name, is_folder(found->pw_dir) ? found->pw_dir : ""};
}

// Why the options do not go together; empty: they do.
std::string_view usage_problem(const ImportOptions& options) {
  const bool crontab = options.kind == ImportKind::crontab;
  if (options.paths.empty()) return "expected a file or a folder to import";
  if (options.system_crontab && !crontab) return "--system is for crontabs";
  if (!options.as_user.empty() && !crontab) return "--as-user is for crontabs";
  if (options.system_crontab && !options.as_user.empty()) {
    return "--system and --as-user exclude each other";
  }
  if (!options.config.empty() && options.kind != ImportKind::process_control) {
    return "--config is for process-control";
  }
  return "";
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return "";
  const std::string folder = path.substr(0, slash);
  return folder.substr(folder.rfind('/') + 1);
}

CrontabSetting crontab_setting(const ImportSource& source, const ImportOptions& options,
                               Imported& imported) {
  CrontabSetting setting{source.path, CrontabForm::user, options.as_user, account_of};
  const std::string folder = folder_of(source.path);
  const auto take_as_system = [&] { setting.form = CrontabForm::system; };
  if (options.system_crontab) {
    take_as_system();
  } else if (!options.as_user.empty()) {
    return setting;
  } else if (folder == "crontabs" ||
             (folder == "cron" && source.path.find("/spool/cron/") != std::string::npos)) {
    setting.user = source.name;
  } else if (folder == "cron.d" || source.path == "/etc/crontab") {
    take_as_system();
  } else if (looks_like_system_crontab(source.text, account_of)) {
    take_as_system();
    imported.tell(Severity::note, source.path, {}, "",
                  "taken as a system crontab, since each line has a user of this host before the "
                  "command; if not, give --as-user");
  }
  return setting;
}

void import_crontabs(const Sources& sources, const ImportOptions& options, Imported& imported) {
  JobNames names;
  for (const ImportSource& source : sources) {
    const CrontabSetting setting = crontab_setting(source, options, imported);
    import_crontab(parse_crontab(source.text, setting.form), setting, names, imported);
  }
}

struct ProcessControlFiles {
  std::string config_file;
  ProcessControlConfig config;
  std::vector<std::pair<std::string, ProcessControlJob>> jobs;
};

void add(ProcessControlFiles& files, const Sources& sources, Imported& imported) {
  for (const ImportSource& source : sources) {
    auto parsed = parse_process_control(source.text);
    if (auto* const job = std::get_if<ProcessControlJob>(&parsed)) {
      files.jobs.emplace_back(source.path, std::move(*job));
    } else if (files.config_file.empty()) {
      files.config_file = source.path;
      files.config = std::move(std::get<ProcessControlConfig>(parsed));
    } else {
      imported.tell(
          Severity::problem, source.path, {}, "",
          "expected one configuration, got a second one after " + quoted(files.config_file));
    }
  }
}

void import_process_controls(Sources& sources, const ImportOptions& options, Imported& imported) {
  ProcessControlFiles files;
  if (!options.config.empty()) {
    const Sources config = import_sources(options.kind, {options.config}, imported);
    add(files, config, imported);
    if (files.config_file.empty() && !config.empty()) {
      imported.tell(Severity::problem, options.config, {}, "",
                    "expected process-control.yaml, got the file of a job");
      files.jobs.clear();
    }
  }
  add(files, sources, imported);
  if (files.jobs.empty() && !files.config.job_directory.empty()) {
    Sources more = import_sources(options.kind, {files.config.job_directory}, imported);
    add(files, more, imported);
    sources.insert(sources.end(), more.begin(), more.end());
  }
  const ProcessControlSetting setting{files.config_file, files.config, account_of};
  import_process_control_config(setting, imported);
  if (files.config.user.empty() && !files.jobs.empty()) {
    imported.tell(Severity::warning, files.jobs[0].first, {}, "user",
                  "not known without process-control.yaml (--config), so the jobs run as their "
                  "team's, or as root in jobs.d itself");
  }
  JobNames names;
  for (auto& [file, job] : files.jobs) {
    import_process_control(with_defaults(std::move(job), files.config), file, setting, names,
                           imported);
  }
}

void import_upstarts(const Sources& sources, Imported& imported) {
  JobNames names;
  for (const ImportSource& source : sources) {
    auto parsed = parse_upstart_conf(source.text);
    for (Problem& problem : parsed.problems) {
      imported.remarks.push_back({source.path, std::move(problem)});
    }
    if (!source.override_path.empty()) {
      parsed = parse_upstart_override(source.override_text, std::move(parsed.conf));
      for (Problem& problem : parsed.problems) {
        imported.remarks.push_back({source.override_path, std::move(problem)});
      }
    }
    import_upstart(parsed.conf, {source.name, source.path, source.override_path}, names, imported);
  }
}

void import_all(Sources& sources, const ImportOptions& options, Imported& imported) {
  switch (options.kind) {
    case ImportKind::crontab:
      return import_crontabs(sources, options, imported);
    case ImportKind::process_control:
      return import_process_controls(sources, options, imported);
    case ImportKind::upstart:
      return import_upstarts(sources, imported);
  }
}

// File by file as they were given, and in each by place; nothing twice.
void sort_remarks(std::vector<Remark>& remarks, const Sources& sources) {
  std::map<std::string, std::size_t> order;
  for (const ImportSource& source : sources) {
    order.emplace(source.path, order.size());
    if (!source.override_path.empty()) order.emplace(source.override_path, order.size());
  }
  for (const Remark& remark : remarks) order.emplace(remark.file, order.size());
  std::ranges::stable_sort(remarks, {}, [&](const Remark& remark) {
    const Place& place = remark.problem.place;
    return std::tuple(order[remark.file], place.line, place.column);
  });
  const auto rest = std::unique(remarks.begin(), remarks.end());
  remarks.erase(rest, remarks.end());
}

void print_sums(const WrittenJobs& done, const Imported& imported, std::ostream& out) {
  const auto count = [&](Severity severity) {
    return static_cast<std::size_t>(std::ranges::count_if(
        imported.remarks, [&](const Remark& each) { return each.problem.severity == severity; }));
  };
  for (const std::string& path : done.paths) out << path << '\n';
  out << counted(static_cast<std::size_t>(done.written), "job file") << " written, " << done.there
      << " there already, " << done.refused << " refused; "
      << counted(count(Severity::problem), "problem") << ", "
      << counted(count(Severity::warning), "warning") << ", "
      << counted(count(Severity::note), "note") << '\n';
}

}  // namespace

int cmd_import(const ImportOptions& options, std::ostream& out, std::ostream& err) {
  if (const std::string_view problem = usage_problem(options); !problem.empty()) {
    err << "sa-unitgen: " << problem << '\n';
    return exit_usage;
  }
  Imported imported;
  Sources sources = import_sources(options.kind, options.paths, imported);
  import_all(sources, options, imported);
  TimeZones zones(local_zone_name());
  const Instant now = wall_now();
  const WrittenJobs done = JobWriter(options.output_dir, zones, now).write(imported);
  sort_remarks(imported.remarks, sources);
  for (const Remark& remark : imported.remarks) {
    err << to_string(remark.problem, remark.file) << '\n';
  }
  print_sums(done, imported, out);
  const bool problems = std::ranges::any_of(imported.remarks, [](const Remark& each) {
    return each.problem.severity == Severity::problem;
  });
  return problems ? exit_problems : exit_done;
}

}  // namespace sa
