#include "unitgen/apply/script_changes.h"

#include "unitgen/fd.h"
#include "unitgen/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace sa {
namespace {

constexpr mode_t script_mode = 0640;

gid_t group_of(const Job& job, Accounts& accounts) {
  if (!job.group.empty()) return accounts.group(job.group).value_or(0);
  if (job.user.empty()) return 0;
  const auto user = accounts.user(job.user);
  return user ? user->group : 0;
}

bool is_there(const std::string& path, const std::string& script, gid_t group) {
  const Fd fd(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!fd || fstat(fd.get(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
  if ((found.st_mode & 07777U) != script_mode || found.st_gid != group) return false;
  return static_cast<std::size_t>(found.st_size) == script.size() && read_whole(fd) == script;
}

}  // namespace

ScriptChanges::ScriptChanges(std::string folder, Accounts& accounts, bool write)
    : folder_(std::move(folder)), accounts_(accounts), write_(write) {
  if (write_ && access(folder_.c_str(), F_OK) == 0)
    stage_ = std::make_unique<StagedFolder>(folder_);
}

bool ScriptChanges::want(const Job& job, const std::string& script) {
  if (script.empty()) return false;
  wanted_.insert(job.name);
  const gid_t group = geteuid() == 0 ? group_of(job, accounts_) : getegid();
  if (is_there(folder_ + "/" + job.name, script, group)) return false;
  if (!write_) return true;
  if (!stage_) stage_ = std::make_unique<StagedFolder>(folder_);
  stage_->stage(job.name, script, script_mode, group);
  return true;
}

bool ScriptChanges::has(const std::string& name) const {
  struct stat found {};
  return lstat((folder_ + "/" + name).c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

void ScriptChanges::commit() {
  if (stage_) stage_->commit();
}

void ScriptChanges::remove(const std::set<std::string>& names) {
  for (const std::string& name : names)
    if (stage_ && !wanted_.contains(name)) stage_->remove(name);
}

}  // namespace sa
