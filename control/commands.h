#pragma once

#include "control/host.h"
#include "control/pause_dir.h"
#include "control/request.h"
#include "control/systemd.h"
#include "control/unit_owner.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sa {

// The unit that a request is about, as it is now.
struct Subject {
  UnitSeen unit;
  UnitOwner owner;
  bool failed_fatally = false;  // and was not paused for it yet; asked for `pause` only
  bool is_over = false;         // asked for `resume` only: the end of its pause has come
  std::string fatal_run{};      // the run of its service that did; empty: none
};

struct PauseDone {
  bool was_active = false;  // and is started again by resume
  bool catches_up = false;  // what is due meanwhile is made up for when it is resumed
};

struct StopDone {
  bool was_active = false;
  bool was_enabled = false;
};

// What is done for whoever may. None of it asks who may: that is the caller's part. All throw
// Refused: it cannot be done, whoever asks; and Error: the disk.
class Commands {
 public:
  struct Surroundings {
    Systemd& systemd;
    PauseDir& pauses;
    std::filesystem::path teams;            // of the team policies
    std::function<void(const Note&)> tell;  // the journal
  };
  explicit Commands(Surroundings surroundings);

  // Looks up and judges a request, but for who asks.
  Subject subject_of(const Request& request, Instant now);

  // The timer is held, which is on the disk, and then stopped. A pause that is there gets the new
  // end and reason, and keeps the memory of how the timer was found.
  PauseDone pause(const Request& request, const Subject& subject, Instant now);
  // Returns whether the timer was started: see starts_again().
  bool resume(const Request& request, const Subject& subject);
  // Return what systemd queued, a D-Bus path.
  std::string run(const Request& request, const Subject& subject);
  std::string cancel(const Request& request, const Subject& subject);
  // The timer is stopped, and disabled where it was enabled: for what is retired.
  StopDone stop(const Request& request, const Subject& subject);

  // After a crash in the middle of a call: stops what is held and goes on all the same, starts what
  // was about to be; and ends the pauses that are over. Returns what could not be done, and why.
  std::vector<std::string> finish(Instant now);

 private:
  Subject timer_subject(const Request& request, UnitSeen timer, Instant now);
  Subject service_subject(const Request& request, UnitSeen service);
  std::vector<std::string> timers_of(const UnitSeen& service);
  std::string team_of(const std::vector<std::string>& timers);
  std::string fatal_run(const UnitSeen& timer, const UnitFacts& facts);
  bool is_any_active(const std::vector<std::string>& units);
  void finish_resume(const std::string& timer);
  void finish_pause(const std::string& timer, Instant now);
  bool start_again(const UnitSeen& timer, const Pause& pause);
  void tell(const Request& request, const Subject& subject, const std::string& what);

  Surroundings with_;
};

// Whether the end of a pause starts the timer: it was active when it was paused, in this boot, and
// nobody has disabled it since; or somebody asked for its start meanwhile, as a boot does, and the
// pause held it; or, after a boot, something active wants it. What is masked or gone never.
bool starts_again(const Pause& pause, const UnitSeen& timer, const std::string& boot,
                  bool is_wanted);

}  // namespace sa
