#include "cli/bus_followed_run.h"

#include <csignal>
#include <utility>

#include <poll.h>

namespace sa {
namespace {

using QueuedJob = sdbus::Struct<std::uint32_t, sdbus::ObjectPath>;

std::optional<Instant> instant_of(const Properties& properties, const char* name) {
  return instant_from_usec(value_of<std::uint64_t>(properties, name));
}

void merge(const Properties& news, Properties& seen) {
  for (const auto& [name, value] : news) seen[name] = value;
}

std::string why_not_begun(const Properties& seen, const std::string& removal) {
  const bool was_judged = value_of<std::uint64_t>(seen, "ConditionTimestamp") != 0;
  if (was_judged && !value_of<bool>(seen, "ConditionResult")) return "a condition of it is not met";
  if (removal == "dependency") return "what it requires failed";
  if (removal == "done") return "at least systemd has forgotten it already";
  return "systemd refused to start it (" + removal + ")";
}

void set_exit(const Properties& seen, Run& run) {
  const auto code = value_of<std::int32_t>(seen, "ExecMainCode");
  const auto status = value_of<std::int32_t>(seen, "ExecMainStatus");
  if (code == CLD_EXITED) run.exit_status = status;
  if (code == CLD_KILLED || code == CLD_DUMPED) run.exit_signal = status;
}

Run run_of(const Properties& seen) {
  Run run;
  run.began = instant_of(seen, "InactiveExitTimestamp");
  run.ended = instant_of(seen, "InactiveEnterTimestamp");
  run.result = parse_result(value_of<std::string>(seen, "Result"));
  run.state = run.result == Result::success ? State::succeeded : State::failed;
  if (run.result == Result::exec_condition) run.state = State::skipped;
  set_exit(seen, run);
  return run;
}

Run refused_run(const std::string& reason) {
  Run run;
  run.has_invocation = false;
  run.state = State::refused;
  run.reason = reason;
  return run;
}

// Between two automatic restarts it is inactive too, but its next start is queued.
bool has_ended(const Properties& seen) {
  const auto active = value_of<std::string>(seen, "ActiveState");
  const bool is_queued = value_of<QueuedJob>(seen, "Job").get<0>() != 0;
  return !is_queued && (active == "inactive" || active == "failed");
}

}  // namespace

FollowedRun::FollowedRun(sdbus::IConnection& connection, std::string service)
    : connection_(connection), service_(std::move(service)) {
  listen();
  ask_anew();
  before_ = invocation_in(seen_);
}

FollowedRun::Invocation FollowedRun::invocation_in(const Properties& seen) {
  return value_of<Invocation>(seen, "InvocationID");
}

// Nothing may be thrown through libsystemd; a signal that cannot be read says nothing.
template <typename Take>
void FollowedRun::match(const std::string& rule, const Take& take) {
  const auto guarded_take = [take](sdbus::Message& message) {
    try {
      take(message);
    } catch (const sdbus::Error&) {
      return;
    }
  };
  matches_.push_back(connection_.addMatch(rule, guarded_take));
}

void FollowedRun::listen() {
  const std::string from = std::string("type='signal',sender='") + systemd::name + "',";
  const std::string path = systemd::path_of(connection_, service_);
  match(from + "member='PropertiesChanged',path='" + path + "'", [this](auto& message) {
    std::string interface;
    Properties news;
    message >> interface >> news;
    merge(news, seen_);
  });
  match(from + "member='JobRemoved'", [this](auto& message) {
    std::uint32_t id = 0;
    sdbus::ObjectPath queued;
    std::string unit;
    std::string result;
    message >> id >> queued >> unit >> result;
    removed_[queued] = result;
  });
  const auto proxy = sdbus::createProxy(connection_, systemd::name, systemd::path);
  proxy->callMethod(proxy->createMethodCall(systemd::manager, "Subscribe"));
}

// A service that nothing needs any more is forgotten by systemd as soon as it has succeeded: then
// what was heard holds, unless nothing was.
void FollowedRun::ask_anew() {
  const auto unit = systemd::properties_of(connection_, service_, systemd::unit);
  if (!seen_.empty() && invocation_in(unit).empty() && !invocation_in(seen_).empty()) return;
  merge(unit, seen_);
  merge(systemd::properties_of(connection_, service_, systemd::service), seen_);
}

Run FollowedRun::ended_run(const std::string& queued) {
  while (!removed_.contains(queued)) wait_for_signals();
  // A failure that is followed by an automatic restart is told, and then the restart: only what
  // still is so when it is asked for is the end.
  for (ask_anew(); !has_ended(seen_); ask_anew())
    while (!has_ended(seen_)) wait_for_signals();
  if (invocation_in(seen_) == before_)
    return refused_run(why_not_begun(seen_, removed_.at(queued)));
  return run_of(seen_);
}

void FollowedRun::wait_for_signals() {
  const auto data = connection_.getEventLoopPollData();
  pollfd fd{data.fd, data.events, 0};
  poll(&fd, 1, data.getPollTimeout());
  while (connection_.processPendingRequest()) continue;
}

}  // namespace sa
