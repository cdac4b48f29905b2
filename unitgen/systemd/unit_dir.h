#pragma once

#include "unitgen/fd.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The names of a job's units: "sa-garbo.service", "sa-garbo.timer", "sa-garbo-slow.service".
std::vector<std::string> unit_names_of(std::string_view job);

// The unit files that lie in a folder now, such as /etc/systemd/system or /etc/init. Only names
// that begin with "sa-" and end as units do are seen.
class UnitDir {
 public:
  // A folder that is not there is empty. Throws Error when it cannot be read.
  explicit UnitDir(std::string path,
                   const std::vector<std::string_view>& endings = {".service", ".timer"});

  const std::string& path() const { return path_; }
  const std::set<std::string, std::less<>>& names() const { return names_; }
  // The text of a unit; nullopt: there is none, or it is no regular file (masked, a link).
  std::optional<std::string> text_of(const std::string& name) const;
  // The job file in its mark; nullopt: it is not ours.
  std::optional<std::string> job_file(const std::string& name) const;

 private:
  std::string path_;
  Fd fd_;
  std::set<std::string, std::less<>> names_;
};

// The folders besides /etc/systemd/system in which systemd looks for unit files.
std::vector<std::string> other_unit_folders();

}  // namespace sa
