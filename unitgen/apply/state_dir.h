#pragma once

#include "unitgen/apply/manifest.h"
#include "unitgen/apply/pending.h"
#include "unitgen/fd.h"

#include <iosfwd>
#include <optional>
#include <string>

namespace sa {

// Of the problems that are left for the watcher.
inline constexpr const char* problems_name = "problems.json";

// What sa-unitgen remembers from one apply to the next: a manifest, what is left to do, and the
// problems, which all may read. Made when it is not there. Throws Error.
class StateDir {
 public:
  explicit StateDir(std::string path);

  // Waits until no other apply is under way, and says so on `err` after a second. Held until the
  // end of the process. Only root can open the lock: nobody else can make us wait.
  void lock(std::ostream& err);

  std::optional<Manifest> manifest() const;
  void write(const Manifest& manifest);
  void forget_manifest();

  Pending pending() const;
  // Empty: nothing is left to do.
  void write(const Pending& pending);

  // Only when it is another text than before: its readers are told by the file's change.
  void write_problems(const std::string& json);

 private:
  std::string path_;
  Fd lock_;
};

}  // namespace sa
