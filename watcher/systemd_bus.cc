#include "watcher/systemd_bus.h"

#include "core/error.h"
#include "watcher/bus_decode.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <functional>
#include <list>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>
#include <systemd/sd-bus.h>

namespace sa {
namespace {

constexpr char systemd_name[] = "org.freedesktop.systemd1";
constexpr char systemd_path[] = "/org/freedesktop/systemd1";
constexpr char unit_prefix[] = "/org/freedesktop/systemd1/unit";
constexpr char manager_interface[] = "org.freedesktop.systemd1.Manager";
constexpr char unit_interface[] = "org.freedesktop.systemd1.Unit";
constexpr char service_interface[] = "org.freedesktop.systemd1.Service";
constexpr char timer_interface[] = "org.freedesktop.systemd1.Timer";
constexpr char properties_interface[] = "org.freedesktop.DBus.Properties";

// How many questions may be under way: each is a dozen small messages to PID 1.
constexpr std::size_t most_under_way = 16;

std::unique_ptr<sdbus::IConnection> connect(const std::string& address) {
  try {
    if (address == "system") return sdbus::createSystemBusConnection();
    if (address == "user") return sdbus::createSessionBusConnection();
    return sdbus::createSessionBusConnectionWithAddress(address);
  } catch (const sdbus::Error& error) {
    throw Error("cannot reach the bus '" + address + "': " + error.getMessage());
  }
}

std::string unit_path(const std::string& unit) {
  char* path = nullptr;
  if (sd_bus_path_encode(unit_prefix, unit.c_str(), &path) < 0) return unit_prefix;
  std::string result = path;
  std::free(path);
  return result;
}

std::string unit_of_path(const std::string& path) {
  char* unit = nullptr;
  if (sd_bus_path_decode(path.c_str(), unit_prefix, &unit) <= 0) return {};
  std::string result = unit;
  std::free(unit);
  return result;
}

Instant clock_now(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return Instant(std::chrono::seconds(now.tv_sec) +
                 std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(now.tv_nsec)));
}

bool is_followed(std::string_view unit) {
  return unit.ends_with(".service") || unit.ends_with(".timer");
}

}  // namespace

// A question: the calls that it is made of, and what to do with the answer when all are in.
struct Question {
  std::unique_ptr<sdbus::IProxy> proxy;
  std::size_t waiting_for = 0;
  std::function<void(Question&)> ask;   // sends the calls
  std::function<void(Question&)> done;  // all answers are in
  ServiceSeen service;
  TimerSeen timer;
  TimerClocks clocks;
  Listed listed;
  std::optional<Id128> invocation_after;
};

class SystemdBus::Impl {
 public:
  Impl(const std::string& address, const Id128& boot)
      : boot_(boot),
        connection_(connect(address)),
        manager_(sdbus::createProxy(*connection_, systemd_name, systemd_path)) {
    try {
      add_matches();
      auto subscribe = manager_->createMethodCall(manager_interface, "Subscribe");
      (void)manager_->callMethod(subscribe);
    } catch (const sdbus::Error& error) {
      throw Error("cannot subscribe to systemd on the bus '" + address +
                  "': " + error.getMessage());
    }
  }

  Poll poll_data() const {
    const auto data = connection_->getEventLoopPollData();
    Poll poll{data.fd, data.events, std::nullopt};
    if (const int timeout = data.getPollTimeout(); timeout >= 0)
      poll.timeout = std::chrono::milliseconds(timeout);
    return poll;
  }

  bool process(std::size_t most, std::vector<BusEvent>& out) {
    bool more = true;
    try {
      for (std::size_t i = 0; more && i < most; ++i) more = connection_->processPendingRequest();
    } catch (const sdbus::Error& error) {
      throw Error("lost the bus: " + error.getMessage());
    }
    finished_.clear();
    ask_next();
    std::move(events_.begin(), events_.end(), std::back_inserter(out));
    events_.clear();
    return more;
  }

  void list() {
    Question question;
    question.proxy = sdbus::createProxy(*connection_, systemd_name, systemd_path);
    question.ask = [this](Question& q) {
      auto call = q.proxy->createMethodCall(manager_interface, "ListUnitsByPatterns");
      call << std::vector<std::string>{} << std::vector<std::string>{"*.service", "*.timer"};
      send(q, std::move(call),
           [&q](sdbus::Message& reply) { q.listed.units = decode_units(reply); });
      get(
          q, manager_interface, "UnitPath",
          [&q](sdbus::Message& reply) { reply >> q.listed.unit_path; }, "as");
      get(q, manager_interface, "FinishTimestamp",
          [&q](sdbus::Message& reply) { q.listed.boot_finished = decode_instant(reply); });
    };
    question.done = [this](Question& q) { events_.emplace_back(std::move(q.listed)); };
    enqueue(std::move(question));
  }

  void ask_open(const std::vector<std::string>& units) {
    Question question;
    question.proxy = sdbus::createProxy(*connection_, systemd_name, systemd_path);
    question.ask = [this, units](Question& q) {
      auto call = q.proxy->createMethodCall(manager_interface, "ListUnitsByNames");
      call << units;
      send(q, std::move(call),
           [&q](sdbus::Message& reply) { q.listed.units = decode_units(reply); });
    };
    question.done = [this](Question& q) {
      events_.emplace_back(OpenSeen{std::move(q.listed.units)});
    };
    enqueue(std::move(question));
  }

  void ask_service(const std::string& unit, bool needed) {
    Question question;
    question.service.unit = unit;
    question.service.boot = boot_;
    question.service.needed = needed;
    question.proxy = sdbus::createProxy(*connection_, systemd_name, unit_path(unit));
    question.ask = [this](Question& q) { ask_service_properties(q); };
    question.done = [this](Question& q) {
      // Each property is read on its own; a new run between the first and the last makes a mixture.
      if (q.service.invocation == q.invocation_after) events_.emplace_back(std::move(q.service));
    };
    enqueue(std::move(question));
  }

  void ask_timer(const std::string& timer) {
    Question question;
    question.timer.timer = timer;
    question.proxy = sdbus::createProxy(*connection_, systemd_name, unit_path(timer));
    question.ask = [this](Question& q) { ask_timer_properties(q); };
    question.done = [this](Question& q) { ask_members(std::move(q.timer)); };
    enqueue(std::move(question));
  }

  std::size_t questions() const { return waiting_.size() + under_way_.size(); }

 private:
  using Decode = std::function<void(sdbus::Message&)>;

  void add_matches() {
    const std::string from = std::string("type='signal',sender='") + systemd_name + "',";
    const std::string manager = from + "interface='" + manager_interface + "',member='";
    match(manager + "JobNew'", [this](sdbus::Message& m) { on_job_new(m); });
    match(manager + "JobRemoved'", [this](sdbus::Message& m) { on_job_removed(m); });
    match(manager + "Reloading'", [this](sdbus::Message& m) {
      bool active = true;
      m >> active;
      if (!active) events_.emplace_back(ManagerChanged{});
    });
    match(from + "interface='" + properties_interface +
              "',member='PropertiesChanged',path_namespace='" + unit_prefix + "',arg0='" +
              timer_interface + "'",
          [this](sdbus::Message& m) { on_timer_changed(m); });
    match("type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='" +
              std::string(systemd_name) + "'",
          [this](sdbus::Message& m) { on_owner_changed(m); });
  }

  // Nothing may be thrown through libsystemd, and sdbus-c++ swallows what a handler throws: a
  // message that cannot be decoded is dropped here, knowingly. The journal still tells.
  void match(const std::string& rule, Decode decode) {
    connection_->addMatch(
        rule,
        [decode = std::move(decode)](sdbus::Message& message) {
          try {
            decode(message);
          } catch (const std::exception&) {
            return;
          }
        },
        sdbus::floating_slot);
  }

  void on_job_new(sdbus::Message& message) {
    Queued queued;
    sdbus::ObjectPath path;
    message >> queued.start >> path >> queued.unit;
    if (!is_followed(queued.unit)) return;
    queued.heard = clock_now(CLOCK_REALTIME);
    events_.emplace_back(std::move(queued));
  }

  void on_job_removed(sdbus::Message& message) {
    Dequeued dequeued;
    sdbus::ObjectPath path;
    std::string result;
    message >> dequeued.start >> path >> dequeued.unit >> result;
    if (!is_followed(dequeued.unit)) return;
    dequeued.result = parse_queue_result(result);
    dequeued.heard = clock_now(CLOCK_REALTIME);
    events_.emplace_back(std::move(dequeued));
  }

  void on_timer_changed(sdbus::Message& message) {
    TimerSeen seen;
    TimerClocks clocks;
    std::string interface;
    message >> interface;
    decode_timer(message, seen, clocks);
    events_.emplace_back(TimerChanged{unit_of_path(message.getPath()), seen.last_trigger,
                                      next_elapse(clocks), std::move(seen.result)});
  }

  void on_owner_changed(sdbus::Message& message) {
    std::string name;
    std::string before;
    std::string after;
    message >> name >> before >> after;
    if (after.empty()) return;
    auto subscribe = manager_->createMethodCall(manager_interface, "Subscribe");
    (void)manager_->callMethod(subscribe, [](sdbus::MethodReply&, const sdbus::Error*) {});
    events_.emplace_back(ManagerChanged{});
  }

  static std::optional<Instant> next_elapse(const TimerClocks& clocks) {
    const auto offset = clock_now(CLOCK_REALTIME) - clock_now(CLOCK_MONOTONIC);
    std::optional<Instant> monotonic;
    if (clocks.monotonic) monotonic = *clocks.monotonic + offset;
    if (!clocks.realtime) return monotonic;
    return monotonic ? std::min(*clocks.realtime, *monotonic) : clocks.realtime;
  }

  // ---- questions

  void enqueue(Question question) {
    waiting_.push_back(std::move(question));
    ask_next();
  }

  void ask_next() {
    while (!waiting_.empty() && under_way_.size() < most_under_way) {
      under_way_.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
      Question& question = under_way_.back();
      question.ask(question);
    }
  }

  void send(Question& question, sdbus::MethodCall call, Decode decode) {
    ++question.waiting_for;
    (void)question.proxy->callMethod(
        call, [this, &question, decode = std::move(decode)](sdbus::MethodReply& reply,
                                                            const sdbus::Error* error) {
          try {
            if (error == nullptr) decode(reply);
          } catch (const std::exception&) {
            // An answer that cannot be decoded is no answer: its field stays absent.
          }
          if (--question.waiting_for == 0) finish(question);
        });
  }

  void get(Question& question, const char* interface, const char* property, Decode decode,
           const char* type = "t") {
    auto call = question.proxy->createMethodCall(properties_interface, "Get");
    call << interface << property;
    send(question, std::move(call), [decode = std::move(decode), type](sdbus::Message& reply) {
      reply.enterVariant(type);
      decode(reply);
    });
  }

  void finish(Question& question) {
    question.done(question);
    const auto found = std::find_if(under_way_.begin(), under_way_.end(),
                                    [&](const Question& q) { return &q == &question; });
    // Its callback is still running: it is destroyed in process().
    finished_.splice(finished_.end(), under_way_, found);
  }

  void ask_service_properties(Question& q) {
    ServiceSeen& seen = q.service;
    const auto instant = [&](const char* interface, const char* name, std::optional<Instant>& to) {
      get(q, interface, name, [&to](sdbus::Message& m) { to = decode_instant(m); });
    };
    get(
        q, unit_interface, "InvocationID",
        [&](sdbus::Message& m) { seen.invocation = decode_id(m); }, "ay");
    get(
        q, unit_interface, "LoadState",
        [&](sdbus::Message& m) { seen.loaded = decode_text(m) == "loaded"; }, "s");
    get(
        q, unit_interface, "ActiveState",
        [&](sdbus::Message& m) {
          const auto state = decode_text(m);
          seen.active = state != "inactive" && state != "failed";
        },
        "s");
    get(
        q, unit_interface, "SubState",
        [&](sdbus::Message& m) {
          const auto state = decode_text(m);
          seen.exited = state == "exited";
          seen.restart_pending = state == "auto-restart";
        },
        "s");
    instant(unit_interface, "InactiveExitTimestamp", seen.began);
    instant(unit_interface, "InactiveEnterTimestamp", seen.ended);
    instant(unit_interface, "ActiveEnterTimestamp", seen.active_since);
    instant(service_interface, "ExecMainStartTimestamp", seen.main_began);
    ask_exit(q);
    get(
        q, service_interface, "MainPID", [&](sdbus::Message& m) { seen.pid = decode_count(m); },
        "u");
    get(
        q, service_interface, "NRestarts",
        [&](sdbus::Message& m) { seen.restarts = decode_count(m).value_or(0); }, "u");
    get(q, service_interface, "CPUUsageNSec",
        [&](sdbus::Message& m) { seen.cpu = decode_nanoseconds(m); });
    get(
        q, unit_interface, "InvocationID",
        [&q](sdbus::Message& m) { q.invocation_after = decode_id(m); }, "ay");
  }

  void ask_exit(Question& q) {
    ServiceSeen& seen = q.service;
    get(
        q, service_interface, "Result",
        [&](sdbus::Message& m) { seen.result = parse_result(decode_text(m)); }, "s");
    get(
        q, service_interface, "ExecMainCode",
        [&](sdbus::Message& m) {
          const auto code = decode_number(m);
          if (code == CLD_EXITED) seen.exit_status = 0;
          if (code == CLD_KILLED || code == CLD_DUMPED) seen.exit_signal = 0;
        },
        "i");
    get(
        q, service_interface, "ExecMainStatus",
        [&](sdbus::Message& m) {
          const auto status = decode_number(m);
          if (seen.exit_status) seen.exit_status = status;
          if (seen.exit_signal) seen.exit_signal = status;
        },
        "i");
  }

  void ask_timer_properties(Question& q) {
    TimerSeen& seen = q.timer;
    auto call = q.proxy->createMethodCall(properties_interface, "GetAll");
    call << timer_interface;
    send(q, std::move(call), [&q](sdbus::Message& m) { decode_timer(m, q.timer, q.clocks); });
    get(
        q, unit_interface, "LoadState",
        [&](sdbus::Message& m) { seen.loaded = decode_text(m) == "loaded"; }, "s");
    get(
        q, unit_interface, "ActiveState",
        [&q](sdbus::Message& m) {
          const auto state = decode_text(m);
          q.timer.active = state == "active";
          q.timer.failed = state == "failed";
          q.timer.next_elapse = next_elapse(q.clocks);
        },
        "s");
    get(q, unit_interface, "ActiveEnterTimestamp",
        [&](sdbus::Message& m) { seen.active_since = decode_instant(m); });
  }

  // A timer may start a target; then the target's services are what it runs.
  void ask_members(TimerSeen timer) {
    if (!timer.unit.ends_with(".target")) {
      events_.emplace_back(std::move(timer));
      return;
    }
    Question question;
    question.proxy = sdbus::createProxy(*connection_, systemd_name, unit_path(timer.unit));
    question.timer = std::move(timer);
    question.ask = [this](Question& q) {
      const auto add = [&q](sdbus::Message& m) {
        std::vector<std::string> units;
        m >> units;
        for (auto& unit : units)
          if (unit.ends_with(".service")) q.timer.members.push_back(std::move(unit));
      };
      get(q, unit_interface, "Wants", add, "as");
      get(q, unit_interface, "Requires", add, "as");
    };
    question.done = [this](Question& q) { events_.emplace_back(std::move(q.timer)); };
    waiting_.push_back(std::move(question));
  }

  Id128 boot_;
  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> manager_;
  std::vector<BusEvent> events_;
  std::deque<Question> waiting_;
  std::list<Question> under_way_;
  std::list<Question> finished_;
};

SystemdBus::SystemdBus(const std::string& address, const Id128& boot)
    : impl_(std::make_unique<Impl>(address, boot)) {}
SystemdBus::~SystemdBus() = default;
SystemdBus::Poll SystemdBus::poll_data() const {
  return impl_->poll_data();
}
bool SystemdBus::process(std::size_t most, std::vector<BusEvent>& out) {
  return impl_->process(most, out);
}
void SystemdBus::list() {
  impl_->list();
}
void SystemdBus::ask_service(const std::string& unit, bool needed) {
  impl_->ask_service(unit, needed);
}
void SystemdBus::ask_timer(const std::string& timer) {
  impl_->ask_timer(timer);
}
void SystemdBus::ask_open(const std::vector<std::string>& units) {
  impl_->ask_open(units);
}
std::size_t SystemdBus::questions() const {
  return impl_->questions();
}

}  // namespace sa
