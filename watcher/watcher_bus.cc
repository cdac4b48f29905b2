#include "watcher/watcher_bus.h"

#include "core/error.h"
#include "host/bus_connection.h"
#include "host/names.h"
#include "watcher/bus_call_reading.h"
#include "watcher/bus_peers.h"
#include "watcher/bus_run_fields.h"

#include <map>
#include <set>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;
using Text = std::map<std::string, std::string>;
using Person = sdbus::Struct<std::string, std::map<std::string, sdbus::Variant>>;
using Permission = sdbus::Struct<bool, bool, Text>;

constexpr const char* own_name = "org.scriptactivity.Watcher1";
constexpr const char* own_path = "/org/scriptactivity/Watcher1";
constexpr const char* polkit = "org.freedesktop.PolicyKit1";
constexpr std::uint32_t allow_interaction = 1;
constexpr std::size_t most_waiting = 64;
constexpr std::size_t most_waiting_of_one = 16;
constexpr std::size_t most_listeners = 64;
constexpr auto longest_answer = 15s;
constexpr auto longest_password = 5min;

std::uint64_t usec_of(Instant instant) {
  return static_cast<std::uint64_t>(instant.time_since_epoch().count());
}

[[noreturn]] void refuse_busy(const char* what) {
  throw sdbus::Error("org.scriptactivity.Error.Busy", what);
}

}  // namespace

class WatcherBus::Impl {
 public:
  Impl()
      : connection_(sdbus::createSystemBusConnection()),
        polkit_(sdbus::createProxy(*connection_, polkit, "/org/freedesktop/PolicyKit1/Authority")),
        object_(sdbus::createObject(*connection_, own_path)),
        peers_(*connection_),
        listeners_(*connection_) {
    add_methods();
    add_signals();
    add_properties();
    object_->finishRegistration();
    connection_->requestName(own_name);
  }

  BusPoll poll_data() const { return poll_of(*connection_); }

  void process() {
    while (connection_->processPendingRequest()) continue;
    for (const auto& listener : listeners_.take_gone()) subscribed_.erase(listener);
  }

  void set_state(const WatcherState& state) { state_ = state; }

  std::vector<WatcherCall> take_calls() { return std::exchange(calls_, {}); }

  void ask_polkit(const WatcherCall& call, const PolkitQuestion& asked) {
    if (!waiting_.contains(call.id)) return;
    auto question =
        polkit_->createMethodCall("org.freedesktop.PolicyKit1.Authority", "CheckAuthorization");
    const Person person{"system-bus-name", {{"name", sdbus::Variant(call.sender)}}};
    const Text details{{"unit", asked.unit}, {"team", asked.team}, {"group", asked.group}};
    question << person << asked.action << details << (call.interactive ? allow_interaction : 0U)
             << std::string();
    const auto longest = call.interactive ? std::chrono::seconds(longest_password)
                                          : std::chrono::seconds(longest_answer);
    polkit_->callMethod(
        question,
        [this, call](sdbus::MethodReply& reply, const sdbus::Error* error) {
          take_answer(call, reply, error);
        },
        longest);
  }

  template <typename... Values>
  void answer(const WatcherCall& call, const Values&... values) {
    const auto waiting = waiting_.extract(call.id);
    if (!waiting) return;
    auto reply = waiting.mapped().message.createReply();
    ((reply << values), ...);
    reply.send();
  }

  void refuse(const WatcherCall& call, const std::string& error, const std::string& message) {
    const sdbus::Error told("org.scriptactivity.Error." + error, message);
    if (auto waiting = waiting_.extract(call.id))
      waiting.mapped().message.createErrorReply(told).send();
  }

  BusPeers& peers() { return peers_; }
  std::string bus_id() { return peers_.bus_id(); }

  bool has_listeners() const { return !subscribed_.empty(); }

  void tell(const char* signal_name, const Run& run, const std::string& job,
            const std::string& team) {
    auto signal = object_->createSignal(own_name, signal_name);
    signal << fields_of(run, job, team);
    object_->emitSignal(signal);
  }

  void tell_health(const std::string& unit, Health was, const Verdict& now) {
    auto signal = object_->createSignal(own_name, "HealthChanged");
    signal << unit << std::string(to_string(was)) << std::string(to_string(now.health))
           << now.reason << usec_of(now.since.value_or(Instant{}));
    object_->emitSignal(signal);
  }

 private:
  struct Waiting {
    sdbus::MethodCall message;
    std::uint32_t uid = 0;
  };
  using Read = WatcherCall (*)(sdbus::MethodCall&);

  void add_methods() {
    const auto add = [this](const char* name, const char* in, const Names& in_names,
                            const char* out, const Names& out_names, Read read) {
      object_->registerMethod(own_name, name, in, in_names, out, out_names,
                              [this, read](sdbus::MethodCall call) { take(read, call); });
    };
    add("Retire", "ssb", {"unit", "reason", "interactive"}, "", {}, retire_call);
    add("Unretire", "sb", {"unit", "interactive"}, "", {}, unretire_call);
    add("History", "sttbb", {"unit", "since", "until", "oldest_first", "interactive"}, "h",
        {"runs"}, history_call);
    add("Slots", "sttb", {"unit", "since", "until", "interactive"}, "h", {"slots"}, slots_call);
    add("Changes", "sb", {"unit", "interactive"}, "h", {"changes"}, changes_call);
    add("Log", "ssstbb", {"unit", "invocation", "format", "lines", "follow", "interactive"}, "h",
        {"output"}, log_call);
    add("Begin", "sa{sv}b", {"unit", "options", "interactive"}, "s", {"invocation"}, begin_call);
    add("Update", "ss", {"invocation", "reason"}, "", {}, update_call);
    add("End", "sa{sv}", {"invocation", "ending"}, "", {}, end_call);
    object_->registerMethod(own_name, "Subscribe", "", {}, "", {},
                            [this](sdbus::MethodCall call) { subscribe(call); });
    object_->registerMethod(own_name, "Unsubscribe", "", {}, "", {},
                            [this](sdbus::MethodCall call) { unsubscribe(call); });
  }

  void add_signals() {
    object_->registerSignal(own_name, "RunBegan", "a{sv}", Names{"run"});
    object_->registerSignal(own_name, "RunEnded", "a{sv}", Names{"run"});
    object_->registerSignal(own_name, "HealthChanged", "sssst",
                            Names{"unit", "from", "to", "reason", "since"});
  }

  template <typename Value>
  void add_property(const char* name, const char* signature, const Value& value,
                    sdbus::Flags::PropertyUpdateBehaviorFlags updates) {
    sdbus::Flags flags;
    flags.set(updates);
    object_->registerProperty(
        own_name, name, signature, [value](sdbus::PropertyGetReply& reply) { reply << value(); },
        flags);
  }

  void add_properties() {
    constexpr auto constant = sdbus::Flags::CONST_PROPERTY_VALUE;
    constexpr auto silent = sdbus::Flags::EMITS_NO_SIGNAL;
    add_property(
        "Version", "s", [] { return std::string(SA_VERSION); }, constant);
    add_property(
        "Host", "s", [this] { return state_.host; }, constant);
    add_property(
        "Units", "u", [this] { return state_.units; }, silent);
    add_property(
        "Timers", "u", [this] { return state_.timers; }, silent);
    add_property(
        "CaughtUp", "b", [this] { return state_.caught_up; }, silent);
    add_property(
        "Complete", "b", [this] { return state_.complete; }, silent);
    add_property(
        "BusConnected", "b", [this] { return state_.bus_connected; }, silent);
    add_property(
        "LogWritable", "b", [this] { return state_.log_writable; }, silent);
    add_property(
        "JournalSeen", "t", [this] { return usec_of(state_.journal_seen); }, silent);
    add_property(
        "Heartbeat", "t", [this] { return usec_of(state_.heartbeat); }, silent);
  }

  // sdbus-c++ has an answer of its own for a call that cannot be read.
  void take(Read read, sdbus::MethodCall& message) {
    WatcherCall call = read(message);
    call.sender = message.getSender();
    call.uid = peers_.uid_of(call.sender);
    call.by = user_name(call.uid);
    if (call.uid == 0) call.may = true;
    refuse_too_many(call.uid);
    call.id = ++last_id_;
    waiting_.emplace(call.id, Waiting{message, call.uid});
    calls_.push_back(std::move(call));
  }

  void refuse_too_many(std::uint32_t uid) const {
    std::size_t of_one = 0;
    for (const auto& [id, waiting] : waiting_) of_one += waiting.uid == uid ? 1 : 0;
    if (waiting_.size() >= most_waiting || of_one >= most_waiting_of_one)
      refuse_busy("too many calls wait for an answer");
  }

  void subscribe(sdbus::MethodCall& call) {
    const auto sender = call.getSender();
    if (subscribed_.size() >= most_listeners) refuse_busy("too many have subscribed");
    if (subscribed_.insert(sender).second) listeners_.watch(sender);
    call.createReply().send();
  }

  void unsubscribe(sdbus::MethodCall& call) {
    subscribed_.erase(call.getSender());
    listeners_.forget(call.getSender());
    call.createReply().send();
  }

  // Called from within the bus: nothing may be thrown.
  void take_answer(WatcherCall call, sdbus::MethodReply& reply, const sdbus::Error* error) {
    call.may = false;
    call.is_polkit_silent = error != nullptr;
    try {
      Permission permission;
      if (error == nullptr) reply >> permission;
      call.may = error == nullptr && permission.get<0>();
    } catch (const sdbus::Error&) {
      call.is_polkit_silent = true;
    }
    calls_.push_back(std::move(call));
  }

  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> polkit_;
  std::unique_ptr<sdbus::IObject> object_;
  BusPeers peers_;
  BusPeers listeners_;
  WatcherState state_;
  std::map<std::uint64_t, Waiting> waiting_;  // for their answer
  std::vector<WatcherCall> calls_;
  std::set<std::string> subscribed_;
  std::uint64_t last_id_ = 0;
};

WatcherBus::WatcherBus() try : impl_(std::make_unique<Impl>()) {
} catch (const sdbus::Error& error) {
  throw Error(std::string("cannot be '") + own_name + "' on the bus: " + error.getMessage());
}

WatcherBus::~WatcherBus() = default;

BusPoll WatcherBus::poll_data() const {
  return impl_->poll_data();
}

namespace {

template <typename Use>
auto guarded(const Use& use) {
  try {
    return use();
  } catch (const sdbus::Error& error) {
    throw Error("lost the bus: " + error.getMessage());
  }
}

}  // namespace

void WatcherBus::process() {
  guarded([&] { impl_->process(); });
}

void WatcherBus::set_state(const WatcherState& state) {
  impl_->set_state(state);
}

std::vector<WatcherCall> WatcherBus::take_calls() {
  return impl_->take_calls();
}

void WatcherBus::ask_polkit(const WatcherCall& call, const PolkitQuestion& question) {
  guarded([&] { impl_->ask_polkit(call, question); });
}

void WatcherBus::answer(const WatcherCall& call) {
  guarded([&] { impl_->answer(call); });
}

void WatcherBus::answer(const WatcherCall& call, const std::string& text) {
  guarded([&] { impl_->answer(call, text); });
}

void WatcherBus::answer_with_fd(const WatcherCall& call, int fd) {
  guarded([&] { impl_->answer(call, sdbus::UnixFd(fd)); });
}

void WatcherBus::refuse(const WatcherCall& call, const std::string& error,
                        const std::string& message) {
  guarded([&] { impl_->refuse(call, error, message); });
}

void WatcherBus::watch_peer(const std::string& peer) {
  guarded([&] { impl_->peers().watch(peer); });
}

std::vector<std::string> WatcherBus::take_gone_peers() {
  return impl_->peers().take_gone();
}

std::string WatcherBus::bus_id() {
  return guarded([&] { return impl_->bus_id(); });
}

bool WatcherBus::has_listeners() const {
  return impl_->has_listeners();
}

void WatcherBus::tell_began(const Run& run, const std::string& job, const std::string& team) {
  if (has_listeners()) guarded([&] { impl_->tell("RunBegan", run, job, team); });
}

void WatcherBus::tell_health(const std::string& unit, Health was, const Verdict& now) {
  if (has_listeners()) guarded([&] { impl_->tell_health(unit, was, now); });
}

void WatcherBus::tell_ended(const Run& run, const std::string& job, const std::string& team) {
  if (has_listeners()) guarded([&] { impl_->tell("RunEnded", run, job, team); });
}

}  // namespace sa
