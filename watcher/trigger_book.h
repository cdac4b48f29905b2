#pragma once

#include "core/run.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Which timer caused a run. systemd's own claim (ActivationDetails of the unit, $TRIGGER_UNIT) is
// frozen at the first firing while the unit stays loaded and also claims manual starts, so it is
// not asked. The evidence is the timer's LastTriggerUSec, L, by value:
//
//   the run before began < L <= this run began, L not before the run before ended (but for a run
//   before that lies ahead, because the clock was put back since, and for one whose end PID 1 was
//   too busy to tell in time, so that this one follows at once),
//   L not before the timer itself first became active as far as we know (a Persistent= timer shows
//   its stamp file's time as L when it starts), and each L is used once.
//
// Order of arrival counts for nothing, so a restart of the watcher or a late signal changes
// nothing.
class TriggerBook {
 public:
  // What is known of a timer. `unit` is what it starts; `active_since` its ActiveEnterTimestamp;
  // `firings` the newest values of LastTriggerUSec that no run has used, ascending: a run may be
  // read from the journal after its timer has fired again.
  struct Timer {
    std::string unit;
    std::vector<Instant> firings;
    std::optional<Instant> last_used;
    std::optional<Instant> active_since;
    std::optional<Instant> observed_since;  // from then on no firing can have gone unheard
  };

  TriggerBook() = default;
  TriggerBook(const TriggerBook&) = delete;  // by_service_ refers to what lies in it
  TriggerBook(TriggerBook&&) = default;      // and goes with it
  TriggerBook& operator=(const TriggerBook&) = delete;

  // Sets what a timer starts, replacing what was known. `members`: where `unit` is a target, the
  // services it pulls in, which are then started by the target.
  void set_unit(const std::string& timer, const std::string& unit,
                const std::vector<std::string>& members);
  void set_active_since(const std::string& timer, std::optional<Instant> since);
  // This firing and those before it are used.
  void set_used(const std::string& timer, std::optional<Instant> trigger);
  void fired(const std::string& timer, Instant trigger);
  // From `heard` on each firing is told. Until unobserve(), when the bus is lost.
  void observe(const std::string& timer, Instant heard);
  void unobserve();
  void forget(const std::string& timer);
  // The clock was put back to `now`. systemd then sets each LastTriggerUSec that lies ahead to the
  // instant at which it noticed, which is no firing.
  void put_back(Instant now);

  // The window of a run: after the run before, not after its own beginning.
  struct Window {
    std::optional<Instant> previous_began;
    std::optional<Instant> previous_ended;
    Instant began;
  };

  // The timer (or the target of a timer) whose firing lies in the window: of one timer its newest
  // firing, the earliest of these when several timers fired, for the first one began the run and
  // the others found it going. All these are used then; what a timer fired before stays for a run
  // that is told of later. nullopt: no timer caused it.
  std::optional<Trigger> take(std::string_view service, const Window& window);

  // Whether no timer of the service can have fired unheard since `instant`: only then does the lack
  // of a firing say that a run was not a timer's.
  bool observed(std::string_view service, Instant instant) const;

  // Services (and other units) that the timer starts, members of its target included.
  std::vector<std::string> started_by(std::string_view timer) const;
  // Timers that start the service, in order of name.
  std::vector<std::string> timers_of(std::string_view service) const;
  const Timer* find(std::string_view timer) const;

 private:
  using Timers = std::map<std::string, Timer, std::less<>>;

  void forget_start(Timers::iterator timer, std::string_view unit);

  Timers timers_;
  std::map<std::string, std::vector<std::string>, std::less<>> members_;  // by timer
  // By what they start; the names lie in the timers and in `members_`.
  std::multimap<std::string_view, Timers::iterator> by_service_;
};

}  // namespace sa
