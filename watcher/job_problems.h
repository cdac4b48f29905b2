#pragma once

#include "watcher/folder_watch.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace sa {

// A job whose file sa-unitgen refuses. Its units are the last good ones, or there are none.
struct RefusedJob {
  std::string unit;  // "sa-garbo.service"
  std::string job;
  std::string team;
  std::string reason;  // "job file refused: /etc/...: grace: expected ..., and 2 more problems"
  friend bool operator==(const RefusedJob&, const RefusedJob&) = default;
};

// Reads the problems that sa-unitgen left (problems.json), one entry a job, ascending by unit.
// Throws Error where the text is not of that form.
std::vector<RefusedJob> read_job_problems(std::string_view json);

// The file of problems, on a host where sa-unitgen may have left one.
class JobProblemsFile {
 public:
  explicit JobProblemsFile(std::string path);

  // Readable when something happened in the file's folder.
  int fd() const { return watch_.fd(); }
  // The refused jobs when the file is not the one of the last call, else nullopt; without a file
  // there are none. To be called now and then too: the folder may appear later. Throws Error where
  // the file cannot be read, once for each such file.
  std::optional<std::vector<RefusedJob>> take_change();

 private:
  // Device, inode, size, time of change: none of a file that is not there.
  using Stamp = std::optional<std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t>>;

  std::string path_;
  FolderWatch watch_;
  Stamp stamp_;
};

}  // namespace sa
