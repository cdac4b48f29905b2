#pragma once

#include "core/problem.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Where something of a job stands: in NAME.conf or in the NAME.override beside it.
struct UpstartPlace {
  Place place;
  bool in_override = false;
  friend bool operator==(const UpstartPlace&, const UpstartPlace&) = default;
};

struct UpstartWord {
  std::string text;  // quotes and escapes taken off
  UpstartPlace at;
  friend bool operator==(const UpstartWord&, const UpstartWord&) = default;
};

struct UpstartNumber {
  int value = 0;
  UpstartPlace at;
  friend bool operator==(const UpstartNumber&, const UpstartNumber&) = default;
};

// What `exec` or `script` has. The text of exec is run by /bin/sh -e as "exec TEXT" when
// needs_shell, else split at blanks; that of a script always by /bin/sh -e.
struct UpstartProcess {
  bool script = false;
  std::string text;
  UpstartPlace at;
  friend bool operator==(const UpstartProcess&, const UpstartProcess&) = default;
};

// Whether Upstart gives the text of an `exec` to a shell.
bool needs_shell(std::string_view exec);

// One term of "start on" or "stop on".
struct UpstartTerm {
  enum class Kind { event, both, either };  // an event; "and"; "or"
  Kind kind = Kind::event;
  std::string event;
  std::vector<std::string> arguments;  // "IFACE=eth0", or "[2345]" by position; patterns
  UpstartPlace at;
  friend bool operator==(const UpstartTerm&, const UpstartTerm&) = default;
};

// In postfix order: "a and (b or c)" is a, b, c, either, both. Never empty, and well formed. "and"
// and "or" bind equally, from the left.
struct UpstartCondition {
  std::vector<UpstartTerm> terms;
  UpstartPlace at;
  friend bool operator==(const UpstartCondition&, const UpstartCondition&) = default;
};

struct UpstartRespawnLimit {
  std::optional<std::uint32_t> limit;  // respawns; nullopt: unlimited, also written as 0
  std::chrono::seconds interval{0};
  UpstartPlace at;
  friend bool operator==(const UpstartRespawnLimit&, const UpstartRespawnLimit&) = default;
};

struct UpstartLimit {
  std::string resource;                     // "nofile"
  std::optional<std::uint64_t> soft, hard;  // nullopt: unlimited
  UpstartPlace at;
  friend bool operator==(const UpstartLimit&, const UpstartLimit&) = default;
};

// A job of Upstart, all stanzas of init(5) (1.13.2). What is absent was not written. Of a stanza
// that is repeated the last one counts; env, export, emits, normal exit and cgroup add up, and so
// does limit, a resource each.
struct UpstartConf {
  std::optional<UpstartWord> description, author, version, usage;
  std::optional<UpstartWord> instance;
  std::optional<UpstartCondition> start_on, stop_on;
  std::optional<UpstartPlace> manual;  // no start_on then: it was dropped
  std::vector<UpstartWord> env;        // "NAME=VALUE", or "NAME" for init's own value
  std::vector<UpstartWord> exported, emits;

  std::optional<UpstartProcess> main, pre_start, post_start, pre_stop, post_stop;
  std::optional<UpstartPlace> task;
  std::optional<UpstartPlace> respawn;               // without it nothing is respawned
  std::optional<UpstartRespawnLimit> respawn_limit;  // absent: 10 in 5 s
  std::vector<UpstartWord> normal_exit;              // "75" or a signal, "TERM"
  std::optional<UpstartWord> expect;                 // "stop", "daemon", "fork" or "none"

  std::optional<UpstartNumber> kill_timeout;              // seconds; absent: 5
  std::optional<UpstartWord> kill_signal, reload_signal;  // "INT" or a number; TERM, HUP
  std::optional<UpstartWord> console;                     // "log" (default), none, output, owner
  std::optional<UpstartNumber> umask, nice;               // absent umask: 022
  std::optional<UpstartNumber> oom_score;                 // -1000 to 1000, -1000 is never
  std::vector<UpstartLimit> limits;                       // no resource twice
  std::optional<UpstartWord> chroot, chdir, setuid, setgid;
  std::optional<UpstartWord> apparmor_load, apparmor_switch;
  std::vector<UpstartWord> cgroups;  // the words of each, a blank between
  std::optional<UpstartPlace> debug;
  friend bool operator==(const UpstartConf&, const UpstartConf&) = default;
};

// What could be read of a text, and everything that is wrong with it, in the order of the file.
// Upstart itself would refuse the whole file at the first problem.
struct ParsedUpstartConf {
  UpstartConf conf;
  std::vector<Problem> problems;
};

// Reads a job file of Upstart; never throws for what the text holds; time and memory are linear in
// its size.
ParsedUpstartConf parse_upstart_conf(std::string_view text);

// Reads the .override file of a job whose .conf was read before: its stanzas count as if they stood
// behind those of the .conf.
ParsedUpstartConf parse_upstart_override(std::string_view text, UpstartConf conf);

}  // namespace sa
