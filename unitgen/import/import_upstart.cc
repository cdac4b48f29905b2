#include "unitgen/import/import_upstart.h"

#include "unitgen/import/upstart_boot.h"
#include "unitgen/import/upstart_directives.h"
#include "unitgen/import/upstart_process.h"
#include "unitgen/shell_text.h"
#include "unitgen/systemd/unit_quoting.h"

#include <algorithm>
#include <cstdio>

namespace sa {
namespace {

std::string octal(int mode) {
  char text[8];
  std::snprintf(text, sizeof text, "%03o", static_cast<unsigned>(mode) & 0777U);
  return text;
}

class UpstartImport {
 public:
  UpstartImport(const UpstartConf& conf, const UpstartFiles& files, Imported& imported)
      : conf_(conf), files_(files), imported_(imported), is_task_(conf.task.has_value()) {}
  // False: there is nothing to run.
  bool read();
  JobText take() { return std::move(job_); }

 private:
  void tell(Severity severity, const UpstartPlace& at, std::string_view key, std::string message);
  void fail(const std::optional<UpstartWord>& word, std::string_view key, std::string_view why);
  void words_that_cannot();
  bool main_process();
  void start();
  void stop();
  void started_at_boot(bool needs_network);
  void environment();
  void respawn();
  void endings();
  void processes();
  void process(const std::optional<UpstartProcess>& process, std::string_view key,
               std::string_view directive);
  void judge_process(const std::optional<UpstartProcess>& process, std::string_view key);
  void expect();
  void surroundings();

  const UpstartConf& conf_;
  const UpstartFiles& files_;
  Imported& imported_;
  bool is_task_;
  JobText job_;
};

void UpstartImport::tell(Severity severity, const UpstartPlace& at, std::string_view key,
                         std::string message) {
  const std::string& file = at.in_override ? files_.override_file : files_.conf;
  imported_.tell(severity, file, at.place, key, std::move(message));
}

void UpstartImport::fail(const std::optional<UpstartWord>& word, std::string_view key,
                         std::string_view why) {
  if (word) tell(Severity::problem, word->at, key, quoted(word->text) + ": " + std::string(why));
}

void UpstartImport::words_that_cannot() {
  fail(conf_.author, "author", "a job file has no place for it, left out");
  fail(conf_.version, "version", "a job file has no place for it, left out");
  fail(conf_.usage, "usage", "a job file has no place for it, left out");
  fail(conf_.instance, "instance", "each instance needs a job file of its own");
  fail(conf_.apparmor_load, "apparmor", "systemd does not load profiles, left out");
  for (const auto& word : conf_.exported) fail(word, "export", "there are no events to export to");
  for (const auto& word : conf_.emits) fail(word, "emits", "there are no events, left out");
  for (const auto& word : conf_.cgroups) fail(word, "cgroup", "use 'memory-max' or 'cpu-quota'");
  if (conf_.debug) tell(Severity::problem, *conf_.debug, "debug", "left out");
}

bool UpstartImport::main_process() {
  const bool in_root = conf_.chroot.has_value();
  if (conf_.main) {
    set_main_process(*conf_.main, in_root, job_);
    return true;
  }
  if (!conf_.pre_start) {
    tell(Severity::problem, {}, "exec", "expected 'exec' or 'script': there is nothing to run");
    return false;
  }
  tell(Severity::warning, conf_.pre_start->at, "pre-start",
       "the job has no main process, so this is run in its place, as a task");
  set_main_process(*conf_.pre_start, in_root, job_);
  is_task_ = true;
  return true;
}

void UpstartImport::started_at_boot(bool needs_network) {
  is_task_ ? job_.set("schedule", "@reboot") : job_.set_plain("at-boot", "true");
  if (!needs_network) return;
  job_.set("after", std::vector<std::string>{"network-online.target"});
  job_.add_directive("Unit", "Wants", "network-online.target");
}

void UpstartImport::start() {
  BootCondition condition;
  if (conf_.start_on) condition = boot_condition(*conf_.start_on);
  const bool starts = is_task_ ? condition.is_met : condition.is_met_with_jobs;
  for (const UpstartTerm* event : condition.unknown) {
    tell(Severity::problem, event->at, "start on",
         quoted(to_string(*event)) + (condition.is_met
                                          ? ": nothing waits for it, the job is started at boot"
                                          : ": nothing starts the job then"));
  }
  if (starts) return started_at_boot(condition.needs_network);
  if (is_task_) return;
  job_.set_plain("at-boot", "true");
  job_.set_plain("disabled", "true");
}

void UpstartImport::stop() {
  if (!conf_.stop_on) return;
  for (const UpstartTerm* event : unknown_at_shutdown(*conf_.stop_on)) {
    tell(Severity::problem, event->at, "stop on",
         quoted(to_string(*event)) + ": nothing stops the job then");
  }
}

void UpstartImport::environment() {
  for (const UpstartWord& word : conf_.env) {
    const std::size_t equals = word.text.find('=');
    if (equals == std::string::npos) {
      fail(word, "env", "has the value that init has, which is not known here");
    } else {
      job_.set_in("environment", word.text.substr(0, equals), word.text.substr(equals + 1));
    }
  }
}

void UpstartImport::respawn() {
  if (!conf_.respawn) {
    if (conf_.respawn_limit) {
      tell(Severity::note, conf_.respawn_limit->at, "respawn",
           "a limit without 'respawn' means nothing to Upstart, left out");
    }
    return;
  }
  UpstartRespawnLimit limit{10, std::chrono::seconds(5), {}};
  if (conf_.respawn_limit) limit = *conf_.respawn_limit;
  job_.set_in("respawn", "limit", limit.limit ? std::to_string(*limit.limit) : "unlimited", true);
  if (limit.limit) {
    job_.set_in("respawn", "interval", std::to_string(limit.interval.count()) + "s", true);
  }
  job_.set_in("respawn", "on", is_task_ ? "failure" : "always", true);
}

void UpstartImport::endings() {
  std::vector<std::string> statuses;
  for (const UpstartWord& word : conf_.normal_exit) {
    if (std::ranges::find(statuses, word.text) == statuses.end()) statuses.push_back(word.text);
  }
  if (!statuses.empty()) job_.set("success-exit-status", statuses);
}

void UpstartImport::judge_process(const std::optional<UpstartProcess>& process,
                                  std::string_view key) {
  if (!process) return;
  const std::string word = upstart_word_in(*process);
  if (!word.empty()) {
    tell(Severity::warning, process->at, key,
         "uses " + quoted(word) + ", which is Upstart's; see to it by hand");
  }
}

void UpstartImport::process(const std::optional<UpstartProcess>& process, std::string_view key,
                            std::string_view directive) {
  if (!process) return;
  job_.add_directive("Service", directive, command_text(command_of(*process)));
  judge_process(process, key);
}

void UpstartImport::processes() {
  judge_process(conf_.main, conf_.main && conf_.main->script ? "script" : "exec");
  if (conf_.main) {
    process(conf_.pre_start, "pre-start", "ExecStartPre");
  } else {
    judge_process(conf_.pre_start, "pre-start");
  }
  process(conf_.post_stop, "post-stop", "ExecStopPost");
  if (conf_.post_start && is_task_) {
    tell(Severity::problem, conf_.post_start->at, "post-start",
         "systemd would run it when the task is done and not beside it, left out");
  } else {
    process(conf_.post_start, "post-start", "ExecStartPost");
  }
  if (conf_.pre_stop) {
    tell(Severity::problem, conf_.pre_stop->at, "pre-stop",
         "systemd would also run it when the process ended by itself, left out");
  }
  const bool may_wait = (conf_.main && conf_.pre_start) || conf_.post_start;
  if (may_wait && !is_task_) job_.add_directive("Service", "TimeoutStartSec", "infinity");
  if (conf_.main && conf_.pre_start && conf_.respawn) {
    tell(Severity::note, conf_.pre_start->at, "pre-start",
         "is tried again when it fails, as 'respawn' says; Upstart would give up");
  }
}

void UpstartImport::expect() {
  if (!conf_.expect || conf_.expect->text == "none") return;
  if (conf_.expect->text == "stop") {
    return fail(conf_.expect, "expect", "the program must not stop itself any more");
  }
  fail(conf_.expect, "expect",
       "systemd can only guess the main process of a program that goes into the background; let it "
       "stay in the foreground, and drop 'Type: forking'");
  job_.add_directive("Service", "Type", "forking");
}

void UpstartImport::surroundings() {
  if (conf_.setuid) job_.set("user", conf_.setuid->text);
  if (conf_.setgid) job_.set("group", conf_.setgid->text);
  if (conf_.chdir) job_.set("directory", conf_.chdir->text);
  if (conf_.umask) job_.set_plain("umask", octal(conf_.umask->value));
  if (conf_.nice) job_.set_plain("nice", std::to_string(conf_.nice->value));
  if (conf_.chroot) {
    job_.add_directive("Service", "RootDirectory", specifier_text(conf_.chroot->text));
  }
  if (conf_.apparmor_switch) {
    job_.add_directive("Service", "AppArmorProfile", specifier_text(conf_.apparmor_switch->text));
  }
  if (!conf_.console || conf_.console->text == "log") return;
  if (conf_.console->text == "none") {
    job_.add_directive("Service", "StandardOutput", "null");
    job_.add_directive("Service", "StandardError", "null");
  } else {
    fail(conf_.console, "console", "the output goes to the journal");
  }
}

bool UpstartImport::read() {
  words_that_cannot();
  if (!main_process()) return false;
  if (conf_.description) job_.set_line("description", conf_.description->text);
  start();
  stop();
  environment();
  respawn();
  endings();
  processes();
  expect();
  surroundings();
  add_upstart_directives(conf_, job_);
  return true;
}

}  // namespace

void import_upstart(const UpstartConf& conf, const UpstartFiles& files, JobNames& names,
                    Imported& imported) {
  UpstartImport import(conf, files, imported);
  if (!import.read()) return;
  const std::string name = names.take(files.name);
  if (name != files.name) {
    imported.tell(Severity::note, files.conf, {}, "",
                  "becomes " + quoted(name) + ", as a job's name");
  }
  imported.jobs.push_back({name, import.take(), files.conf, {}});
}

}  // namespace sa
