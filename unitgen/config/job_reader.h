#pragma once

#include "core/job_file.h"
#include "unitgen/apply/target.h"
#include "unitgen/config/accounts.h"
#include "unitgen/config/config_listing.h"
#include "unitgen/config/file_problem.h"
#include "unitgen/config/host_rules.h"
#include "unitgen/config/name_owners.h"
#include "unitgen/config/source_file.h"
#include "unitgen/fd.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What the jobs of a configuration are judged against. References live as long as the reader.
struct JobReading {
  std::string config;  // absolute
  const ConfigListing& listing;
  const HostRules& rules;
  const NameOwners& owners;
  Accounts& accounts;
  TimeZones& zones;
  Instant now;
  bool clock_notes;
  Target& target;  // what the jobs are to become
};

// Reads job files, each opened once, and judges all of it: file, name, policy, text.
class JobReader {
 public:
  struct Read {
    std::optional<Job> job;             // nullopt: refused
    std::vector<FileProblem> problems;  // warnings and notes, too
  };

  explicit JobReader(JobReading reading);

  // A file of the listing. Call it in the order of the listing: a team has only so many jobs.
  Read read(const ListedFile& file);
  // Any file that the caller chose, as if it were this team's (empty: root's own).
  Read read_chosen_file(const std::string& path, std::string_view team);
  // Folders that were not read and too many files.
  const std::vector<FileProblem>& folder_problems() const { return folder_problems_; }
  // Whether all files were what the listing saw.
  bool is_as_listed() const { return is_as_listed_; }

 private:
  struct Folder {
    std::string path;
    Fd fd;
    WriterRule rule;
    bool is_refused = false;
    std::size_t files = 0;
    std::size_t bytes = 0;
  };
  void enter(const ListedFile& file);
  void judge_folder(const ListedFile& file, const TeamPolicy* policy);
  bool is_within_bounds(const ListedFile& file, const TeamPolicy* policy);
  void refuse_folder(std::string_view team, const std::string& message);
  std::optional<std::string> refusal(const ListedFile& file, const TeamPolicy* policy) const;
  void judge(ParsedJob& parsed);
  ParsedJob parse(std::string_view text, std::string_view name, std::string_view path,
                  const TeamPolicy* policy, std::string_view team);

  JobReading reading_;
  Folder folder_;
  std::vector<FileProblem> folder_problems_;
  bool is_as_listed_ = true;
};

// The place of a message about a file as a whole: line 1, column 1.
Problem whole_file_problem(std::string message);

}  // namespace sa
