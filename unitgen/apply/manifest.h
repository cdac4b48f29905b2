#pragma once

#include "unitgen/config/folders.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What an apply saw and left behind: when all of it is still so, the next one has nothing to do.
struct Manifest {
  std::string inputs;   // stamps of everything that decides what there is to be
  std::string outputs;  // stamps of the unit folder, its units and the scripts
  std::size_t jobs = 0;
  std::vector<std::string> problems;  // lines, as they were told
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

std::string manifest_text(const Manifest& manifest);
// nullopt: of another version, or cut.
std::optional<Manifest> read_manifest(std::string_view text);

// Of files that are no job files: this program, the accounts, the time zones, systemd's other unit
// folders; the host's time zone and the target.
std::string host_stamps(const std::string& zone, TargetKind target);

// The stamps of a folder, by its absolute path, and of these files in it.
std::string stamps_of(const std::string& folder, const std::vector<std::string>& names);
// Whether `stamps`, one or more texts of stamps_of, are still so.
bool are_current(std::string_view stamps);

}  // namespace sa
