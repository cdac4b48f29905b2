#pragma once

#include "unitgen/config/file_stamp.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

inline constexpr std::string_view own_team = "default";  // of root's own job files

// A file of the configuration as its folder lists it; nothing of it was read.
struct ListedFile {
  std::string path;    // from the configuration on: "jobs.d/lp/garbo.yaml"
  std::string folder;  // "jobs.d/lp"
  std::string entry;   // "garbo.yaml"
  std::string name;    // "garbo": the job's name, of a policy the team's; may be a bad one
  std::string team;    // of a job: its folder's name, or own_team
  FileStamp stamp;
};

// A folder that was not listed, or not whole, and why.
struct UnlistedFolder {
  std::string path;
  std::string team;
  std::string message;  // "expected a directory, got a symbolic link"
};

// All files that decide what there is to be.
struct ConfigListing {
  bool has_jobs = false;             // there is a jobs.d
  std::vector<ListedFile> jobs;      // root's own first, then by path
  std::vector<ListedFile> policies;  // by path
  FileStamp settings;                // of scriptactivity.yaml; inode 0: there is none
  std::vector<UnlistedFolder> unlisted;
  std::string stamps;             // of all files and folders looked at, in a fixed order
  std::int64_t last_changed = 0;  // the newest time of change of them, as in FileStamp
};

// Lists jobs.d/*.yaml, jobs.d/TEAM/*.yaml, teams.d/*.yaml and scriptactivity.yaml in `config`, an
// absolute path; *.yml too. Dot files and other names are nobody's business. At most 20,000 entries
// of a folder are looked at, so that a folder full of names cannot keep us.
ConfigListing list_config(const std::string& config);

}  // namespace sa
