#include "unitgen/upstart/upstart_changes.h"

#include "core/error.h"
#include "unitgen/apply/manifest.h"
#include "unitgen/apply/text_difference.h"
#include "unitgen/whole_file.h"

#include <algorithm>

namespace sa {
namespace {

using Kind = FileChange::Kind;

constexpr std::string_view conf_ending = ".conf";
constexpr std::string_view slow_ending = "-slow";

bool is_started_daemon(std::string_view conf) {
  return conf.find("\nstart on runlevel [2345]\n") != std::string_view::npos;
}

// "sa-garbo" of "sa-garbo.conf"
std::string name_of(const std::string& conf) {
  return conf.substr(0, conf.size() - conf_ending.size());
}

std::vector<std::string> with_ending(const std::set<std::string>& names, std::string_view ending) {
  std::vector<std::string> all;
  for (const std::string& name : names) all.push_back(name + std::string(ending));
  return all;
}

}  // namespace

UpstartChanges::UpstartChanges(const Folders& folders, const UnitDir& confs, JobsOf jobs_of,
                               bool write, ScriptChanges& scripts, const Pending& left)
    : JobChanges(scripts),
      confs_(confs),
      expectations_(folders.expectations, {""}),
      jobs_of_(std::move(jobs_of)),
      init_(folder(folders.units, "", write)),
      owed_(folder(folders.expectations, "upstart/", write)),
      cron_(folder(folders.cron, "cron.d/", write)),
      stopped_(left.stop) {}

UpstartChanges::Folder UpstartChanges::folder(const std::string& path, std::string prefix,
                                              bool write) const {
  return {std::move(prefix), path, write ? std::make_unique<StagedFolder>(path) : nullptr, {}};
}

void UpstartChanges::put(Folder& folder, const std::string& name,
                         const std::optional<std::string>& before, const std::string& text,
                         const std::string& job_file) {
  if (before == text) return;
  changes_.push_back({before ? Kind::changed : Kind::added, folder.prefix + name, job_file,
                      before ? text_difference(*before, text) : ""});
  if (folder.stage) folder.stage->stage(name, text, 0644);
}

void UpstartChanges::drop(Folder& folder, const std::string& name, const std::string& job_file) {
  changes_.push_back({Kind::removed, folder.prefix + name, job_file, ""});
  folder.removed.push_back(name);
}

void UpstartChanges::note_daemon(const std::string& name, const std::string& before,
                                 const std::string& after) {
  const bool was_started = is_started_daemon(before) && !stopped_.contains(name);
  const bool is_started = is_started_daemon(after);
  if (was_started && !is_started) pending_.stop.insert(name);
  if (!was_started && is_started) pending_.start.insert(name);
  if (was_started && is_started && before != after) pending_.restart.insert(name);
}

void UpstartChanges::want(const Job& job, const std::string& job_file) {
  const bool is_another_script = want_script(job, job_file);
  for (const UpstartJob& made : jobs_of_(job)) {
    const std::string conf = made.name + std::string(conf_ending);
    const auto before = confs_.text_of(conf);
    wanted_.insert(made.name);
    starts_[made.name] = cron_lines_in(made.conf);
    put(init_, conf, before, made.conf, job_file);
    put(owed_, made.name, expectations_.text_of(made.name), made.expectation, job_file);
    note_daemon(made.name, before.value_or(""), made.conf);
    if (is_another_script && is_started_daemon(made.conf)) pending_.restart.insert(made.name);
  }
}

void UpstartChanges::keep(const std::string& conf) {
  const std::string name = name_of(conf);
  const std::string text = confs_.text_of(conf).value_or("");
  kept_.insert(name);
  starts_[name] = cron_lines_in(text);
  note_daemon(name, text, text);
}

void UpstartChanges::remove(const std::string& conf, const std::string& job_file) {
  const std::string name = name_of(conf);
  drop(init_, conf, job_file);
  if (expectations_.names().contains(name)) drop(owed_, name, job_file);
  if (is_started_daemon(confs_.text_of(conf).value_or(""))) pending_.stop.insert(name);
  if (!name.ends_with(slow_ending)) remove_script(name.substr(3), job_file);
}

void UpstartChanges::remove_unwanted(const IsKept& is_kept) {
  for (const std::string& conf : confs_.names()) {
    const auto job_file = confs_.job_file(conf);
    if (wanted_.contains(name_of(conf)) || !job_file) continue;
    is_kept(conf, *job_file) ? keep(conf) : remove(conf, *job_file);
  }
  remove_lost_expectations();
  put_table();
}

// Of a conf that a killed apply had removed already, or somebody else.
void UpstartChanges::remove_lost_expectations() {
  for (const std::string& name : expectations_.names()) {
    const auto job_file = expectations_.job_file(name);
    const bool has_conf = wanted_.contains(name) || kept_.contains(name) ||
                          confs_.names().contains(name + std::string(conf_ending));
    if (!has_conf && job_file) drop(owed_, name, *job_file);
  }
}

void UpstartChanges::put_table() {
  const std::string path = cron_.path + "/" + cron_table_name;
  const auto before = read_whole(path);
  if (before && !before->empty() && !is_our_cron_table(*before))
    throw Error("cannot write '" + path + "': it is none of ours, move it away");
  const std::string text = cron_table(starts_);
  if (!text.empty()) return put(cron_, cron_table_name, before, text, "");
  if (before) drop(cron_, cron_table_name, "");
}

std::string UpstartChanges::stamps() const {
  return stamps_of(init_.path, with_ending(wanted_, conf_ending)) +
         stamps_of(owed_.path, with_ending(wanted_, "")) + stamps_of(cron_.path, {cron_table_name});
}

// What starts comes after what is started, and what is owed after both; what goes, the other way
// round.
void UpstartChanges::commit() {
  scripts_.commit();
  for (Folder* folder : {&init_, &cron_, &owed_}) folder->stage->commit();
  for (Folder* folder : {&owed_, &cron_, &init_})
    for (const std::string& name : folder->removed) folder->stage->remove(name);
}

}  // namespace sa
