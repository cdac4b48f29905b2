#include "watcher/watcher_bus.h"

#include "core/error.h"
#include "core/problem.h"
#include "watcher/host.h"

#include <map>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Text = std::map<std::string, std::string>;
using Person = sdbus::Struct<std::string, std::map<std::string, sdbus::Variant>>;
using Permission = sdbus::Struct<bool, bool, Text>;

constexpr const char* own_name = "org.scriptactivity.Watcher1";
constexpr const char* own_path = "/org/scriptactivity/Watcher1";
constexpr const char* polkit = "org.freedesktop.PolicyKit1";
constexpr std::uint32_t allow_interaction = 1;
constexpr std::size_t most_waiting = 64;
constexpr std::size_t longest_text = 1000;
constexpr auto longest_answer = 15s;
constexpr auto longest_password = 5min;

std::string about(const WatcherBus::Call& call) {
  const char* verb = call.verb == WatcherBus::Verb::retire ? "retire" : "unretire";
  return call.by + " may not " + verb + " " + quoted(std::string_view(call.unit));
}

}  // namespace

class WatcherBus::Impl {
 public:
  Impl()
      : connection_(sdbus::createSystemBusConnection()),
        bus_(sdbus::createProxy(*connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus")),
        polkit_(sdbus::createProxy(*connection_, polkit, "/org/freedesktop/PolicyKit1/Authority")),
        object_(sdbus::createObject(*connection_, own_path)) {
    add_method(Verb::retire, "Retire", "ssb", {"unit", "reason", "interactive"});
    add_method(Verb::unretire, "Unretire", "sb", {"unit", "interactive"});
    object_->finishRegistration();
    connection_->requestName(own_name);
  }

  Poll poll_data() const {
    const auto data = connection_->getEventLoopPollData();
    Poll poll{data.fd, data.events, std::nullopt};
    if (const int timeout = data.getPollTimeout(); timeout >= 0)
      poll.timeout = std::chrono::milliseconds(timeout);
    return poll;
  }

  void process() {
    while (connection_->processPendingRequest()) continue;
  }

  std::vector<Call> take_calls() { return std::exchange(calls_, {}); }

  void ask_person(const Call& call, const std::string& team, const std::string& group) {
    const auto waiting = waiting_.find(call.id);
    if (waiting == waiting_.end()) return;
    auto question =
        polkit_->createMethodCall("org.freedesktop.PolicyKit1.Authority", "CheckAuthorization");
    const Person person{"system-bus-name", {{"name", sdbus::Variant(waiting->second.getSender())}}};
    const Text details{{"unit", call.unit}, {"team", team}, {"group", group}};
    question << person << std::string("org.scriptactivity.retire") << details
             << (call.interactive ? allow_interaction : 0U) << std::string();
    const auto longest = call.interactive ? std::chrono::seconds(longest_password)
                                          : std::chrono::seconds(longest_answer);
    polkit_->callMethod(
        question,
        [this, call](sdbus::MethodReply& reply, const sdbus::Error* error) {
          take_answer(call, reply, error);
        },
        longest);
  }

  void answer(const Call& call) {
    if (auto waiting = waiting_.extract(call.id)) waiting.mapped().createReply().send();
  }

  void refuse(const Call& call, const std::string& error, const std::string& message) {
    const sdbus::Error told("org.scriptactivity.Error." + error, message);
    if (auto waiting = waiting_.extract(call.id)) waiting.mapped().createErrorReply(told).send();
  }

 private:
  void add_method(Verb verb, const char* name, const char* in,
                  const std::vector<std::string>& in_names) {
    object_->registerMethod(own_name, name, in, in_names, "", {},
                            [this, verb](sdbus::MethodCall call) { take(verb, call); });
  }

  // sdbus-c++ has an answer of its own for a call that cannot be read.
  void take(Verb verb, sdbus::MethodCall& message) {
    if (waiting_.size() >= most_waiting)
      throw sdbus::Error("org.scriptactivity.Error.Busy", "too many calls wait for an answer");
    Call call;
    call.verb = verb;
    message >> call.unit;
    if (verb == Verb::retire) message >> call.reason;
    message >> call.interactive;
    if (call.unit.size() > longest_text || call.reason.size() > longest_text)
      throw sdbus::Error("org.scriptactivity.Error.TooLong",
                         "expected at most 1000 bytes of unit and reason");
    const auto uid = uid_of(message.getSender());
    call.id = ++last_id_;
    call.by = user_name(uid);
    call.granted = uid == 0;
    waiting_.emplace(call.id, message);
    calls_.push_back(std::move(call));
  }

  std::uint32_t uid_of(const std::string& sender) {
    auto question = bus_->createMethodCall("org.freedesktop.DBus", "GetConnectionUnixUser");
    question << sender;
    std::uint32_t uid = 0;
    bus_->callMethod(question) >> uid;
    return uid;
  }

  // Called from within the bus: nothing may be thrown.
  void take_answer(Call call, sdbus::MethodReply& reply, const sdbus::Error* error) {
    try {
      Permission permission;
      if (error == nullptr) reply >> permission;
      call.granted = error == nullptr && permission.get<0>();
      if (call.granted) {
        calls_.push_back(std::move(call));
      } else {
        refuse(call, "NotAuthorized",
               about(call) + ": do it as an administrator, with sudo" +
                   (error == nullptr ? "" : ", since polkit cannot be asked"));
      }
    } catch (const sdbus::Error&) {
      waiting_.erase(call.id);
    }
  }

  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> bus_;
  std::unique_ptr<sdbus::IProxy> polkit_;
  std::unique_ptr<sdbus::IObject> object_;
  std::map<std::uint64_t, sdbus::MethodCall> waiting_;  // for their answer
  std::vector<Call> calls_;
  std::uint64_t last_id_ = 0;
};

WatcherBus::WatcherBus() try : impl_(std::make_unique<Impl>()) {
} catch (const sdbus::Error& error) {
  throw Error(std::string("cannot be '") + own_name + "' on the bus: " + error.getMessage());
}

WatcherBus::~WatcherBus() = default;

WatcherBus::Poll WatcherBus::poll_data() const {
  return impl_->poll_data();
}

void WatcherBus::process() {
  try {
    impl_->process();
  } catch (const sdbus::Error& error) {
    throw Error("lost the bus: " + error.getMessage());
  }
}

std::vector<WatcherBus::Call> WatcherBus::take_calls() {
  return impl_->take_calls();
}

void WatcherBus::ask_person(const Call& call, const std::string& team, const std::string& group) {
  impl_->ask_person(call, team, group);
}

void WatcherBus::answer(const Call& call) {
  impl_->answer(call);
}

void WatcherBus::refuse(const Call& call, const std::string& error, const std::string& message) {
  impl_->refuse(call, error, message);
}

}  // namespace sa
