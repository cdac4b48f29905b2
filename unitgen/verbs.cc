#include "unitgen/verbs.h"

#include "core/when.h"
#include "host/local_zone.h"
#include "unitgen/cmd_apply.h"
#include "unitgen/cmd_check.h"
#include "unitgen/cmd_show.h"
#include "unitgen/cmd_watch.h"
#include "unitgen/progress.h"
#include "unitgen/targets.h"

#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

namespace sa {
namespace {

std::string absolute(const std::string& path) {
  std::string normal = std::filesystem::absolute(path).lexically_normal();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

TargetKind target_kind(const Options& options) {
  if (options.target == "auto") return target_of_host();
  return options.target == "upstart" ? TargetKind::upstart : TargetKind::systemd;
}

Folders folders_of(const Options& options) {
  const std::string config = absolute(options.config);
  if (options.output_dir.empty())
    return folders_of_host(target_kind(options), config, absolute(options.state));
  return folders_below(target_kind(options), config, absolute(options.output_dir));
}

void add_target(CLI::App& verb, Options& options) {
  verb.add_option("--target", options.target, "what job files become: systemd, upstart, or auto")
      ->type_name("TARGET")
      ->check(CLI::IsMember({"auto", "systemd", "upstart"}))
      ->capture_default_str();
}

void add_team(CLI::App& verb, Options& options) {
  verb.add_option("--team", options.team, "judge files outside jobs.d as this team's")
      ->type_name("TEAM");
}

void add_check(CLI::App& verb, Options& options) {
  verb.add_option("FILE", options.files, "job files (default: everything)")->type_name("");
  add_team(verb, options);
  add_target(verb, options);
}

int run_check(const Options& options) {
  TimeZones zones(local_zone_name());
  const CheckOptions check{folders_of(options), options.files, options.team, options.now};
  return cmd_check(check, zones, std::cout, std::cerr);
}

void add_show(CLI::App& verb, Options& options) {
  verb.add_option("JOB", options.job, "name of a job, or a job file")
      ->required()
      ->type_name("NAME|FILE");
  add_team(verb, options);
  add_target(verb, options);
}

int run_show(const Options& options) {
  TimeZones zones(local_zone_name());
  const ShowOptions show{folders_of(options), options.job, options.team, options.now};
  return cmd_show(show, zones, std::cout, std::cerr);
}

void add_apply(CLI::App& verb, Options& options) {
  verb.add_flag("-n,--dry-run", options.dry_run, "only tell what would change");
  verb.add_option("--output-dir", options.output_dir,
                  "write units there, and leave systemd and this host's units alone")
      ->type_name("DIR");
  add_target(verb, options);
}

int run_apply(const Options& options) {
  const std::string zone = local_zone_name();
  TimeZones zones(zone);
  Progress progress(std::cerr);
  const ApplyOptions apply{folders_of(options), options.dry_run, zone, options.now,
                           [&](std::size_t read, std::size_t all) { progress.tell(read, all); }};
  return cmd_apply(apply, zones, std::cout, std::cerr);
}

void add_next(CLI::App& verb, Options& options) {
  verb.add_option("SCHEDULE", options.next.schedules, "as in a job file: '30 4 * * *', 'every 1h'")
      ->required()
      ->type_name("");
  verb.add_option("-n,--lines", options.next.count, "this many")
      ->type_name("NUMBER")
      ->capture_default_str();
  verb.add_option("--timezone", options.next.timezone, "time zone of the schedule")
      ->type_name("ZONE");
  verb.add_option("--from", options.from, "due after this time (default: now)")->type_name("TIME");
  verb.add_flag("--json", options.next.json, "JSON Lines, one due instant a line");
}

int run_next(const Options& options) {
  NextOptions next = options.next;
  next.now = options.now;
  const auto from = options.from.empty() ? next.now : parse_when(options.from, options.now);
  if (!from)
    throw CLI::ValidationError("--from",
                               "expected a time such as '2026-11-22 10:00', 'tomorrow' "
                               "or '+1h', got '" +
                                   options.from + "'");
  next.from = *from;
  TimeZones zones(local_zone_name());
  return cmd_next(next, std::cout, std::cerr, zones);
}

void add_import(CLI::App& verb, Options& options) {
  verb.add_option("KIND", options.import_kind, "crontab, process-control or upstart")
      ->required()
      ->type_name("KIND")
      ->check(CLI::IsMember({"crontab", "process-control", "upstart"}));
  verb.add_option("PATH", options.import.paths, "files or directories")->required()->type_name("");
  verb.add_option("--output-dir", options.import.output_dir, "where job files are written")
      ->type_name("DIR")
      ->capture_default_str();
  CLI::Option* system =
      verb.add_flag("--system", options.import.system_crontab, "each line has a user");
  verb.add_option("--as-user", options.import.as_user, "the crontab is this user's")
      ->type_name("USER")
      ->excludes(system);
  verb.add_option("--config", options.import.config, "process-control.yaml, for its defaults")
      ->type_name("FILE");
}

int run_import(const Options& options) {
  ImportOptions import = options.import;
  import.kind = options.import_kind == "crontab"   ? ImportKind::crontab
                : options.import_kind == "upstart" ? ImportKind::upstart
                                                   : ImportKind::process_control;
  return cmd_import(import, std::cout, std::cerr);
}

void add_nothing(CLI::App&, Options&) {}

int run_watch(const Options& options) {
  const Folders folders = folders_of(options);
  const WatchOptions watch{
      folders.config,
      {"sa-unitgen", "--config", folders.config, "--state", folders.state, "apply"}};
  return cmd_watch(watch, std::cerr);
}

constexpr Verb verbs[] = {
    {"check", "what is wrong with job files", add_check, run_check},
    {"show", "the units of a job, as text", add_show, run_show},
    {"apply", "make the units what the job files say", add_apply, run_apply},
    {"next", "when a schedule is due", add_next, run_next},
    {"import", "make job files of crontabs and the like", add_import, run_import},
    {"watch", "apply now and at each change (the service does)", add_nothing, run_watch},
};

}  // namespace

std::span<const Verb> all_verbs() {
  return verbs;
}

}  // namespace sa
