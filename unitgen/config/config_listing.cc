#include "unitgen/config/config_listing.h"

#include "unitgen/config/open_beneath.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include <dirent.h>
#include <fcntl.h>

namespace sa {
namespace {

constexpr std::size_t most_entries = 20'000;

struct Entry {
  std::string name;
  unsigned char type;
};

// The folder's entries but dot files, sorted; `is_whole` tells whether these are all.
std::vector<Entry> entries_of(const Fd& folder, bool& is_whole) {
  std::vector<Entry> entries;
  Fd fd(openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(fd.get()), closedir);
  is_whole = stream != nullptr;
  if (!stream) return entries;
  fd.release();
  std::size_t count = 0;
  while (const dirent* entry = readdir(stream.get())) {
    if (++count > most_entries) {
      is_whole = false;
      break;
    }
    if (entry->d_name[0] != '.') entries.push_back({entry->d_name, entry->d_type});
  }
  std::ranges::sort(entries, {}, &Entry::name);
  return entries;
}

// "garbo" of "garbo.yaml"; nullopt: it is no name of a job file.
std::optional<std::string> name_of(const std::string& entry) {
  for (const std::string_view ending : {".yaml", ".yml"})
    if (entry.ends_with(ending)) return entry.substr(0, entry.size() - ending.size());
  return std::nullopt;
}

class Lister {
 public:
  explicit Lister(const std::string& config)
      : config_(open(config.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    add_stamp(config, stamp_of_target(config.c_str()));
  }

  ConfigListing list() {
    if (!config_) return std::move(listing_);
    list_jobs();
    list_policies();
    listing_.settings = stamp_at(config_.get(), "scriptactivity.yaml");
    add_stamp("scriptactivity.yaml", listing_.settings);
    return std::move(listing_);
  }

 private:
  void add_stamp(std::string_view path, const FileStamp& stamp) {
    append_stamp(listing_.stamps, path, stamp);
    listing_.last_changed = std::max(listing_.last_changed, stamp.changed);
  }

  // None: it is not there, or it could not be opened, which is noted then.
  Fd open_folder(const std::string& path, const std::string& team) {
    add_stamp(path, stamp_at(config_.get(), path.c_str()));
    Fd folder = open_beneath(config_.get(), path, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
    if (folder || errno == ENOENT) return folder;
    const bool is_link = errno == ELOOP || errno == ENOTDIR;
    const std::string why = errno == EXDEV ? "expected a directory of the same file system"
                            : is_link      ? "expected a directory, and no link"
                                      : std::string("cannot be opened: ") + std::strerror(errno);
    listing_.unlisted.push_back({path, team, why});
    return folder;
  }

  std::vector<Entry> entries(const Fd& folder, const std::string& path, const std::string& team) {
    bool is_whole = true;
    auto found = entries_of(folder, is_whole);
    if (!is_whole)
      listing_.unlisted.push_back(
          {path, team, "expected at most " + std::to_string(most_entries) + " entries"});
    return found;
  }

  void add_files(std::vector<ListedFile>& files, const Fd& folder, const std::string& path,
                 const std::string& team) {
    for (const Entry& entry : entries(folder, path, team))
      if (auto name = name_of(entry.name)) {
        const FileStamp stamp = stamp_at(folder.get(), entry.name.c_str());
        files.push_back({path + "/" + entry.name, path, entry.name, *name, team, stamp});
        add_stamp(files.back().path, stamp);
      }
  }

  void list_jobs() {
    const Fd jobs = open_folder("jobs.d", std::string(own_team));
    if (!jobs) return;
    listing_.has_jobs = true;
    add_files(listing_.jobs, jobs, "jobs.d", std::string(own_team));
    bool is_whole = true;  // told already
    for (const Entry& entry : entries_of(jobs, is_whole))
      if (!name_of(entry.name) && may_be_folder(jobs, entry)) list_team(entry.name);
  }

  // A link is taken for a folder here, so that it is told why it is none.
  static bool may_be_folder(const Fd& jobs, const Entry& entry) {
    if (entry.type != DT_UNKNOWN) return entry.type == DT_DIR || entry.type == DT_LNK;
    struct stat found {};
    return fstatat(jobs.get(), entry.name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0 &&
           (S_ISDIR(found.st_mode) || S_ISLNK(found.st_mode));
  }

  void list_team(const std::string& team) {
    const std::string path = "jobs.d/" + team;
    if (const Fd folder = open_folder(path, team)) add_files(listing_.jobs, folder, path, team);
  }

  void list_policies() {
    if (const Fd folder = open_folder("teams.d", ""))
      add_files(listing_.policies, folder, "teams.d", "");
  }

  Fd config_;
  ConfigListing listing_;
};

}  // namespace

ConfigListing list_config(const std::string& config) {
  return Lister(config).list();
}

}  // namespace sa
