#pragma once

#include "core/unit_facts.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The unit files of the host, indexed once: which file and which drop-ins make a unit
// (systemd.unit(5): first folder wins, templates, foo-.service.d, service.d).
class UnitFiles {
 public:
  explicit UnitFiles(const std::vector<std::string>& search_path);

  // nullopt: there is no file for it. Units that came after the index was made (systemd-run) are
  // found too.
  std::optional<UnitFacts> facts(std::string_view unit) const;
  // Whether the unit has a file of its own: drop-ins of all its type make facts, too.
  bool has_file(std::string_view unit) const;
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
