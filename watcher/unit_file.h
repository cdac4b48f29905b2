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
  // found too, with drop-ins that came before them: systemd needs no reload for these either.
  std::optional<UnitFacts> facts(std::string_view unit) const;
  // Whether the unit has a file of its own: drop-ins of all its type make facts, too.
  bool has_file(std::string_view unit) const;
  // Services (no templates) that carry [X-ScriptActivity], ascending.
  std::vector<std::string> services_with_section() const;

 private:
  std::optional<std::filesystem::path> file_of(std::string_view unit) const;
  using DropIns = std::map<std::string, std::filesystem::path>;  // by file name
  std::vector<std::filesystem::path> drop_ins_of(std::string_view unit) const;
  // `is_new`: of a unit that came after the index.
  DropIns drop_ins_in(const std::string& folder, bool is_new) const;
  std::vector<std::string> search_path_;
  // In which folder of the search path: the first where it was found, which hides the others. No
  // paths, for there are thousands.
  std::map<std::string, std::size_t, std::less<>> files_;
  // By folder name ("backup.service.d").
  std::map<std::string, DropIns, std::less<>> drop_ins_;
};

}  // namespace sa
