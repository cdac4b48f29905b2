#include "unitgen/upstart/conf_text.h"

#include "core/time_span.h"
#include "unitgen/expectation_lines.h"
#include "unitgen/mark.h"
#include "unitgen/systemd/unit_quoting.h"
#include "unitgen/upstart/conf_quoting.h"

#include <algorithm>
#include <climits>
#include <cstdio>

namespace sa {
namespace {

using namespace std::chrono;

constexpr std::string_view cron_comment = "# Started by cron: ";
constexpr std::string_view cron_slack = "5s";  // cron wakes a second after the minute
constexpr std::string_view clean_signals = "HUP INT PIPE TERM";

// Which of a job's jobs.
struct Part {
  std::string name;         // "garbo", "garbo-slow"
  std::string description;  // may be empty
  std::vector<Command> commands;
  bool is_main;
};

bool is_scheduled(const Part& part, const ConfSetting& setting) {
  return part.is_main && !setting.cron.empty();
}

bool starts_at_boot(const Job& job, const Part& part) {
  return part.is_main && job.starts_at_boot();
}

bool is_task(const Job& job, const Part& part) {
  return !job.daemon && !starts_at_boot(job, part);
}

class Conf {
 public:
  explicit Conf(const std::string& mark) : text_(mark + "\n") {}
  Conf& line(std::string_view line) {
    text_.append(line).append("\n");
    return *this;
  }
  Conf& set(std::string_view stanza, std::string_view word) {
    return line(std::string(stanza) + " " + conf_word(word));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void write_starts(Conf& conf, const Job& job, const Part& part) {
  if (starts_at_boot(job, part))
    conf.line(job.daemon ? "start on runlevel [2345]"
                         : "start on runlevel RUNLEVEL=[2345] PREVLEVEL=[NS]");
  conf.line("stop on runlevel [!2345]");
  if (is_task(job, part)) conf.line("task");
}

std::string without_sig(const std::string& status) {
  return status.starts_with("SIG") ? status.substr(3) : status;
}

void write_normal_exit(Conf& conf, const Job& job, const Part& part) {
  const bool always = job.respawn && job.respawn->on == RespawnOn::always;
  std::string statuses;
  if (!always && job.respawn && !is_task(job, part)) statuses += " 0";
  for (const auto& status : job.success_exit_status) statuses += " " + without_sig(status);
  if (!always && job.daemon) statuses.append(" ").append(clean_signals);
  if (!statuses.empty()) conf.line("normal exit" + statuses);
}

void write_respawn(Conf& conf, const Job& job) {
  if (!job.respawn) return;
  conf.line("respawn");
  if (!job.respawn->limit) {
    conf.line("respawn limit unlimited");
    return;
  }
  const auto limit = std::min<std::uint32_t>(*job.respawn->limit, INT_MAX);
  const auto interval =
      std::min<std::int64_t>(ceil<seconds>(job.respawn->interval).count(), INT_MAX);
  conf.line("respawn limit " + std::to_string(limit) + " " + std::to_string(interval));
}

bool is_roots(const Job& job) {
  return job.user.empty() || job.user == "root";
}

// The variables that init sets, and those that env(1) does.
struct Variables {
  std::vector<std::string> by_init, by_env;
};

Variables variables_of(const Job& job) {
  Variables variables;
  for (const auto& [name, value] : job.environment) {
    std::string word = name + "=" + value;
    const bool by_init = is_roots(job) && fits_a_word(word);
    (by_init ? variables.by_init : variables.by_env).push_back(std::move(word));
  }
  return variables;
}

void write_environment(Conf& conf, const Job& job, const ConfSetting& setting) {
  const std::string user = job.user.empty() ? "root" : job.user;
  if (setting.home) conf.set("env", "HOME=" + setting.home->folder);
  conf.set("env", "LOGNAME=" + user).set("env", "USER=" + user);
  if (setting.home) conf.set("env", "SHELL=" + setting.home->shell);
  for (const auto& word : variables_of(job).by_init) conf.set("env", word);
}

void write_surroundings(Conf& conf, const Job& job, const ConfSetting& setting) {
  conf.line(job.timeout ? "kill timeout 10" : "kill timeout 90");
  if (!job.user.empty()) conf.set("setuid", job.user);
  if (!job.group.empty()) conf.set("setgid", job.group);
  write_environment(conf, job, setting);
  if (!job.directory.empty() && is_roots(job)) conf.set("chdir", job.directory);
  char mask[8];
  std::snprintf(mask, sizeof mask, "%04o", job.umask.value_or(0) & 0777U);
  if (job.umask) conf.set("umask", mask);
  if (job.nice) conf.line("nice " + std::to_string(*job.nice));
}

std::string seconds_text(Duration span) {
  const auto whole = floor<seconds>(span);
  std::string text = std::to_string(whole.count());
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%06lld",
                static_cast<long long>((span - whole).count()));
  if (span != whole) text += fraction;
  return text + "s";
}

void put_before(Command& command, const Command& words) {
  command.insert(command.begin(), words.begin(), words.end());
}

// env(1) would take a program that has a '=' for one more variable.
void put_variables_before(Command& command, const std::vector<std::string>& variables) {
  if (variables.empty()) return;
  if (command.front().find('=') != std::string::npos)
    put_before(command, {"/bin/sh", "-c", "exec \"$0\" \"$@\""});
  put_before(command, variables);
  put_before(command, {"/usr/bin/env"});
}

std::string_view io_class_of(IoClass io_class) {
  switch (io_class) {
    case IoClass::realtime:
      return "1";
    case IoClass::best_effort:
      return "2";
    case IoClass::idle:
      break;
  }
  return "3";
}

Command process_of(const Job& job, const Part& part) {
  Command command = part.commands.size() == 1 ? part.commands.front()
                                              : chained(part.commands, job.success_exit_status);
  if (job.timeout)
    put_before(command, {"/usr/bin/timeout", "--kill-after=10s", seconds_text(*job.timeout)});
  if (job.io_class)
    put_before(command, {"/usr/bin/ionice", "-c", std::string(io_class_of(*job.io_class))});
  put_variables_before(command, variables_of(job).by_env);
  if (!job.directory.empty() && !is_roots(job))
    put_before(command, {"/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", job.directory});
  return command;
}

void write_condition(Conf& conf, const Job& job) {
  if (!job.condition_path) return;
  const Command look{"/bin/sh", "-c", "test -e \"$0\" || exec /sbin/initctl stop --no-wait",
                     *job.condition_path};
  conf.line("");
  const std::string process = process_text(look);
  conf.line("pre-start " + process.substr(0, process.size() - 1));
}

std::string conf_text(const Job& job, const Part& part, const ConfSetting& setting) {
  Conf conf(mark_of(job.file));
  if (is_scheduled(part, setting))
    for (const std::string& line : setting.cron) conf.line(std::string(cron_comment) + line);
  conf.line("");
  if (!part.description.empty()) conf.set("description", part.description);
  write_starts(conf, job, part);
  write_respawn(conf, job);
  write_normal_exit(conf, job, part);
  write_surroundings(conf, job, setting);
  write_condition(conf, job);
  conf.line("");
  return conf.take() + process_text(process_of(job, part));
}

std::vector<std::string> fatal_of(const Job& job, const Part& part) {
  return part.commands.size() > 1 ? as_chained(job.fatal_exit_status) : job.fatal_exit_status;
}

std::string expectation_text(const Job& job, const Part& part, const ConfSetting& setting) {
  UnitLines unit(mark_of(job.file));
  if (is_scheduled(part, setting)) {
    unit.section("Timer");
    for (const CalendarSpec& calendar : setting.calendars)
      unit.set("OnCalendar", to_string(calendar));
    unit.set("AccuracySec", cron_slack);
  }
  unit.section("Service").set("Type", job.daemon ? "exec" : "oneshot");
  unit.set("SuccessExitStatus", job.success_exit_status);
  add_expectation(unit, job, {part.name, part.is_main, fatal_of(job, part)});
  return unit.text();
}

UpstartJob made(const Job& job, const Part& part, const ConfSetting& setting) {
  return {"sa-" + part.name, conf_text(job, part, setting), expectation_text(job, part, setting)};
}

}  // namespace

std::vector<UpstartJob> upstart_jobs_of(const Job& job, const ConfSetting& setting) {
  const std::string title = job.description.empty() ? job.name : job.description;
  const Command script{"/bin/sh", "-eu", std::string(setting.scripts) + "/" + job.name};
  const auto commands = job.script.empty() ? job.commands : std::vector<Command>{script};
  std::vector<UpstartJob> jobs{made(job, {job.name, title, commands, true}, setting)};
  if (!job.slow_start_commands.empty())
    jobs.push_back(
        made(job, {job.name + "-slow", "Slow start of " + title, job.slow_start_commands, false},
             setting));
  return jobs;
}

std::vector<std::string> cron_lines_in(std::string_view conf) {
  std::vector<std::string> lines;
  if (!job_file_of(conf)) return lines;
  conf.remove_prefix(std::min(conf.find('\n'), conf.size() - 1) + 1);
  while (conf.starts_with(cron_comment)) {
    const auto end = std::min(conf.find('\n'), conf.size());
    lines.emplace_back(conf.substr(cron_comment.size(), end - cron_comment.size()));
    conf.remove_prefix(std::min(end + 1, conf.size()));
  }
  return lines;
}

}  // namespace sa
