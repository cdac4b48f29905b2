#include "watcher/systemd_bus.h"

#include "core/error.h"
#include "host/bus_connection.h"
#include "host/wall_clock.h"
#include "watcher/activations.h"
#include "watcher/bus_activators.h"
#include "watcher/bus_decode.h"
#include "watcher/bus_names.h"
#include "watcher/bus_questions.h"

#include <deque>
#include <functional>
#include <iterator>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

// The bus allows 512 match rules a connection.
constexpr std::size_t most_followed = 64;

bool is_recorded(std::string_view unit) {
  return unit.ends_with(".service") || unit.ends_with(".timer");
}

}  // namespace

class SystemdBus::Impl {
 public:
  Impl(const std::string& address, const Id128& boot)
      : boot_(boot),
        connection_(connect_to_bus(address)),
        manager_(sdbus::createProxy(*connection_, bus_name::systemd, bus_name::manager_path)),
        questions_(*connection_, events_),
        activators_(*connection_, questions_, events_) {
    try {
      add_matches();
      subscribe();
    } catch (const sdbus::Error& error) {
      throw Error("cannot listen on the bus '" + address + "': " + error.getMessage());
    }
  }

  BusPoll poll_data() const { return poll_of(*connection_); }

  bool process(std::size_t most, std::vector<BusEvent>& out) {
    bool more = true;
    try {
      for (std::size_t i = 0; more && i < most; ++i) more = connection_->processPendingRequest();
      activators_.go_on();
      questions_.go_on();
    } catch (const sdbus::Error& error) {
      throw Error("lost the bus: " + error.getMessage());
    }
    if (!refusal_.empty()) throw Error("cannot subscribe to systemd on the bus: " + refusal_);
    std::move(events_.begin(), events_.end(), std::back_inserter(out));
    events_.clear();
    return more;
  }

  BusQuestions& questions() { return questions_; }
  BusActivators& activators() { return activators_; }
  const Id128& boot() const { return boot_; }

  void follow_service(const std::string& unit) {
    for (const auto& followed : followed_)
      if (followed.seen->unit == unit) return;
    if (followed_.size() == most_followed) followed_.pop_front();
    auto seen = std::make_unique<ServiceSeen>();
    seen->unit = unit;
    seen->boot = boot_;
    seen->loaded = true;
    const std::string rule = std::string("type='signal',sender='") + bus_name::systemd +
                             "',interface='" + bus_name::properties +
                             "',member='PropertiesChanged',path='" + unit_path(unit) + "'";
    auto slot = connection_->addMatch(
        rule, guarded([this, to = seen.get()](sdbus::Message& m) { on_service_changed(m, *to); }));
    followed_.push_back({std::move(seen), std::move(slot)});
  }

 private:
  using Decode = std::function<void(sdbus::Message&)>;

  struct Followed {
    std::unique_ptr<ServiceSeen>
        seen;  // what its signals said so far; the slot's callback keeps its address
    sdbus::Slot slot;
  };

  void add_matches() {
    const std::string from = std::string("type='signal',sender='") + bus_name::systemd + "',";
    const std::string manager = from + "interface='" + bus_name::manager + "',member='";
    match(manager + "JobNew'", [this](sdbus::Message& m) { on_job_new(m); });
    match(manager + "JobRemoved'", [this](sdbus::Message& m) { on_job_removed(m); });
    match(manager + "Reloading'", [this](sdbus::Message& m) { on_reloading(m); });
    match(from + "interface='" + bus_name::properties +
              "',member='PropertiesChanged',path_namespace='" + bus_name::unit_prefix + "',arg0='" +
              bus_name::timer + "'",
          [this](sdbus::Message& m) { on_timer_changed(m); });
    match(std::string(
              "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='") +
              bus_name::systemd + "'",
          [this](sdbus::Message& m) { on_owner_changed(m); });
  }

  // PID 1 may be too busy to answer for seconds: nobody waits for it.
  void subscribe() {
    auto call = manager_->createMethodCall(bus_name::manager, "Subscribe");
    (void)manager_->callMethod(call, [this](sdbus::MethodReply&, const sdbus::Error* error) {
      const bool is_subscribed =
          error == nullptr || error->getName() == bus_name::already_subscribed;
      if (!is_subscribed) refusal_ = error->getMessage();
    });
  }

  void match(const std::string& rule, Decode decode) {
    connection_->addMatch(rule, guarded(std::move(decode)), sdbus::floating_slot);
  }

  // Nothing may be thrown through libsystemd, and sdbus-c++ swallows what a handler throws: a
  // message that cannot be decoded is dropped here, knowingly. The journal still tells.
  static sdbus::message_handler guarded(Decode decode) {
    return [decode = std::move(decode)](sdbus::Message& message) {
      try {
        decode(message);
      } catch (const std::exception&) {
        return;
      }
    };
  }

  void on_job_new(sdbus::Message& message) {
    Queued queued;
    sdbus::ObjectPath path;
    message >> queued.start >> path >> queued.unit;
    if (is_activator(queued.unit)) activators_.on_queued(queued.unit);
    if (!is_recorded(queued.unit) && !is_activator(queued.unit)) return;
    queued.heard = wall_now();
    events_.emplace_back(std::move(queued));
  }

  void on_job_removed(sdbus::Message& message) {
    Dequeued dequeued;
    sdbus::ObjectPath path;
    std::string result;
    message >> dequeued.start >> path >> dequeued.unit >> result;
    if (!is_recorded(dequeued.unit) && !is_activator(dequeued.unit)) return;
    dequeued.result = parse_queue_result(result);
    dequeued.heard = wall_now();
    events_.emplace_back(std::move(dequeued));
  }

  void on_reloading(sdbus::Message& message) {
    bool begins = true;
    message >> begins;
    if (!begins) events_.emplace_back(ManagerChanged{false});
  }

  void on_timer_changed(sdbus::Message& message) {
    TimerSeen seen;
    TimerClocks clocks;
    std::string interface;
    message >> interface;
    decode_timer(message, seen, clocks);
    events_.emplace_back(TimerChanged{unit_of_path(message.getPath()), seen.last_trigger,
                                      next_elapse(clocks), std::move(seen.result), wall_now()});
  }

  // systemd sends the service's own properties first and the unit's after them.
  void on_service_changed(sdbus::Message& message, ServiceSeen& seen) {
    std::string interface;
    message >> interface;
    decode_service(message, seen);
    if (interface == bus_name::unit) events_.emplace_back(seen);
  }

  void on_owner_changed(sdbus::Message& message) {
    std::string name;
    std::string before;
    std::string after;
    message >> name >> before >> after;
    if (after.empty()) return;
    subscribe();
    events_.emplace_back(ManagerChanged{true});
  }

  Id128 boot_;
  std::string refusal_;  // why systemd would not send signals
  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> manager_;
  std::vector<BusEvent> events_;
  BusQuestions questions_;
  BusActivators activators_;
  std::deque<Followed> followed_;
};

SystemdBus::SystemdBus(const std::string& address, const Id128& boot)
    : impl_(std::make_unique<Impl>(address, boot)) {}
SystemdBus::~SystemdBus() = default;
BusPoll SystemdBus::poll_data() const {
  return impl_->poll_data();
}
bool SystemdBus::process(std::size_t most, std::vector<BusEvent>& out) {
  return impl_->process(most, out);
}
void SystemdBus::list() {
  impl_->questions().list();
}
void SystemdBus::ask_service(const std::string& unit, bool needed) {
  impl_->questions().ask_service(unit, impl_->boot(), needed);
}
void SystemdBus::ask_timer(const std::string& timer) {
  impl_->questions().ask_timer(timer);
}
void SystemdBus::ask_open(const std::vector<std::string>& units) {
  impl_->questions().ask_open(units);
}
void SystemdBus::follow_service(const std::string& unit) {
  impl_->follow_service(unit);
}
void SystemdBus::ask_activator(const std::string& activator) {
  impl_->activators().ask(activator);
}
void SystemdBus::follow_activator(const std::string& activator) {
  impl_->activators().follow(activator);
}
void SystemdBus::leave_activator(const std::string& activator) {
  impl_->activators().leave(activator);
}
std::size_t SystemdBus::questions() const {
  return impl_->questions().count();
}

}  // namespace sa
