#include "conf_text.h"

namespace {

using Lines = std::string;

std::string at(const sa::UpstartPlace& place) {
  return (place.in_override ? "+" : "") + std::to_string(place.place.line) + ':' +
         std::to_string(place.place.column) + ' ';
}

void add(Lines& out, const char* name, const std::optional<sa::UpstartWord>& word) {
  if (word) out += at(word->at) + name + ": " + word->text + '\n';
}

void add(Lines& out, const char* name, const std::vector<sa::UpstartWord>& words) {
  for (const auto& word : words) out += at(word.at) + name + ": " + word.text + '\n';
}

void add(Lines& out, const char* name, const std::optional<sa::UpstartPlace>& place) {
  if (place) out += at(*place) + name + '\n';
}

void add(Lines& out, const char* name, const std::optional<sa::UpstartNumber>& number) {
  if (number) out += at(number->at) + name + ": " + std::to_string(number->value) + '\n';
}

void add(Lines& out, const char* name, const std::optional<sa::UpstartProcess>& process) {
  if (!process) return;
  out += at(process->at) + name + (process->script ? " script: |" : " exec: |") + process->text +
         "|\n";
}

std::string text(const sa::UpstartTerm& term) {
  using Kind = sa::UpstartTerm::Kind;
  if (term.kind != Kind::event) return term.kind == Kind::both ? "<and>" : "<or>";
  std::string out = term.event;
  for (const auto& argument : term.arguments) out += ',' + argument;
  return out;
}

void add(Lines& out, const char* name, const std::optional<sa::UpstartCondition>& condition) {
  if (!condition) return;
  out += at(condition->at) + name + ':';
  for (const auto& term : condition->terms) out += ' ' + text(term);
  out += '\n';
}

std::string value(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "unlimited";
}

}  // namespace

std::string conf_text(const sa::ParsedUpstartConf& parsed) {
  const sa::UpstartConf& conf = parsed.conf;
  Lines out;
  add(out, "description", conf.description);
  add(out, "author", conf.author);
  add(out, "version", conf.version);
  add(out, "usage", conf.usage);
  add(out, "instance", conf.instance);
  add(out, "start on", conf.start_on);
  add(out, "stop on", conf.stop_on);
  add(out, "manual", conf.manual);
  add(out, "env", conf.env);
  add(out, "export", conf.exported);
  add(out, "emits", conf.emits);
  add(out, "main", conf.main);
  add(out, "pre-start", conf.pre_start);
  add(out, "post-start", conf.post_start);
  add(out, "pre-stop", conf.pre_stop);
  add(out, "post-stop", conf.post_stop);
  add(out, "task", conf.task);
  add(out, "respawn", conf.respawn);
  if (const auto& limit = conf.respawn_limit) {
    out += at(limit->at) + "respawn limit: " + value(limit->limit) + " in " +
           std::to_string(limit->interval.count()) + "s\n";
  }
  add(out, "normal exit", conf.normal_exit);
  add(out, "expect", conf.expect);
  add(out, "kill timeout", conf.kill_timeout);
  add(out, "kill signal", conf.kill_signal);
  add(out, "reload signal", conf.reload_signal);
  add(out, "console", conf.console);
  add(out, "umask", conf.umask);
  add(out, "nice", conf.nice);
  add(out, "oom score", conf.oom_score);
  for (const auto& limit : conf.limits) {
    out += at(limit.at) + "limit: " + limit.resource + ' ' + value(limit.soft) + ' ' +
           value(limit.hard) + '\n';
  }
  add(out, "chroot", conf.chroot);
  add(out, "chdir", conf.chdir);
  add(out, "setuid", conf.setuid);
  add(out, "setgid", conf.setgid);
  add(out, "apparmor load", conf.apparmor_load);
  add(out, "apparmor switch", conf.apparmor_switch);
  add(out, "cgroup", conf.cgroups);
  add(out, "debug", conf.debug);
  for (const auto& problem : parsed.problems) out += to_string(problem, "conf") + '\n';
  return out;
}
