#include "control/control_bus.h"

#include "control/permission.h"
#include "control/refused.h"
#include "core/error.h"
#include "host/bus_connection.h"
#include "host/names.h"
#include "host/wall_clock.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

constexpr const char* name = "org.scriptactivity.Control1";
constexpr const char* path = "/org/scriptactivity/Control1";
// Of one user: a password prompt each.
constexpr std::ptrdiff_t most_pending = 16;
constexpr Instant last_instant{std::chrono::seconds(253'402'300'799)};  // year 9999

std::optional<Instant> end_of(std::uint64_t usec) {
  if (usec > static_cast<std::uint64_t>(last_instant.time_since_epoch().count()))
    throw Refused("BadTime",
                  "expected microseconds since 1970, or 0, as the end of the pause, got " +
                      std::to_string(usec));
  return instant_from_usec(usec);
}

std::string about(const Request& request, const Subject& subject) {
  return request.caller.name + " may not " + std::string(to_string(request.verb)) + " '" +
         subject.unit.name + "'";
}

std::string who_may(const Request& request, const Subject& subject) {
  std::string text = about(request, subject) + ": ";
  if (!subject.owner.group.empty())
    text += "members of the group '" + subject.owner.group + "' may, or ";
  return text + "do it as an administrator, with sudo";
}

}  // namespace

// A call on its way: who asked what, of which unit.
struct ControlBus::Pending {
  sdbus::MethodCall call;
  Request request;
  bool interactive = false;
  NoticeFacts facts{};
  Subject subject{};
  sdbus::Slot caller_watch{};

  template <typename... Values>
  void answer(const Values&... values) const {
    auto reply = call.createReply();
    (static_cast<void>(reply << values), ...);
    reply.send();
  }
  void refuse(const std::string& error, const std::string& message) const {
    const sdbus::Error answer("org.scriptactivity.Error." + error, message);
    call.createErrorReply(answer).send();
  }
};

ControlBus::ControlBus()
    : connection_(connect_to_bus("system")),
      bus_(sdbus::createProxy(*connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus")),
      systemd_(std::make_unique<SystemdOnBus>(*connection_)),
      polkit_(std::make_unique<Polkit>(*connection_)),
      object_(sdbus::createObject(*connection_, path)) {}

ControlBus::~ControlBus() = default;

void ControlBus::add_methods() {
  const auto method = [this](const char* verb, Verb as, const std::string& in,
                             const std::vector<std::string>& in_names, const std::string& out,
                             const std::vector<std::string>& out_names) {
    const auto take_call = [this, as](sdbus::MethodCall call) { take(as, call); };
    object_->registerMethod(name, verb, in, in_names, out, out_names, take_call);
  };
  method("Pause", Verb::pause, "stsb", {"timer", "until", "reason", "interactive"}, "bb",
         {"was_active", "catches_up"});
  method("Resume", Verb::resume, "sb", {"timer", "interactive"}, "b", {"started"});
  method("Run", Verb::run, "sb", {"service", "interactive"}, "o", {"job"});
  method("StopTimer", Verb::stop, "sb", {"timer", "interactive"}, "bb",
         {"was_active", "was_enabled"});
  method("Cancel", Verb::cancel, "sb", {"service", "interactive"}, "o", {"job"});
  method("Notify", Verb::notify, "sa{ss}", {"service", "facts"}, "", {});
}

void ControlBus::open(Commands& commands, Notifier& notifier, std::optional<uid_t> watcher) {
  commands_ = &commands;
  notifier_ = &notifier;
  watcher_ = watcher;
  try {
    add_methods();
    object_->finishRegistration();
    connection_->requestName(name);
  } catch (const sdbus::Error& error) {
    throw Error(std::string("cannot be '") + name + "' on the bus: " + error.getMessage());
  }
}

void ControlBus::close() {
  try {
    connection_->releaseName(name);
  } catch (const sdbus::Error& error) {
    throw Error(std::string("give up the name '") + name + "': " + error.getMessage());
  }
}

BusPoll ControlBus::poll_data() const {
  return poll_of(*connection_);
}

void ControlBus::process() {
  try {
    while (connection_->processPendingRequest()) continue;
    release_vanished();
  } catch (const sdbus::Error& error) {
    throw Error("lost the bus: " + error.getMessage());
  }
}

uid_t ControlBus::uid_of(const std::string& bus_name) {
  auto call = bus_->createMethodCall("org.freedesktop.DBus", "GetConnectionUnixUser");
  call << bus_name;
  std::uint32_t uid = 0;
  bus_->callMethod(call) >> uid;
  return uid;
}

// Carries a call one step further, and answers it where that step refuses. Nothing may be thrown
// through libsystemd, and sdbus-c++ has an answer of its own for what it catches.
template <typename Step>
void ControlBus::attempt(At pending, const Step& step) {
  try {
    if (step() == Answered::not_yet) return;
  } catch (const Refused& refused) {
    pending->refuse(refused.name, refused.what());
  } catch (const sdbus::Error& error) {
    pending->refuse("Failed", error.getMessage());
  } catch (const std::exception& error) {
    pending->refuse("Failed", error.what());
  }
  pending_.erase(pending);
}

void ControlBus::take(Verb verb, sdbus::MethodCall& call) {
  ++calls_;
  const At pending = pending_.insert(pending_.end(), Pending{call, {}});
  attempt(pending, [&] {
    read(verb, *pending);
    return judge(pending);
  });
}

void ControlBus::read(Verb verb, Pending& pending) {
  Request& request = pending.request;
  request.verb = verb;
  pending.call >> request.unit;
  std::uint64_t until = 0;
  if (verb == Verb::pause) pending.call >> until >> request.reason;
  if (verb == Verb::notify)
    pending.call >> pending.facts;
  else
    pending.call >> pending.interactive;
  request.until = end_of(until);
  request.caller.uid = uid_of(pending.call.getSender());
  request.caller.name = user_name(request.caller.uid);
}

ControlBus::Answered ControlBus::judge(At pending) {
  const Request& request = pending->request;
  if (request.verb == Verb::notify) return start_notice(pending);
  pending->subject = commands_->subject_of(request, wall_now());
  const Subject& subject = pending->subject;
  switch (permission_for(request.verb, {request.caller.uid == 0, request.caller.uid == watcher_,
                                        subject.failed_fatally, subject.is_over})) {
    case Permission::granted:
      return perform(*pending);
    case Permission::denied:
      throw Refused("NotAuthorized", about(request, subject));
    case Permission::ask_polkit:
      break;
  }
  refuse_too_many(request.caller);
  ask_polkit(pending);
  return Answered::not_yet;
}

ControlBus::Answered ControlBus::start_notice(At pending) {
  const Request& request = pending->request;
  const Standing standing{request.caller.uid == 0, request.caller.uid == watcher_, false, false};
  if (permission_for(Verb::notify, standing) != Permission::granted)
    throw Refused("NotAuthorized", request.caller.name + " may not notify");
  if (!follows_queue_)
    systemd_->follow_queue(
        [this](const std::string& job, const std::string& result) { notice_ended(job, result); });
  follows_queue_ = true;
  follow_caller(*pending);
  notices_.emplace(notifier_->notify(request.unit, pending->facts), pending);
  return Answered::not_yet;
}

void ControlBus::notice_ended(const std::string& job, const std::string& result) {
  while (const auto notice = notices_.extract(job)) {
    const Pending& pending = *notice.mapped();
    attempt(notice.mapped(), [&] {
      if (result != "done") throw notifier_->unreached(pending.request.unit, pending.facts, result);
      pending.answer();
      return Answered::yes;
    });
  }
}

void ControlBus::follow_caller(Pending& pending) {
  const std::string caller = pending.call.getSender();
  const std::string rule =
      "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
      "member='NameOwnerChanged',arg0='" +
      caller + "'";
  pending.caller_watch =
      connection_->addMatch(rule, [this, caller](sdbus::Message&) { vanished_.push_back(caller); });
}

// Not from within the signal, whose watch goes with the call.
void ControlBus::release_vanished() {
  for (const auto& caller : std::exchange(vanished_, {}))
    std::erase_if(notices_, [&](const auto& notice) {
      const bool is_his = notice.second->call.getSender() == caller;
      if (is_his) pending_.erase(notice.second);
      return is_his;
    });
}

void ControlBus::refuse_too_many(const Caller& caller) const {
  const auto count = std::ranges::count_if(
      pending_, [&](const Pending& other) { return other.request.caller.uid == caller.uid; });
  if (count > most_pending)
    throw Refused("Busy", "too many calls of " + caller.name + " wait for an answer of polkit");
}

void ControlBus::ask_polkit(At pending) {
  const Subject& subject = pending->subject;
  Polkit::Question question;
  question.caller = pending->call.getSender();
  question.action = polkit_action(pending->request.verb);
  question.details = {
      {"unit", subject.unit.name}, {"team", subject.owner.team}, {"group", subject.owner.group}};
  question.interactive = pending->interactive;
  polkit_->ask(question, [this, pending](const Polkit::Answer& answer) {
    attempt(pending, [&] { return go_on(pending, answer); });
  });
}

// While a password was typed the unit may have become another team's.
ControlBus::Answered ControlBus::go_on(At pending, const Polkit::Answer& answer) {
  Subject& subject = pending->subject;
  const Request& request = pending->request;
  if (!answer.trouble.empty())
    throw Refused("NotAuthorized", about(request, subject) +
                                       ": only root may, because polkit does not answer (" +
                                       answer.trouble + ")");
  if (!answer.is_yes) throw Refused("NotAuthorized", who_may(request, subject));
  Subject subject_now = commands_->subject_of(request, wall_now());
  if (subject_now.owner != subject.owner || subject_now.unit.name != subject.unit.name)
    throw Refused("NotAuthorized", "'" + subject.unit.name + "' has changed meanwhile, ask again");
  subject = std::move(subject_now);
  return perform(*pending);
}

ControlBus::Answered ControlBus::perform(const Pending& pending) {
  const Request& request = pending.request;
  const Subject& subject = pending.subject;
  switch (request.verb) {
    case Verb::pause: {
      const PauseDone done = commands_->pause(request, subject, wall_now());
      pending.answer(done.was_active, done.catches_up);
      break;
    }
    case Verb::resume:
      pending.answer(commands_->resume(request, subject));
      break;
    case Verb::run:
      pending.answer(sdbus::ObjectPath(commands_->run(request, subject)));
      break;
    case Verb::stop: {
      const StopDone done = commands_->stop(request, subject);
      pending.answer(done.was_active, done.was_enabled);
      break;
    }
    case Verb::cancel:
      pending.answer(sdbus::ObjectPath(commands_->cancel(request, subject)));
      break;
    case Verb::notify:
      break;  // has a way of its own
  }
  return Answered::yes;
}

}  // namespace sa
