#pragma once

#include "core/run.h"
#include "core/unit_event.h"
#include "watcher/run_end.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sa {

// A run and what the journal told of it so far.
struct Episode {
  Run run;
  std::uint32_t start = 0;      // 0: restored from the log
  bool start_answered = false;  // how its start left the queue is known
  bool stopping = false;        // a stop of it is under way
  bool remains_active = false;  // its process has ended, systemd keeps the unit active
  bool saw_end = false;         // it did not end before the log ended
  bool settled = false;         // its trigger is what it is, see UnitTrack::rest()
  std::vector<ProcessExit> exits;
};

// All that the run tracker knows of one unit. A host has thousands: what is mostly absent is apart.
struct UnitTrack {
  bool watched = false;
  bool zero_only = false;         // a clean end can only mean exit 0
  std::vector<Episode> episodes;  // the newest few, ascending; the last one is current
  std::unique_ptr<ServiceSeen>
      early;                         // what the bus said of a run or its end before the journal did
  std::unique_ptr<Episode> refusal;  // the newest start that got no invocation
  bool restart_pending = false;      // systemd said it will start it again by itself
  std::uint32_t restarts = 0;        // automatic restarts so far, of this trigger
  bool start_limit = false;          // the start that fails next hit the start limit
  struct Heard {
    std::uint32_t start;
    Instant at;
  };
  std::vector<Heard> queued;            // starts that the bus told of, the newest few, ascending
  std::vector<std::uint32_t> answered;  // whose outcome the journal told, the newest few, ascending
  std::vector<Run> held;                // records of a unit that is not watched (yet)
  Instant last_event;

  // The journal has told the first half of something: whoever reads on from here must know it.
  bool is_between() const {
    const Episode* newest = current();
    const bool ends =
        newest != nullptr && newest->run.state == State::running && !newest->exits.empty();
    return restart_pending || start_limit || ends;
  }

  // A start of it waits or is not over.
  bool goes_on() const;

  Episode* current() { return episodes.empty() ? nullptr : &episodes.back(); }
  const Episode* current() const { return episodes.empty() ? nullptr : &episodes.back(); }
  // nullptr: none of that invocation is known (any more).
  Episode* episode_of(const std::optional<Id128>& invocation);
  // The newest that began before `episode`, which need not be among them; nullptr: none.
  const Episode* previous(const Episode& episode) const;
  // The episode whose own start failed; nullptr when the start never became a run. A run restored
  // from the log has no start id: then the failure is its own when it follows its end at once.
  Episode* failed_start(const JournalEvent& event);

  // Puts the run in its place among the episodes and lets the oldest go.
  Episode& insert(Run run);
  void hold(const Run& run);
  void queue(std::uint32_t start, Instant heard);
  // When the bus told of the start; nullopt: it did not, or that is long ago.
  std::optional<Instant> heard_at(std::uint32_t start) const;
  void answer(std::uint32_t start);
  bool is_answered(std::uint32_t start) const;
  // An automatic restart belongs to the trigger of the run before it.
  void decide_attempt(Episode& episode);
  // Takes over what became known of the trigger since. True: the run has changed.
  bool inherit_trigger(Episode& episode) const;
  void end(Episode& episode, Result result, Instant at) const;
  // The journal tells the end of what was called interrupted without one: it goes on until then.
  static void reopen(Episode& episode);
  // Its process has ended well, and systemd keeps the unit active.
  void remain(Episode& episode, Instant at) const;
  // What `zero_only` says of a run that ended before it was known. True: the run has changed.
  bool presume_exit(Run& run) const;
  // What belongs to a boot that is over.
  void forget_boot();
  // Nothing has happened to it for long: neither source will tell more of what it did. Of its runs
  // the newest stays, with the trigger that it has, for what bounded the search for another is gone
  // too.
  void rest();
};

bool is_open(const Run& run);
// Whether its end can still become known: it goes on, or is called interrupted because a newer run,
// or the absence of the unit, shows that it ended. A late journal tells how.
bool lacks_end(const Run& run);
// What is known to have been stopped only after its end was told.
void interrupt(Episode& episode);
// Whether what PID 1 wrote at `instant` follows the run's end so closely that it is about it.
bool follows_end(const Episode& episode, Instant instant);
// When it began; for what never did, when it was told.
Instant beginning_of(const Run& run);

}  // namespace sa
