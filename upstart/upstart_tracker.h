#pragma once

#include "core/run.h"
#include "upstart/start_condition.h"
#include "upstart/upstart_life.h"
#include "upstart/upstart_path.h"
#include "upstart/upstart_signal.h"

#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sa::upstart {

// Turns what Upstart says into runs: a pure state machine, no bus, no disk, no clock.
//
// An instance has at most one run that goes on. Its life, by the instance's own signals:
//
//   (none)  ── state starting ───────────────────────────────▶ running
//   (none)  ── any other state but waiting ──────────────────▶ running, its beginning not seen
//   running ── state waiting, a failure was told ────────────▶ failed
//   running ── state waiting, the goal was stop before ──────▶ interrupted
//              its main process was spawned
//   running ── state waiting otherwise ──────────────────────▶ succeeded, exit status not told
//   running ── state starting, the goal was stop meanwhile ──▶ as by waiting; a new run, a restart
//   running ── state starting, the goal never was stop ──────▶ failed, not told how; a new run, the
//                                                              next attempt: a respawn
//   running ── added anew, or gone from a listing, or its ───▶ interrupted, end not seen
//              main process is another after signals were lost
//
// A goal of stop is forgotten where the state becomes running again: pre-stop took it back. The
// last failure told counts, since Upstart tells one only. Which process failed shows in the state;
// `stopped` names it, and is believed where it says otherwise.
//
// Upstart tells of an event when the event has *finished*: `starting` comes after what it delayed,
// and is never used; `stopped` comes after the instance is gone, perhaps after the next one ended.
// It belongs to the oldest run of its unit that waits for one and ended so, else to the oldest
// whose end was not seen. Runs that were respawned or restarted have none.
//
// What started a run: an event that its job's `start on` names waits for the job, so it finishes
// when the run comes to rest (a service when it is running, a task when it ended, any when it
// failed) and before or just after the `started` or `stopped` that this makes. What started one job
// started all those that it names and that began within a moment. Without such an event it was a
// person; of a task that shows at its end only.
class Tracker {
 public:
  struct Host {
    std::string name;
    Id128 boot;
    bool tells_events = true;  // since 1.7
    // An identity for the run of this unit that began, or was first seen, then.
    std::function<Id128(const std::string& unit, Instant at)> identity;
  };
  explicit Tracker(Host host) : host_(std::move(host)) {}

  struct Changes {
    std::vector<Run> runs;               // new or changed, in order; one may stand more than once
    std::vector<std::string> instances;  // paths: what is it doing, and which process?
    std::vector<std::string> jobs;       // paths: what starts it?
  };

  // A run of this boot that goes on as far as the log knows; before any signal.
  void restore(const Run& run);
  // Events are told, or not: known once Upstart has said its version.
  void set_tells_events(bool tells) { host_.tells_events = tells; }
  void on(const Signal& signal, Instant heard, Changes& out);

 private:
  struct Instance {
    UpstartObject object;
    std::string unit;
    std::string state;
    std::optional<Life> life;
  };

  void on_signal(const InstanceAdded& signal, Instant heard, Changes& out);
  void on_signal(const InstanceRemoved& signal, Instant heard, Changes& out);
  void on_signal(const GoalChanged& signal, Instant heard, Changes& out);
  void on_signal(const StateChanged& signal, Instant heard, Changes& out);
  void on_signal(const Failed& signal, Instant heard, Changes& out);
  void on_signal(const EventEmitted& signal, Instant heard, Changes& out);
  void on_signal(const JobSeen& signal, Instant heard, Changes& out);
  void on_signal(const InstanceSeen& signal, Instant heard, Changes& out);
  void on_signal(const JobsListed& signal, Instant heard, Changes& out);
  void on_signal(const InstancesListed& signal, Instant heard, Changes& out);
  void on_signal(const ListingDone& signal, Instant heard, Changes& out);

  Instance* instance(const std::string& path);
  Life& live(Instance& instance, Instant heard, Changes& out);
  Life new_life(const Instance& instance, Instant heard) const;
  void begin(Instance& instance, Instant heard, const Life* before, Changes& out);
  void begin_unseen(Instance& instance, Instant heard, Changes& out);
  void end(Instance& instance, Instant heard, bool stopped_follows, Changes& out);
  void start_again(Instance& instance, Instant heard, Changes& out);
  void lose(Instance& instance, Changes& out);
  void advance(Life& life, const std::string& path, const std::string& state, Changes& out);
  void retire(Life life);

  void listen(Life& life);
  void take_started(const std::string& unit, Instant heard, Changes& out);
  void take_stopped(const std::string& unit, const EventEmitted& event, Instant heard,
                    Changes& out);
  Life* stopped_one(const std::string& unit, const Outcome& outcome);
  void offer(const EventEmitted& event, Instant heard, Changes& out);
  void offer_to_siblings(const EventEmitted& event, const std::vector<Instant>& started,
                         Changes& out);
  bool is_named_by(const Life& life, const EventEmitted& event) const;
  void decide(Life& life, Changes& out);
  void presume_manual(Life& life, Changes& out);
  void decide_chain(const Life& life, Changes& out);
  void close(Instant heard);
  template <typename Visit>
  void each_life(const Visit& visit);

  Host host_;
  std::map<std::string, Instance, std::less<>> instances_;   // by path
  std::map<std::string, StartCondition, std::less<>> jobs_;  // by name
  std::map<std::string, Life, std::less<>> restored_;        // by unit
  std::list<Life> ended_;  // that are not yet complete, oldest first
};

}  // namespace sa::upstart
