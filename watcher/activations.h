#pragma once

#include "core/run.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Which .path or .socket unit caused a run. $TRIGGER_UNIT and the service's own ActivationDetails
// are not asked, as for timers (see TriggerBook). The evidence is the state of the activator and
// when it entered it (SubState, StateChangeTimestamp; systemd 252):
//
//   it is "running" from the instant T at which it asks for its service until the service has ended
//   or its start has failed; else it waits or listens.
//
// So a run is the activator's that was running when the run's start was queued and when it began.
// One that is started by hand makes it running, too, but after it has begun; one that is restarted
// by hand finds it running, but from before the end of the run before.
//
// Order of arrival counts for nothing. A socket with Accept=yes only listens and starts a service
// of its own for each connection, of which nothing is known here.
class Activations {
 public:
  // It is there, and not yet known what it starts: until set(), any service may be its.
  void await(const std::string& activator);
  bool is_awaiting() const { return !awaited_.empty(); }
  // Sets which services the activator starts, replacing what was known; none: it is forgotten.
  void set(const std::string& activator, std::vector<std::string> services);
  // Only those in `listed` are there still.
  void keep(const std::set<std::string, std::less<>>& listed);
  // It is in this state since `since`, which may be told before set() is. What is told twice counts
  // once.
  void change(const std::string& activator, bool running, Instant since);
  // From `since` on each change is told. Until unobserve(): it is not listened to any more, or the
  // bus is lost and none is.
  void observe(const std::string& activator, Instant since);
  void unobserve(const std::string& activator);
  void unobserve();
  // The clock was put back to `now`: what lies ahead is not known any more.
  void put_back(Instant now);

  // The start of a run that `previous` came before. `by`: it had been queued, and had begun, at the
  // latest then.
  struct Start {
    std::optional<Instant> previous_began;
    std::optional<Instant> previous_ended;
    Instant by;
  };

  // The activator that was running then, the one that was so first where there are several. Its
  // `time` is T. nullopt: none was, as far as is known.
  std::optional<Trigger> cause(std::string_view service, const Start& start) const;

  // Whether no activator of the service, known or not, can have been running unheard since
  // `instant`.
  bool observed(std::string_view service, Instant instant) const;

  bool has(std::string_view service) const;
  // Services that it starts, ascending; none: it is not known.
  std::vector<std::string> services_of(std::string_view activator) const;
  // Activators that start the service, ascending.
  std::vector<std::string> activators_of(std::string_view service) const;

 private:
  struct Change {
    Instant since;
    bool running = false;
  };
  struct Activator {
    std::vector<std::string> services;
    std::vector<Change> changes;  // the newest few, ascending
    std::optional<Instant> observed_since;
  };

  static std::optional<Instant> running_since(const Activator& activator, const Start& start);

  std::map<std::string, Activator, std::less<>> activators_;  // a host has few
  std::set<std::string, std::less<>> awaited_;
};

// Whether the unit is one that starts services when something happens: a .path or a .socket.
bool is_activator(std::string_view unit);

}  // namespace sa
