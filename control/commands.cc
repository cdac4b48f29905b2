#include "control/commands.h"

#include "control/refused.h"
#include "control/unit_name.h"
#include "core/error.h"
#include "core/plain_text.h"
#include "core/problem.h"
#include "core/utf8.h"
#include "host/names.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sa {
namespace {

constexpr std::size_t longest_reason = 500;

bool is_for_timers(Verb verb) {
  return verb == Verb::pause || verb == Verb::resume || verb == Verb::stop;
}

void check_name(const Request& request) {
  const bool of_timer = is_for_timers(request.verb);
  if (is_unit_name(request.unit) && request.unit.ends_with(of_timer ? ".timer" : ".service"))
    return;
  throw Refused("BadName", std::string("expected the full name of a ") +
                               (of_timer ? "timer such as 'backup.timer'"
                                         : "service such as 'backup.service'") +
                               ", got " + sa::quoted(request.unit));
}

void check_pause(const Request& request, Instant now) {
  if (request.until && *request.until <= now)
    throw Refused("BadTime", "expected a time to come as the end of the pause, got " +
                                 rfc3339(*request.until));
  const std::string& reason = request.reason;
  if (reason.size() > longest_reason || !is_utf8(reason) || plain_text_problem(reason) ||
      reason.find_first_of("\n\r\t") != reason.npos)
    throw Refused("BadReason", "expected a reason of one line and at most " +
                                   std::to_string(longest_reason) + " bytes, got " +
                                   sa::quoted(reason));
}

void check_is_there(const UnitSeen& unit) {
  if (unit.load == "not-found") throw Refused("NoSuchUnit", "there is no unit '" + unit.name + "'");
  if (unit.load == "masked")
    throw Refused("Masked", "'" + unit.name + "' is masked: 'systemctl unmask " + unit.name +
                                "' makes it usable again");
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_idle(const UnitSeen& unit) {
  return unit.active == "inactive" || unit.active == "failed";
}

std::string state_of(const UnitSeen& unit) {
  return unit.active + " (" + unit.sub + ")";
}

}  // namespace

bool starts_again(const Pause& pause, const UnitSeen& timer, const std::string& boot,
                  bool is_wanted) {
  if (timer.load != "loaded" || !is_idle(timer)) return false;
  if (pause.enabled.starts_with("enabled") && timer.enabled == "disabled") return false;
  if (timer.held && *timer.held >= pause.at) return true;
  return pause.boot == boot ? pause.active : is_wanted;
}

Commands::Commands(Surroundings surroundings) : with_(std::move(surroundings)) {}

Subject Commands::subject_of(const Request& request, Instant now) {
  check_name(request);
  if (is_for_timers(request.verb))
    return timer_subject(request, with_.systemd.unit(request.unit), now);
  return service_subject(request, with_.systemd.unit(request.unit));
}

Subject Commands::timer_subject(const Request& request, UnitSeen timer, Instant now) {
  const auto held = with_.pauses.find(timer.name);
  if (request.verb == Verb::pause) {
    check_pause(request, now);
    if (timer.load == "not-found") check_is_there(timer);
    if (timer.transient)
      throw Refused("Transient", "'" + timer.name + "' was made by systemd-run and would be gone " +
                                     "for good: 'systemctl stop " + timer.name + "' does that");
  } else if (request.verb == Verb::stop) {
    check_is_there(timer);
  } else if (!held) {
    throw Refused("NotPaused", "'" + timer.name + "' is not paused");
  }
  UnitFacts facts;
  for (const auto& service : timer.triggers) facts = facts_in(with_.systemd.unit(service).files);
  facts.override_by(facts_in(timer.files));
  Subject subject{std::move(timer), owner_of(facts.team, with_.teams), false, false};
  subject.is_over = held && held->until && *held->until <= now;
  if (request.verb == Verb::pause) subject.fatal_run = fatal_run(subject.unit, facts);
  subject.failed_fatally =
      !subject.fatal_run.empty() && with_.pauses.fatal_run(subject.unit.name) != subject.fatal_run;
  return subject;
}

Subject Commands::service_subject(const Request& request, UnitSeen service) {
  check_is_there(service);
  const UnitFacts facts = facts_in(service.files);
  const auto timers = timers_of(service);
  if (!facts.has_section && timers.empty())
    throw Refused("NotOurs", "'" + service.name + "' has no timer and no [X-ScriptActivity]: use " +
                                 "'systemctl " + (request.verb == Verb::run ? "start " : "stop ") +
                                 service.name + "'");
  const std::string team = facts.team.empty() ? team_of(timers) : facts.team;
  return {std::move(service), owner_of(team, with_.teams), false, false};
}

// systemd tells of a service only those timers that are loaded; one that is paused or was never
// started need not be.
std::vector<std::string> Commands::timers_of(const UnitSeen& service) {
  std::set<std::string> timers;
  for (const auto& unit : service.triggered_by)
    if (unit.ends_with(".timer")) timers.insert(unit);
  std::vector<std::string> others = with_.pauses.paused();
  others.push_back(service.name.substr(0, service.name.rfind('.')) + ".timer");
  for (const auto& timer : others)
    if (is_unit_name(timer) && contains(with_.systemd.unit(timer).triggers, service.name))
      timers.insert(timer);
  return {timers.begin(), timers.end()};
}

// None where its timers do not agree.
std::string Commands::team_of(const std::vector<std::string>& timers) {
  std::string team;
  for (const auto& timer : timers) {
    const std::string said = facts_in(with_.systemd.unit(timer).files).team;
    if (!team.empty() && !said.empty() && said != team) return {};
    if (!said.empty()) team = said;
  }
  return team;
}

std::string Commands::fatal_run(const UnitSeen& timer, const UnitFacts& facts) {
  if (!facts.pause_on_fatal || timer.triggers.empty()) return {};
  const EndingSeen ending = with_.systemd.ending(timer.triggers.front());
  const bool is_fatal = ending.result != "success" &&
                        is_fatal_ending(facts, ending.exit_status, ending.signal.value_or(""));
  return is_fatal ? ending.invocation : std::string();
}

void Commands::tell(const Request& request, const Subject& subject, const std::string& what) {
  Request named = request;
  named.unit = subject.unit.name;
  with_.tell({named, subject.owner.team, what});
}

PauseDone Commands::pause(const Request& request, const Subject& subject, Instant now) {
  const UnitSeen& timer = subject.unit;
  Pause pause;
  if (const auto held = with_.pauses.find(timer.name))
    pause = *held;
  else
    pause = {{}, now, {}, {}, !is_idle(timer), timer.enabled, with_.systemd.boot()};
  pause.by = request.caller.name;
  pause.until = request.until;
  pause.reason = request.reason;
  const bool catches_up = with_.systemd.catches_up(timer.name);
  with_.pauses.put(timer.name, pause);
  if (subject.failed_fatally) with_.pauses.set_fatal_run(timer.name, subject.fatal_run);
  tell(request, subject,
       "paused '" + timer.name + "'" + (pause.until ? " until " + rfc3339(*pause.until) : ""));
  if (!is_idle(timer)) with_.systemd.stop(timer.name);
  return {pause.active, catches_up};
}

bool Commands::is_any_active(const std::vector<std::string>& units) {
  return std::ranges::any_of(
      units, [&](const std::string& unit) { return with_.systemd.unit(unit).active == "active"; });
}

bool Commands::start_again(const UnitSeen& timer, const Pause& pause) {
  const bool starts =
      starts_again(pause, timer, with_.systemd.boot(), is_any_active(timer.wanted_by));
  if (starts) with_.systemd.start(timer.name);
  return starts;
}

bool Commands::resume(const Request& request, const Subject& subject) {
  const UnitSeen& timer = subject.unit;
  const auto pause = with_.pauses.find(timer.name);
  if (!pause) throw Refused("NotPaused", "'" + timer.name + "' is not paused any more");
  with_.pauses.begin_resume(timer.name);
  tell(request, subject, "resumed '" + timer.name + "'");
  try {
    const bool is_started = start_again(timer, *pause);
    with_.pauses.end_resume(timer.name);
    return is_started;
  } catch (const Refused&) {
    with_.pauses.end_resume(timer.name);
    throw;
  }
}

std::string Commands::run(const Request& request, const Subject& subject) {
  const UnitSeen& service = subject.unit;
  if (!is_idle(service))
    throw Refused("AlreadyRunning", "'" + service.name + "' is " + state_of(service) +
                                        " already: 'sa log -f " + service.name +
                                        "' shows what it does");
  std::string queued = with_.systemd.queue_start(service.name);
  tell(request, subject, "started '" + service.name + "'");
  return queued;
}

std::string Commands::cancel(const Request& request, const Subject& subject) {
  const UnitSeen& service = subject.unit;
  if (is_idle(service))
    throw Refused("NotRunning", "'" + service.name + "' is not running: 'sa show " + service.name +
                                    "' tells of its last run");
  std::string queued = with_.systemd.queue_stop(service.name);
  tell(request, subject, "cancelled '" + service.name + "'");
  return queued;
}

// In this order: a reload, which belongs to disabling, has systemd fire an active OnActiveSec=
// anew.
StopDone Commands::stop(const Request& request, const Subject& subject) {
  const UnitSeen& timer = subject.unit;
  const StopDone done{!is_idle(timer), timer.enabled.starts_with("enabled")};
  if (done.was_active) with_.systemd.stop(timer.name);
  if (done.was_enabled) with_.systemd.disable(timer.name);
  tell(request, subject, "stopped and disabled '" + timer.name + "'");
  return done;
}

void Commands::finish_resume(const std::string& timer) {
  const auto pause = with_.pauses.resuming(timer);
  if (pause && !with_.pauses.find(timer)) start_again(with_.systemd.unit(timer), *pause);
}

void Commands::finish_pause(const std::string& timer, Instant now) {
  const Request end{Verb::resume, timer, {}, "its end has come", {0, user_name(0)}};
  const Subject subject = subject_of(end, now);
  if (subject.is_over)
    resume(end, subject);
  else if (!is_idle(subject.unit))
    with_.systemd.stop(subject.unit.name);
}

std::vector<std::string> Commands::finish(Instant now) {
  std::vector<std::string> refusals;
  const auto attempt = [&](const auto& action) {
    try {
      action();
    } catch (const Refused& refused) {
      refusals.emplace_back(refused.what());
    }
  };
  for (const auto& timer : with_.pauses.resuming()) {
    attempt([&] { finish_resume(timer); });
    with_.pauses.end_resume(timer);
  }
  for (const auto& timer : with_.pauses.paused()) attempt([&] { finish_pause(timer, now); });
  return refusals;
}

}  // namespace sa
