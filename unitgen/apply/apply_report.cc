#include "unitgen/apply/apply_report.h"

#include "core/counted.h"

#include <algorithm>
#include <ostream>

namespace sa {
namespace {

using Kind = FileChange::Kind;

char sign_of(Kind kind) {
  switch (kind) {
    case Kind::added:
      return '+';
    case Kind::changed:
      return '~';
    case Kind::removed:
      return '-';
  }
  return '?';
}

// "58 files added, 1 changed"
std::string totals(const std::vector<FileChange>& changes) {
  std::string text;
  const auto add = [&](Kind kind, std::string_view word) {
    const auto count =
        static_cast<std::size_t>(std::ranges::count(changes, kind, &FileChange::kind));
    if (count == 0) return;
    text += text.empty() ? counted(count, "file") : ", " + std::to_string(count);
    text.append(" ").append(word);
  };
  add(Kind::added, "added");
  add(Kind::changed, "changed");
  add(Kind::removed, "removed");
  return text.empty() ? "nothing to do" : text;
}

}  // namespace

void tell_changes(std::ostream& out, const std::vector<FileChange>& changes,
                  const std::string& config) {
  for (const FileChange& change : changes) {
    std::string_view job_file = change.job_file;
    if (job_file.starts_with(config + "/")) job_file.remove_prefix(config.size() + 1);
    out << sign_of(change.kind) << ' ' << change.name;
    if (!job_file.empty()) out << " (" << job_file << ")";
    out << '\n' << change.difference;
  }
}

std::string summary(std::size_t jobs, const std::vector<FileChange>& changes,
                    std::size_t problems) {
  const std::string text = counted(jobs, "job") + ": " + totals(changes);
  return problems == 0 ? text : text + "; " + counted(problems, "problem");
}

}  // namespace sa
