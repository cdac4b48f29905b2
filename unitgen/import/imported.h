#pragma once

#include "core/problem.h"
#include "unitgen/import/job_text.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sa {

// Something to tell of a file that is imported. A problem: it could not be carried over; a warning
// or a note: it was, but does not mean quite the same.
struct Remark {
  std::string file;
  Problem problem;
  friend bool operator==(const Remark&, const Remark&) = default;
};

struct ImportedJob {
  std::string name;  // a good one, and no other job's
  JobText text;
  std::string file;  // that it stood in
  Place place;
};

// All that was made of some files.
struct Imported {
  std::vector<ImportedJob> jobs;
  std::vector<Remark> remarks;  // in the order of the files; nothing is told twice

  void tell(Severity severity, std::string_view file, Place place, std::string_view key,
            std::string message) {
    remarks.push_back({std::string(file), {severity, place, std::string(key), std::move(message)}});
  }
};

// An account of this host, as getpwnam(3) knows it.
struct Account {
  std::string name;
  std::string home;  // empty: there is no such folder
};

// The account of a name or a number; nullopt: there is none on this host.
using AccountOf = std::function<std::optional<Account>(std::string_view)>;

}  // namespace sa
