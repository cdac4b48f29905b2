#pragma once

#include "core/run.h"
#include "core/unit_event.h"
#include "watcher/activations.h"
#include "watcher/trigger_book.h"
#include "watcher/unit_track.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Turns UnitEvents into runs: a pure state machine, no bus, no disk, no clock.
//
// A unit has at most one current run: the newest invocation. Its life:
//
//             Starting, Up or ServiceSeen with a new invocation
//   (none) ───────────────────────────────────────────────────▶ running
//   running ── Result(success) ──────────────────────────────▶ succeeded
//   running ── Result(exec-condition) ───────────────────────▶ skipped
//   running ── Result(any other) ────────────────────────────▶ failed
//   running ── any Result while a stop is under way ─────────▶ interrupted
//   running ── Finished (the process ended, the unit stays) ─▶ succeeded, remains active
//   running ── a newer invocation, another boot, unit gone ──▶ interrupted, end unknown
//   interrupted, end unknown ── Result, Finished ────────────▶ as from running: the journal is late
//   failed  ── Stopped, its start was never answered ────────▶ interrupted (oneshots are stopped
//   so)
//
// A start that never becomes an invocation makes a record of its own and never touches the current
// run, although its journal entries carry that run's INVOCATION_ID (systemd 252):
//
//   Skipped (unmet Condition=)                  skipped, began absent
//   StartFailed with another start's id         refused: dependency, start limit, bad setting ...
//   QueueFailed (the timer could not queue it)  refused, and the timer is dead
//
// Both sources make one record: the invocation is its identity, the start id its join to the bus.
// What the journal did not tell within a second is asked of systemd (Changes::ask).
class RunTracker {
 public:
  enum class Journal : std::uint8_t { heard, none };
  RunTracker(std::string host, Journal journal);

  // A question to systemd about one service. `needed`: without the answer the record would be
  // wrong or missing; otherwise it only makes stamps and exit status exact, and may be left out
  // when the host is busy.
  struct Question {
    std::string unit;
    bool needed = false;
  };

  struct Changes {
    std::vector<Run> runs;  // new or changed, in order; the same run may stand more than once
    std::vector<Question> ask;
    std::vector<std::string> ask_timers;  // timers whose state may have changed
    std::vector<std::pair<std::string, std::string>>
        dead_timers;  // timer and why, in systemd's words
  };

  // ---- what is known besides events

  // A run of the log: the newest few of each unit before any event, oldest first, and any that the
  // journal is about to tell again.
  void restore(const Run& run);
  // Whether it has the run or the refused start in mind.
  bool knows(std::string_view unit, const Id128& identity) const;
  // Until when the log is known to have seen the host run, for hosts that went down meanwhile.
  void restore_seen_until(Instant seen_until) { seen_until_ = seen_until; }
  // Runs of a unit are recorded once it is watched; what happened to it shortly before is kept and
  // comes out then. Exit status 0 need not be asked for when `zero_only`: a clean end of this
  // unit can only mean exit 0 (a oneshot without SuccessExitStatus=).
  void watch(const std::string& unit, bool zero_only, Changes& out);
  bool is_watched(std::string_view unit) const;
  // Sets the exit status of a run that ended well where that can only be 0.
  void presume_exit(Run& run) const;
  TriggerBook& triggers() { return triggers_; }
  const TriggerBook& triggers() const { return triggers_; }
  Activations& activations() { return activations_; }
  // What all activators start is known (again): causes that were left open are looked for.
  void activators_known(Changes& out);

  // ---- events

  void on(const UnitEvent& event, Changes& out);

  // The boot that the bus speaks of; before any event. Starts of other boots have the same ids.
  void set_running_boot(const Id128& boot) { running_boot_ = boot; }
  // The host runs boot `boot` now and all that the journal knew of others has been read: what
  // still runs there was interrupted.
  void booted(const Id128& boot, Instant now, Changes& out);
  // userspace start-up: runs queued before `finished` without another cause were started by boot.
  void set_boot_finished(std::optional<Instant> finished) { boot_finished_ = finished; }
  // Questions whose second is over at `now`.
  void overdue_questions(Instant now, Changes& out);
  // The earliest instant at which overdue_questions has something to say; nullopt: never.
  std::optional<Instant> next_question() const;
  // Forgets what was kept of units that nobody watches and that were quiet since `before`.
  void forget_unwatched(Instant before);
  // Lets go of what only joins what the sources tell, of units that were quiet since `before`. Only
  // where both have told all that they know of that time.
  void rest(Instant before);

  // When it last kept a record back because nobody watches the unit (yet); nullopt: never.
  std::optional<Instant> last_held() const { return last_held_; }
  // Whether the journal has told only the first half of something that happened to a unit.
  bool is_between() const { return !between_.empty(); }
  std::vector<std::string> units_with_open_runs() const;
  // Watched units whose current run is open or ended after `since`.
  std::vector<std::string> units_active_since(Instant since) const;
  const Run* current_run(std::string_view unit) const;
  // The unit's process has ended but systemd keeps it active, so that its timer waits for ever.
  bool remains_active(std::string_view unit) const;

 private:
  // A start that left the queue; the journal should tell why.
  struct Unanswered {
    std::string unit;
    std::uint32_t start = 0;
    Instant ask_at;
  };

  void emit(UnitTrack& track, const Run& run, Changes& out);
  void answer(const std::string& unit, UnitTrack& track, std::uint32_t start);

  void on_event(const Queued& event, Changes& out);
  void on_event(const Dequeued& event, Changes& out);
  void on_event(const ServiceSeen& event, Changes& out);
  void on_event(const TimerChanged& event, Changes& out);
  void on_event(const ActivatorChanged& event, Changes& out);
  void on_event(const JournalEvent& event, Changes& out);

  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalStarting&,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalUp&, Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalFinished&,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalSkipped& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalStartFailed& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalExit& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalResult& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalStopping& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalStopped& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalRestartScheduled& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalStartLimit&,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalQueueFailed& what,
                  Changes& out);
  void on_journal(UnitTrack& track, const JournalEvent& event, const JournalCpu& what,
                  Changes& out);

  Episode& add_episode(UnitTrack& track, Run run, Changes& out);
  Episode& begin(UnitTrack& track, const JournalEvent& event, Changes& out);
  void begin_seen(UnitTrack& track, const ServiceSeen& seen, Changes& out);
  static void end_seen(const UnitTrack& track, Episode& episode, const ServiceSeen& seen);
  void refine(UnitTrack& track, Episode& episode, const ServiceSeen& seen, Changes& out);
  void lose_ends_before(UnitTrack& track, const Run& run, Changes& out);
  void lose_end(UnitTrack& track, Episode& episode, std::optional<Instant> ended,
                const std::string& reason, Changes& out);
  void refuse(UnitTrack& track, const JournalEvent& event, Run refusal, Changes& out);
  bool heard(const UnitTrack& track, const Run& run, std::uint32_t start) const;
  std::optional<Trigger> cause_of(const UnitTrack& track, const Episode& episode);
  std::optional<Trigger> activation_of(const UnitTrack& track, const Episode& episode,
                                       const TriggerBook::Window& window) const;
  bool is_observed(const UnitTrack& track, const Episode& episode) const;
  bool decide_trigger(const UnitTrack& track, Episode& episode);
  void revisit_triggers(UnitTrack& track, Changes& out);
  void revisit_trigger(UnitTrack& track, Episode& episode, Changes& out);
  void change_boot(const Id128& boot, Instant at, Changes& out);

  std::string host_;
  std::map<std::string, UnitTrack, std::less<>> tracks_;
  TriggerBook triggers_;
  Activations activations_;
  std::deque<Unanswered> unanswered_;
  Duration patience_;                  // how long the journal may take to tell of a start
  Id128 boot_;                         // of the newest journal entry
  Id128 running_boot_;                 // null: not told, starts of any boot are the bus's
  std::optional<Instant> seen_until_;  // newest instant at which the host is known to have run
  std::optional<Instant> boot_finished_;
  std::optional<Instant> last_held_;
  std::set<std::string, std::less<>> between_;  // units
};

}  // namespace sa
