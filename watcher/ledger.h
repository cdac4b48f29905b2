#pragma once

#include "core/due_book.h"
#include "core/run.h"
#include "core/slot.h"
#include "core/unit_record.h"
#include "watcher/absence.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// A timer as the ledger judges by it: what the log remembers, and what systemd says of it now.
struct LedgerTimer {
  const TimerRecord* record = nullptr;
  bool loaded = false;
  bool active = false;
  std::optional<Instant> active_since;
  std::optional<Instant> last_trigger;
  std::string dead;  // why it never fires again; empty: it is not dead

  Duration allowance() const { return record->accuracy + record->random_delay; }
  // Due instants up to here it does not serve any more: systemd computes the next one from the last
  // trigger (of a Persistent= timer its stamp), else from when the timer became active.
  std::optional<Instant> past() const { return last_trigger ? last_trigger : active_since; }
};

struct Slot {
  Instant due;
  const LedgerTimer* timer = nullptr;
};

// Up to when a run answers for what was due. systemd computes what comes after a firing from that,
// so that what is due between it and the run's beginning is due once more when the run ends.
Instant answers_up_to(const Run& run);

// What is expected of a unit: its timers, those that are gone included, and what kept them.
class LedgerView {
 public:
  // `kept`: what keeps all timers waiting, in words; empty: nothing.
  LedgerView(DueBook& book, std::vector<LedgerTimer> timers, const std::vector<Absence>& absences,
             std::string kept)
      : book_(book), timers_(std::move(timers)), absences_(absences), kept_(std::move(kept)) {}

  // The first due instant after `after` that any timer expects; where several do, of one that is
  // active. nullopt: none. A timer without OnCalendar= expects one only once it is stopped: the one
  // that it waited for.
  std::optional<Slot> next(Instant after) const;
  // The same but for those that a pause takes away.
  std::optional<Slot> next_owed(Instant after) const;
  // The first due instant that the run, which goes on, absorbs. OnUnitActiveSec= counts from its
  // beginning.
  std::optional<Slot> next_absorbed(const Run& run) const;
  // Why nothing serves it, in words; empty: that is not known.
  std::string cause(const Slot& slot) const;
  const std::vector<LedgerTimer>& timers() const { return timers_; }

 private:
  std::optional<Instant> next_of(const LedgerTimer& timer, Instant after) const;

  DueBook& book_;
  std::vector<LedgerTimer> timers_;
  const std::vector<Absence>& absences_;
  std::string kept_;
};

// The due instants of one unit and what became of each. Pure: it is told of runs, and asked to
// account now and then.
//
// Each due instant d after `accounted_up_to` gets one verdict, in their order:
//
//   paused    a pause covers d
//   (a run)   the run with due == d: on-time, late, skipped or refused, by the run's own record
//   absorbed  a run was going on at d (or had been fired for, or waited to be started again), and
//             the next due instant passed too, or another run of a timer began since, or d's timer
//             fired meanwhile; or the run of a later one began within the allowance of d
//   missed    nothing can start it any more: a later one's run began, the timer is not active, has
//             fired since or was started since, or the next one and all its grace passed
//
// As long as none holds d is open, and so are those after it.
//
// A clock that was put back by up to a day counts at once: no due instant gets a second verdict,
// and what is owed counts from where the clock is now. One that was put back further may be that of
// a host which boots without knowing the time, so that nothing is judged for an hour: if nobody has
// mended it by then, what was accounted for ahead of it is not believed.
class UnitLedger {
 public:
  void take(const Run& run, UnitRecord& record);

  struct Missed {
    Instant due;
    std::string timer;
    std::string reason;
  };
  struct Step {
    std::vector<Missed> missed;     // records of their own
    std::vector<SlotRange> ranges;  // to be written in place of the one with the same first
    bool changed = false;           // the record has changed
    std::size_t count = 0;          // of due instants that got a verdict
    bool more = false;              // there are more
  };
  Step account(UnitRecord& record, const LedgerView& view, Instant now);

  // Whether account() may have something to do.
  bool is_due(Instant now) const {
    return !next_ || !orphans_.empty() || (next_->due && *next_->due <= now);
  }
  // Timers, pauses or absences have changed.
  void look_again() { next_.reset(); }

 private:
  struct Span {
    Id128 identity;
    std::optional<Instant> due;
    Instant began;
    Instant fired;                 // when its timer fired, which waits from then on; else `began`
    std::optional<Instant> ended;  // nullopt: it goes on
    bool by_timer = false;         // and no respawn
    bool is_inferred = false;      // another due instant may become known
  };
  enum class Fate : std::uint8_t { open, served, absorbed, paused, missed };
  struct Judgement {
    Fate fate = Fate::open;
    std::string reason{};
  };
  struct Next {
    std::optional<Instant> due;  // nullopt: nothing is due any more
  };

  Judgement judge(const Slot& slot, const UnitRecord& record, const LedgerView& view,
                  Instant now) const;
  Judgement judge_absorbed(const Slot& slot, const Span& run, const UnitRecord& record,
                           const LedgerView& view, Instant now) const;
  Judgement judge_unserved(const Slot& slot, const UnitRecord& record, const LedgerView& view,
                           Instant now) const;
  static bool serves(const Span& run, Instant due);
  const Span* run_for(Instant due) const;
  const Span* run_at(Instant due) const;
  const Span* timer_run_after(Instant due) const;
  bool account_next(UnitRecord& record, const LedgerView& view, Instant now, Step& step);
  bool is_far_behind(const UnitRecord& record, Instant now);
  void book(const Slot& slot, const Judgement& judgement, UnitRecord& record, Step& step);
  void book_range(const Slot& slot, const Judgement& judgement, const UnitRecord& record,
                  Step& step);
  // As it was known; nullopt: it was not.
  std::optional<Span> forget_run(const Id128& identity, Instant began);
  void account_orphans(UnitRecord& record, const LedgerView& view, Instant now, Step& step);
  void forget_runs(const UnitRecord& record, Instant now);

  std::vector<Span> runs_;  // that may serve or absorb what is not accounted for, ascending
  std::optional<Instant> last_ended_;  // of any run; nullopt: none did
  // Accounted for by a run of which another due instant became known since.
  std::vector<Instant> orphans_;
  std::unique_ptr<SlotRange> range_;     // the newest, which may grow; nullptr: none
  std::optional<Next> next_;             // after accounted_up_to; nullopt: not looked for
  std::optional<Instant> behind_since_;  // the clock was put back so far; nullopt: it was not
};

}  // namespace sa
