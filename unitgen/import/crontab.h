#pragma once

#include "core/problem.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

enum class CrontabForm {
  user,    // crontab -e, /var/spool/cron
  system,  // /etc/crontab, /etc/cron.d: each line has a user before the command
};

struct CrontabVariable {
  std::string name, value;
  Place place;
  friend bool operator==(const CrontabVariable&, const CrontabVariable&) = default;
};

// A line that runs something.
struct CrontabEntry {
  std::string schedule;              // "0 4 * * *" or "@daily"; parse_cron accepts it
  std::string user;                  // of the system form
  std::string command;               // for the shell: up to the first '%', "\%" made "%"
  std::optional<std::string> input;  // what follows it, for the standard input
  std::string comment;               // of the lines directly above, in one line
  std::size_t variables = 0;         // how many of the crontab's hold: those above it
  Place place, user_place, command_place;
  friend bool operator==(const CrontabEntry&, const CrontabEntry&) = default;
};

// What crontab(5) tells cron to do. A line that is none of the forms is a problem, with its place;
// the others count all the same (cron would refuse the whole file). A comment that is an entry
// switched off is a note.
struct Crontab {
  std::vector<CrontabVariable> variables;  // in the order of the file; a later one replaces
  std::vector<CrontabEntry> entries;
  std::vector<Problem> problems;
};

// As Debian's cron reads it. Never throws for what the text holds; time and memory are linear in
// its size.
Crontab parse_crontab(std::string_view text, CrontabForm form);

}  // namespace sa
