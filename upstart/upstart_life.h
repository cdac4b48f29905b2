#pragma once

#include "core/run.h"
#include "upstart/upstart_failure.h"
#include "upstart/upstart_signal.h"

#include <optional>
#include <string>
#include <vector>

namespace sa::upstart {

// One run as the tracker follows it: what the log gets, and what it takes to complete it.
struct Life {
  Run run;
  std::string job;
  Id128 chain;  // identity of the first attempt

  // ---- how it ends
  bool stop_asked = false;     // the goal is stop
  bool stopped_alive = false;  // and the main process ran when it became that
  bool spawned = false;        // its main process was started, if it has one
  std::optional<Failure> failure;
  bool end_seen = true;         // false: it is over, and nobody saw how
  bool awaits_stopped = false;  // Upstart will still say `stopped` of it

  // ---- what started it
  bool listening = false;               // events that finish now may have been waiting for it
  std::optional<Instant> listen_until;  // and not after that; nullopt: not known yet
  bool decided = false;                 // its trigger is known, or that it cannot be known
  std::vector<EventEmitted> candidates;
};

bool is_open(const Life& life);

// Ends of a run at `ended`; the process id goes.
// By Upstart's own word: failed where a failure was told, else succeeded, but interrupted where its
// main process never came to run.
void end_life(Life& life, Instant ended);
// The main process ended against the rules and Upstart starts it anew; how it ended is not told.
void end_by_respawn(Life& life, Instant ended);
// It is over, when and how nobody saw.
void lose_end(Life& life);
// What `stopped` says of it: completes what was not seen, and is believed where it says otherwise.
// False: it changed nothing.
bool take_outcome(Life& life, const Outcome& outcome, Instant heard);

}  // namespace sa::upstart
