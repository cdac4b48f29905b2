#include "core/error.h"
#include "core/suggestion.h"
#include "core/when.h"
#include "unitgen/cmd_apply.h"
#include "unitgen/cmd_check.h"
#include "unitgen/cmd_next.h"
#include "unitgen/cmd_show.h"
#include "unitgen/cmd_watch.h"
#include "unitgen/exit_code.h"
#include "unitgen/host.h"
#include "unitgen/import/import.h"
#include "unitgen/progress.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <sys/stat.h>

namespace sa {
namespace {

// What the command line says, for all verbs; it outlives the parser.
struct Options {
  Instant now;
  std::string config = SA_CONFIG_DIR;
  std::string state = SA_JOBS_STATE_DIR;
  std::string store = SA_STORE_DIR;     // of no use here: every program takes it
  std::string status = SA_STATUS_FILE;  // the same
  std::string output_dir;
  bool dry_run = false;
  std::string team;
  std::vector<std::string> files;
  std::string job;
  NextOptions next;
  std::string from;
  ImportOptions import;
  std::string import_kind;
};

using Action = std::function<int(const Options&)>;

struct Verb {
  const char* name;
  const char* help;
  void (*add)(CLI::App&, Options&);  // its options
  int (*run)(const Options&);
};

std::string absolute(const std::string& path) {
  std::string normal = std::filesystem::absolute(path).lexically_normal();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

Folders folders_of(const Options& options) {
  Folders folders;
  folders.config = absolute(options.config);
  folders.named_scripts = folders.config + "/scripts";
  folders.is_live = options.output_dir.empty();
  const std::string output = folders.is_live ? "" : absolute(options.output_dir);
  folders.units = folders.is_live ? "/etc/systemd/system" : output;
  folders.scripts = folders.is_live ? folders.named_scripts : output + "/scripts";
  folders.state = folders.is_live ? absolute(options.state) : output + "/.sa-unitgen";
  return folders;
}

void add_team(CLI::App& verb, Options& options) {
  verb.add_option("--team", options.team, "judge files outside jobs.d as this team's")
      ->type_name("TEAM");
}

void add_check(CLI::App& verb, Options& options) {
  verb.add_option("FILE", options.files, "job files (default: everything)")->type_name("");
  add_team(verb, options);
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

void add_globals(CLI::App& app, Options& options) {
  app.add_option("--config", options.config, "where jobs.d and teams.d lie")
      ->envname("SA_CONFIG")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--state", options.state, "where is remembered what was applied")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--store", options.store, "not used here")->type_name("DIR");
  app.add_option("--status", options.status, "not used here")->type_name("FILE");
  app.set_version_flag("--version", "sa-unitgen " SA_VERSION);
}

std::string see_help(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return ", see 'sa-unitgen " + (chosen.empty() ? "" : chosen[0]->get_name() + " ") + "--help'";
}

// What no verb and no option took: an unknown verb, else an unknown option.
CLI::ParseError stray_argument(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining(true);
  if (rest.empty()) return {"expected a verb" + see_help(app), exit_usage};
  const std::string& first = rest.front();
  if (!app.get_subcommands().empty() || first.starts_with('-'))
    return {"unexpected argument '" + first + "'" + see_help(app), exit_usage};
  std::vector<std::string> names;
  for (const Verb& verb : verbs) names.emplace_back(verb.name);
  const std::string near = did_you_mean(first, names);
  return {"unknown verb '" + first + "'" + (near.empty() ? see_help(app) : near), exit_usage};
}

// The help or the version that was asked for, else what is wrong with the command line, in a line.
int answer_parse_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error, std::cout, std::cout);
  std::string text = error.what();
  if (error.get_name() == "RequiredError") text += see_help(app);
  std::ranges::replace(text, '\n', ' ');
  std::cerr << "sa-unitgen: " << text << '\n';
  return exit_usage;
}

int run_program(int argc, char** argv) {
  Options options;
  options.now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  CLI::App app("Makes timers of job files.", "sa-unitgen");
  add_globals(app, options);
  app.fallthrough()->allow_extras();
  for (const Verb& verb : verbs) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.help);
    sub->footer("Options for all verbs: see 'sa-unitgen --help'. Manual: 'man sa-unitgen'");
    verb.add(*sub, options);
  }
  try {
    app.parse(argc, argv);
    if (app.remaining_size(true) > 0 || app.get_subcommands().empty()) throw stray_argument(app);
    const std::string chosen = app.get_subcommands().front()->get_name();
    return std::ranges::find(verbs, chosen, &Verb::name)->run(options);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error);
  }
}

// An answer that could not be written is none; a reader that has gone away wanted no more.
int end(int code) {
  errno = 0;
  if (std::cout.flush() || errno == EPIPE) return code;
  std::cerr << "sa-unitgen: cannot write the output" << because() << '\n';
  return exit_could_not;
}

int guarded_main(int argc, char** argv) {
  try {
    return end(run_program(argc, argv));
  } catch (const std::exception& error) {
    std::cout.flush();
    std::cerr << "sa-unitgen: " << error.what() << '\n';
    return exit_could_not;
  }
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  sa::occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  umask(022);
  return sa::guarded_main(argc, argv);
}
