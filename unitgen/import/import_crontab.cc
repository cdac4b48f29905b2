#include "unitgen/import/import_crontab.h"

#include "unitgen/import/crontab_command.h"
#include "unitgen/import/mail_targets.h"
#include "unitgen/import/program_name.h"
#include "unitgen/shell_text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace sa {
namespace {

using Variables = std::map<std::string, const CrontabVariable*, std::less<>>;

constexpr std::string_view about_mail[] = {"CONTENT_TRANSFER_ENCODING", "CONTENT_TYPE", "MAILFROM"};

bool is_about_mail(std::string_view name) {
  return std::ranges::find(about_mail, name) != std::end(about_mail);
}

bool is_variable_name(std::string_view name) {
  return name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string_view::npos &&
         !(name[0] >= '0' && name[0] <= '9');
}

class CrontabImport {
 public:
  CrontabImport(const Crontab& crontab, const CrontabSetting& setting, JobNames& names,
                Imported& imported)
      : crontab_(crontab), setting_(setting), names_(names), imported_(imported) {}
  void run();

 private:
  void tell(Severity severity, const Place& place, std::string_view key, std::string message);
  void judge_variables();
  void judge(const CrontabVariable& variable);
  void entry(const CrontabEntry& entry);
  void add_variables(const Variables& variables, JobText& job);
  void add_surroundings(const CrontabEntry& entry, const Variables& variables, JobText& job);
  std::string home_of(const CrontabEntry& entry, const Variables& variables);
  std::string name_wish(const CrontabEntry& entry) const;

  const Crontab& crontab_;
  const CrontabSetting& setting_;
  JobNames& names_;
  Imported& imported_;
  Variables variables_;     // that hold for the entry at hand
  std::size_t passed_ = 0;  // of the crontab's
};

void CrontabImport::tell(Severity severity, const Place& place, std::string_view key,
                         std::string message) {
  imported_.tell(severity, setting_.file, place, key, std::move(message));
}

std::optional<int> minutes(std::string_view text) {
  int found = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && found >= 0 ? std::optional(found) : std::nullopt;
}

void CrontabImport::judge(const CrontabVariable& variable) {
  const auto& [name, value, place] = variable;
  if (name == "MAILTO" && !value.empty()) {
    if (mail_targets(value).empty()) {
      tell(Severity::problem, place, name, "expected addresses, got " + quoted(value));
    } else {
      tell(Severity::note, place, name,
           "is told of failures; cron would mail whatever a command writes");
    }
  } else if (name == "CRON_TZ") {
    tell(Severity::note, place, name,
         "taken as the schedule's time zone, as cronie does; Debian's cron would ignore it");
  } else if (name == "RANDOM_DELAY") {
    if (minutes(value)) {
      tell(Severity::note, place, name,
           "taken as a delay of up to so many minutes, as cronie does; Debian's cron would not");
    } else {
      tell(Severity::problem, place, name, "expected a number of minutes, got " + quoted(value));
    }
  } else if (is_about_mail(name)) {
    tell(Severity::problem, place, name, "is about mail that is not sent, left out");
  } else if (name == "LOGNAME") {
    tell(Severity::problem, place, name, "cannot be set in a crontab, left out");
  } else if (!is_variable_name(name)) {
    tell(Severity::problem, place, name, "no variable of this name can be set, left out");
  }
}

void CrontabImport::judge_variables() {
  const std::size_t used = crontab_.entries.empty() ? 0 : crontab_.entries.back().variables;
  for (std::size_t i = 0; i < crontab_.variables.size(); ++i) {
    const CrontabVariable& variable = crontab_.variables[i];
    if (i < used) {
      judge(variable);
    } else {
      tell(Severity::note, variable.place, variable.name, "holds for no line, since none follows");
    }
  }
}

void CrontabImport::add_variables(const Variables& variables, JobText& job) {
  for (const auto& [name, variable] : variables) {
    if (name == "MAILTO") {
      const auto targets = mail_targets(variable->value);
      if (!targets.empty()) job.set("notify", targets);
    } else if (name == "CRON_TZ") {
      if (!variable->value.empty()) job.set("timezone", variable->value);
    } else if (name == "RANDOM_DELAY") {
      const auto delay = minutes(variable->value);
      if (delay && *delay > 0) job.set_plain("jitter", std::to_string(*delay) + "min");
    } else if (!is_about_mail(name) && name != "LOGNAME" && is_variable_name(name)) {
      job.set_in("environment", name, variable->value);
    }
  }
}

std::string CrontabImport::home_of(const CrontabEntry& entry, const Variables& variables) {
  const auto home = variables.find("HOME");
  if (home != variables.end()) return home->second->value;
  const std::string& user = setting_.form == CrontabForm::system ? entry.user : setting_.user;
  if (user.empty()) return "";
  const auto account = setting_.account_of(user);
  if (account && !account->home.empty()) return account->home;
  const Place place = setting_.form == CrontabForm::system ? entry.user_place : Place{};
  const char* const why = account ? " has no home on this host" : " is no user of this host";
  tell(Severity::warning, place, "user", quoted(user) + why + ", so the job runs in /");
  return "";
}

void CrontabImport::add_surroundings(const CrontabEntry& entry, const Variables& variables,
                                     JobText& job) {
  const std::string& user = setting_.form == CrontabForm::system ? entry.user : setting_.user;
  if (!user.empty()) job.set("user", user);
  const std::string home = home_of(entry, variables);
  if (!home.empty()) job.set("directory", home);
  add_variables(variables, job);
}

std::string CrontabImport::name_wish(const CrontabEntry& entry) const {
  const std::string name = program_name(entry.command);
  if (!name.empty()) return name;
  return setting_.file.substr(setting_.file.rfind('/') + 1);
}

void CrontabImport::entry(const CrontabEntry& entry) {
  for (; passed_ < entry.variables; ++passed_) {
    variables_[crontab_.variables[passed_].name] = &crontab_.variables[passed_];
  }
  const auto value = [&](std::string_view name) {
    const auto found = variables_.find(name);
    return found == variables_.end() ? std::string() : found->second->value;
  };
  ImportedJob made{"", {}, setting_.file, entry.place};
  made.text.set_line("description", entry.comment);
  made.text.set("schedule", entry.schedule);
  add_surroundings(entry, variables_, made.text);
  add_crontab_command(entry, value("SHELL"), value("PATH"), made.text);
  if (leaves_process(entry.command)) {
    tell(Severity::warning, entry.command_place, "command",
         "what it leaves in the background is ended with it, other than by cron; for a daemon say "
         "'at-boot: true'");
  }
  made.name = names_.take(name_wish(entry));
  imported_.jobs.push_back(std::move(made));
}

void CrontabImport::run() {
  for (const Problem& problem : crontab_.problems) {
    imported_.remarks.push_back({setting_.file, problem});
  }
  judge_variables();
  const bool unknown = setting_.form == CrontabForm::user && setting_.user.empty();
  if (unknown && !crontab_.entries.empty()) {
    tell(Severity::warning, {}, "user",
         "not known, so the jobs run as their team's, or as root in jobs.d itself; give --as-user");
  }
  for (const CrontabEntry& each : crontab_.entries) entry(each);
}

}  // namespace

void import_crontab(const Crontab& crontab, const CrontabSetting& setting, JobNames& names,
                    Imported& imported) {
  CrontabImport(crontab, setting, names, imported).run();
}

bool looks_like_system_crontab(std::string_view text, const AccountOf& account_of) {
  const Crontab crontab = parse_crontab(text, CrontabForm::system);
  return !crontab.entries.empty() && std::ranges::all_of(crontab.entries, [&](const auto& entry) {
    return account_of(entry.user).has_value();
  });
}

}  // namespace sa
