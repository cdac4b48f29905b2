#pragma once

#include "cli/doctor/host_facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The command that tells all that SeenUnit holds of these units (names or globs; a glob stands for
// loaded units only), and what it answers.
std::vector<std::string> show_command(const std::vector<std::string>& units);
SeenUnits units_of_show(std::string_view answer);

// Of `systemctl list-unit-files --no-legend --plain`: the units that somebody wants to run, or not
// to: enabled, linked, masked.
std::vector<std::string> wanted_unit_files(std::string_view answer);

// Of busctl's answer "as 2 \"a.b\" \"c.d\"": the names.
std::vector<std::string> quoted_names(std::string_view answer);

// A program's options --status and --store as it was started with (/proc/PID/cmdline: words that
// end in NUL), else as the variables of its unit (systemctl's Environment=, separated by blanks)
// say, else these.
struct StartedPlaces {
  std::string status, store;
  friend bool operator==(const StartedPlaces&, const StartedPlaces&) = default;
};
StartedPlaces started_places(std::string_view command_line, std::string_view variables,
                             StartedPlaces usual);

// Of journal entries in export format: by UNIT=, the newest.
std::map<std::string, Instant, std::less<>> newest_by_unit(std::string_view entries);

// Of journald's notes in export format how many of PID 1's entries were left out, and when last.
struct Suppressed {
  std::uint64_t count = 0;
  std::optional<Instant> last;
  friend bool operator==(const Suppressed&, const Suppressed&) = default;
};
Suppressed suppressed_of_init(std::string_view entries);

// Storage= of what `systemd-analyze cat-config systemd/journald.conf` prints; "auto": not set.
std::string storage_of(std::string_view configuration);

}  // namespace sa
