#pragma once

#include "core/instant.h"
#include "core/unit_status.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sa {

// What `sa doctor` looks at before it judges. Everywhere nullopt means: it could not be looked at.

// A timer or service as systemd tells it (systemctl show).
struct SeenUnit {
  std::string name{};
  std::string load{};        // LoadState: "loaded", "masked", "not-found", "bad-setting", "error"
  std::string load_error{};  // systemd's words; empty: it could be loaded
  std::string enablement{};  // UnitFileState: "enabled", "static", ...
  std::string active{}, sub{}, result{};
  std::string file{};  // empty: none
  std::vector<std::string> drop_ins{};
  std::vector<std::string> starts{};    // of a timer: Triggers=
  std::vector<std::string> needs{};     // Requires=, Requisite=, BindsTo=
  std::vector<std::string> schedule{};  // of a timer: "OnCalendar=*-*-* 00:00:00"
  bool persistent = false;
  bool needs_reload = false;
  bool condition_met = true;  // false: it was asked, and was not met
  std::optional<Instant> left_inactive{}, last_trigger{};
  std::uint64_t restarts = 0;
  std::int64_t pid = 0;
  std::int64_t exit_status = 0;  // of its main process, the last one that ended
};

using SeenUnits = std::map<std::string, SeenUnit, std::less<>>;

// The status file that `sa` reads.
struct StatusFacts {
  std::string path;
  bool is_absent = false;
  std::string failure;               // why it cannot be read; empty: it can
  std::optional<Instant> heartbeat;  // nullopt: it cannot be read
  std::vector<UnitStatus> units;
};

struct StoreFacts {
  enum class State : std::uint8_t { sound, absent, denied, denied_until_login, newer, damaged };
  std::string path;
  State state = State::sound;
  std::string failure;  // what was said when it was read; empty: sound
  std::string group;    // whose members may read it; empty: not known
  std::uint64_t runs = 0;
};

// Of the file system on which the store lies.
struct RoomFacts {
  std::uint64_t free_bytes = 0;  // for who is not root
  std::uint64_t bytes = 0;
  std::uint64_t free_files = 0;
  std::uint64_t files = 0;  // 0: it does not count files
};

// A mistake in a unit's [X-ScriptActivity].
struct SectionMistake {
  std::string unit, place, text;  // place: "/etc/systemd/system/x.timer:7"
};

struct JobFacts {
  struct Mistake {
    std::string file, place, text;  // place: "7:12"
    bool refuses = false;           // the file is not applied
  };
  std::size_t files = 0;                         // below jobs.d
  std::optional<std::vector<Mistake>> problems;  // nullopt: sa-unitgen left none to read
  std::vector<std::string> unapplied;            // files that changed after the last apply
  std::vector<std::string> unreadable;           // folders
  // By generated unit, as its mark says.
  std::map<std::string, std::string, std::less<>> file_of_unit;
};

struct JournalFacts {
  bool is_readable = false;
  std::string storage;     // Storage=: "auto", "persistent", "volatile", "none"
  bool has_folder = true;  // /var/log/journal
  // Of PID 1, since journald started.
  std::uint64_t suppressed = 0;
  std::optional<Instant> last_suppressed;
  // The newest start of a unit that systemd refused as one too many.
  std::map<std::string, Instant, std::less<>> start_limits;
};

// Due instants that passed while the host was off or asleep, or the clock was put forward.
struct MissedByAbsence {
  std::string unit;
  std::size_t count = 0;
  Instant last_due;
  std::string reason;
};

struct ClockFacts {
  bool is_synchronised = false;
  bool can_ntp = false;   // a service for it is installed
  bool is_on = false;     // and switched on
  bool is_guest = false;  // a container: the clock is its host's
};

// The drop-in that keeps timers from being started while they are paused.
struct HoldFacts {
  std::string shipped;    // where it lies when installed
  std::string effective;  // the file of its name that counts; empty: none
  bool holds = false;     // it has the condition
};

struct HostFacts {
  Instant now;
  std::string user;
  bool is_root = false;
  bool is_upstart = false;  // the init system is Upstart: there is no systemd to look at
  bool bus_answers = false;
  std::optional<std::set<std::string, std::less<>>>
      bus_names;                              // that are there, or come when called
  std::optional<SeenUnits> units;             // timers, what they start, our own services
  std::set<std::string, std::less<>> paused;  // timers
  std::optional<std::set<std::string, std::less<>>> asked;  // units; nullopt: all
  StatusFacts status;
  std::string watcher_status, watcher_store;  // where the watcher writes; empty: not known
  StoreFacts store;
  std::optional<RoomFacts> room;
  std::vector<SectionMistake> section_mistakes;
  std::vector<std::string> unreadable_units;  // files
  std::vector<MissedByAbsence> missed;
  JobFacts jobs;
  JournalFacts journal;
  ClockFacts clock;
  HoldFacts hold;
  std::string other_sa;  // what "sa" is for root, where it is another program; empty: ours
};

}  // namespace sa
