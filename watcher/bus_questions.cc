#include "watcher/bus_questions.h"

#include "watcher/bus_names.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace sa {
namespace {

// Each is up to a dozen small messages to PID 1.
// The bus lets a connection wait for 128 replies at most, and a service is asked sixteen things.
constexpr std::size_t most_under_way = 6;

struct Property {
  const char* interface;
  const char* name;
};

constexpr Property service_properties[] = {
    {bus_name::unit, "InvocationID"},
    {bus_name::unit, "LoadState"},
    {bus_name::unit, "ActiveState"},
    {bus_name::unit, "SubState"},
    {bus_name::unit, "InactiveExitTimestamp"},
    {bus_name::unit, "InactiveEnterTimestamp"},
    {bus_name::unit, "ActiveEnterTimestamp"},
    {bus_name::service, "Result"},
    {bus_name::service, "ExecMainStartTimestamp"},
    {bus_name::service, "ExecMainExitTimestamp"},
    {bus_name::service, "ExecMainCode"},
    {bus_name::service, "ExecMainStatus"},
    {bus_name::service, "MainPID"},
    {bus_name::service, "NRestarts"},
    {bus_name::service, "CPUUsageNSec"},
};

Instant clock_now(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return Instant(std::chrono::seconds(now.tv_sec) +
                 std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(now.tv_nsec)));
}

}  // namespace

std::optional<Instant> next_elapse(const TimerClocks& clocks) {
  const auto offset = clock_now(CLOCK_REALTIME) - clock_now(CLOCK_MONOTONIC);
  std::optional<Instant> monotonic;
  if (clocks.monotonic) monotonic = *clocks.monotonic + offset;
  if (!clocks.realtime) return monotonic;
  return monotonic ? std::min(*clocks.realtime, *monotonic) : clocks.realtime;
}

// ---- the questions

void BusQuestions::list() {
  Question question = question_to(bus_name::manager_path);
  question.ask = [this](Question& q) {
    auto call = q.proxy->createMethodCall(bus_name::manager, "ListUnitsByPatterns");
    call << std::vector<std::string>{}
         << std::vector<std::string>{"*.service", "*.timer", "*.path", "*.socket"};
    send(q, std::move(call), [&q](sdbus::Message& reply) { q.listed.units = decode_units(reply); });
    get(q, bus_name::manager, "UnitPath", [&q](const sdbus::Variant& value) {
      q.listed.unit_path = value.get<std::vector<std::string>>();
    });
    get(q, bus_name::manager, "FinishTimestamp", [&q](const sdbus::Variant& value) {
      q.listed.boot_finished = instant_from_usec(value.get<std::uint64_t>());
    });
  };
  question.done = [this](Question& q) { answers_.emplace_back(std::move(q.listed)); };
  enqueue(std::move(question));
}

void BusQuestions::ask_open(const std::vector<std::string>& units) {
  Question question = question_to(bus_name::manager_path);
  question.ask = [this, units](Question& q) {
    auto call = q.proxy->createMethodCall(bus_name::manager, "ListUnitsByNames");
    call << units;
    send(q, std::move(call), [&q](sdbus::Message& reply) { q.listed.units = decode_units(reply); });
  };
  question.done = [this](Question& q) {
    answers_.emplace_back(OpenSeen{std::move(q.listed.units)});
  };
  enqueue(std::move(question));
}

void BusQuestions::ask_service(const std::string& unit, const Id128& boot, bool needed) {
  Question question = question_to(unit_path(unit));
  question.service.unit = unit;
  question.service.boot = boot;
  question.service.needed = needed;
  question.ask = [this](Question& q) { ask_service_properties(q); };
  question.done = [this](Question& q) {
    // Each property is read on its own; a new run between the first and the last makes a mixture.
    if (q.service.invocation == q.invocation_after) answers_.emplace_back(std::move(q.service));
  };
  enqueue(std::move(question));
}

void BusQuestions::ask_service_properties(Question& question) {
  for (const Property& property : service_properties) {
    const std::string name = property.name;
    get(question, property.interface, name, [&question, name](const sdbus::Variant& value) {
      set_service_property(name, value, question.service);
    });
  }
  get(question, bus_name::unit, "InvocationID", [&question](const sdbus::Variant& value) {
    question.invocation_after = id_of(value.get<std::vector<std::uint8_t>>());
  });
}

void BusQuestions::ask_timer(const std::string& timer) {
  Question question = question_to(unit_path(timer));
  question.timer.timer = timer;
  question.ask = [this](Question& q) { ask_timer_properties(q); };
  question.done = [this](Question& q) {
    q.timer.next_elapse = next_elapse(q.clocks);
    q.timer.heard = clock_now(CLOCK_REALTIME);
    ask_members(std::move(q.timer));
  };
  enqueue(std::move(question));
}

void BusQuestions::ask_timer_properties(Question& question) {
  auto call = question.proxy->createMethodCall(bus_name::properties, "GetAll");
  call << bus_name::timer;
  send(question, std::move(call),
       [&question](sdbus::Message& m) { decode_timer(m, question.timer, question.clocks); });
  get(question, bus_name::unit, "LoadState", [&question](const sdbus::Variant& value) {
    question.timer.loaded = value.get<std::string>() == "loaded";
  });
  get(question, bus_name::unit, "ActiveState", [&question](const sdbus::Variant& value) {
    question.timer.active = value.get<std::string>() == "active";
    question.timer.failed = value.get<std::string>() == "failed";
  });
  get(question, bus_name::unit, "Transient", [&question](const sdbus::Variant& value) {
    question.timer.is_transient = value.get<bool>();
  });
  get(question, bus_name::unit, "ActiveEnterTimestamp", [&question](const sdbus::Variant& value) {
    question.timer.active_since = instant_from_usec(value.get<std::uint64_t>());
  });
}

// A timer may start a target; then the target's services are what it runs.
void BusQuestions::ask_members(TimerSeen timer) {
  if (!timer.unit.ends_with(".target")) {
    answers_.emplace_back(std::move(timer));
    return;
  }
  Question question = question_to(unit_path(timer.unit));
  question.timer = std::move(timer);
  question.ask = [this](Question& q) {
    const auto add = [&q](const sdbus::Variant& value) {
      for (const auto& unit : value.get<std::vector<std::string>>())
        if (unit.ends_with(".service")) q.timer.members.push_back(unit);
    };
    get(q, bus_name::unit, "Wants", add);
    get(q, bus_name::unit, "Requires", add);
  };
  question.done = [this](Question& q) { answers_.emplace_back(std::move(q.timer)); };
  waiting_.push_back(std::move(question));
}

void BusQuestions::ask_activator(const std::string& activator, bool followed) {
  Question question = question_to(unit_path(activator));
  question.activator.activator = activator;
  question.activator.followed = followed;
  question.ask = [this](Question& q) { ask_activator_properties(q); };
  question.done = [this](Question& q) {
    if (q.activator.since != q.since_after) q.activator.since.reset();
    q.activator.heard = clock_now(CLOCK_REALTIME);
    answers_.emplace_back(std::move(q.activator));
  };
  enqueue(std::move(question));
}

void BusQuestions::ask_activator_properties(Question& question) {
  for (const std::string name : {"LoadState", "Triggers", "StateChangeTimestamp", "SubState"})
    get(question, bus_name::unit, name, [&question, name](const sdbus::Variant& value) {
      set_activator_property(name, value, question.activator);
    });
  get(question, bus_name::unit, "StateChangeTimestamp", [&question](const sdbus::Variant& value) {
    question.since_after = instant_from_usec(value.get<std::uint64_t>());
  });
}

// ---- asking

BusQuestions::Question BusQuestions::question_to(const std::string& path) {
  Question question;
  question.proxy = sdbus::createProxy(connection_, bus_name::systemd, path);
  return question;
}

void BusQuestions::go_on() {
  finished_.clear();
  ask_next();
}

void BusQuestions::enqueue(Question question) {
  waiting_.push_back(std::move(question));
  ask_next();
}

void BusQuestions::ask_next() {
  while (!waiting_.empty() && under_way_.size() < most_under_way) {
    under_way_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    Question& question = under_way_.back();
    question.ask(question);
  }
}

void BusQuestions::send(Question& question, sdbus::MethodCall call, Decode decode) {
  ++question.waiting_for;
  const auto answered = [this, &question, decode = std::move(decode)](sdbus::MethodReply& reply,
                                                                      const sdbus::Error* error) {
    try {
      if (error == nullptr) decode(reply);
    } catch (const std::exception&) {
      // An answer that cannot be decoded is no answer: its field stays absent.
    }
    if (--question.waiting_for == 0) finish(question);
  };
  (void)question.proxy->callMethod(call, answered);
}

void BusQuestions::get(Question& question, const char* interface, const std::string& property,
                       std::function<void(const sdbus::Variant&)> take) {
  auto call = question.proxy->createMethodCall(bus_name::properties, "Get");
  call << interface << property;
  send(question, std::move(call), [take = std::move(take)](sdbus::Message& reply) {
    sdbus::Variant value;
    reply >> value;
    take(value);
  });
}

void BusQuestions::finish(Question& question) {
  question.done(question);
  const auto found = std::find_if(under_way_.begin(), under_way_.end(),
                                  [&](const Question& q) { return &q == &question; });
  finished_.splice(finished_.end(), under_way_, found);
}

}  // namespace sa
