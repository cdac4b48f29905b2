#pragma once

#include "core/instant.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sa {

// What a unit owes and whose it is: [X-ScriptActivity] of a timer or service, and the little of
// [Service] that the bus need not be asked for. Spans as in systemd.time(7).
struct UnitFacts {
  bool has_section = false;  // [X-ScriptActivity] stands somewhere
  std::string job;
  std::string team;
  std::vector<std::string> tags;
  std::optional<Duration> grace, deadline, min_runtime, max_runtime;
  std::uint32_t alert_after = 1;
  bool oneshot = false;        // Type=oneshot
  bool other_success = false;  // SuccessExitStatus= says that more than exit 0 is clean

  // Takes over what `stronger` says; used to let the timer win over its service.
  void override_by(const UnitFacts& stronger);
  friend bool operator==(const UnitFacts&, const UnitFacts&) = default;
};

// Reads one unit file or drop-in on top of `facts`, as systemd.syntax(7) says: later lines win,
// an empty value resets, a backslash continues a line. Unknown keys and values that cannot be read
// are ignored.
void read_unit_text(std::string_view text, UnitFacts& facts);

// The unit files of the host, indexed once: which file and which drop-ins make a unit
// (systemd.unit(5): first folder wins, templates, foo-.service.d, service.d).
class UnitFiles {
 public:
  explicit UnitFiles(const std::vector<std::string>& search_path);

  // nullopt: there is no file for it. Units that came after the index was made (systemd-run) are
  // found too.
  std::optional<UnitFacts> facts(std::string_view unit) const;
  // Services (no templates) that carry [X-ScriptActivity], ascending.
  std::vector<std::string> services_with_section() const;

 private:
  std::optional<std::filesystem::path> file_of(std::string_view unit) const;
  std::vector<std::filesystem::path> drop_ins_of(std::string_view unit) const;
  std::vector<std::string> search_path_;
  // The first that was found, which hides the others of its name.
  std::map<std::string, std::filesystem::path, std::less<>> files_;
  // By folder name ("backup.service.d"), then by file name.
  std::map<std::string, std::map<std::string, std::filesystem::path>, std::less<>> drop_ins_;
};

}  // namespace sa
