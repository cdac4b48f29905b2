#include "cli/doctor/timer_checks.h"

#include "cli/doctor/service_words.h"
#include "core/local_time.h"

#include <algorithm>

namespace sa {
namespace {

using enum FindingVerdict;

const SeenUnit* seen(const HostFacts& facts, const std::string& name) {
  const auto found = facts.units->find(name);
  return found == facts.units->end() ? nullptr : &found->second;
}

// The units that are still expected of a timer.
std::vector<const UnitStatus*> expected_of(const HostFacts& facts, const std::string& timer) {
  std::vector<const UnitStatus*> units;
  for (const UnitStatus& unit : facts.status.units) {
    const bool is_its = std::ranges::find(unit.timers, timer) != unit.timers.end();
    if (is_its && !unit.retired && !unit.paused) units.push_back(&unit);
  }
  return units;
}

std::string names_of(const std::vector<const UnitStatus*>& units) {
  std::string names;
  for (const UnitStatus* unit : units) names += (names.empty() ? "" : " and ") + unit->unit;
  return names;
}

void add_retire(const std::vector<const UnitStatus*>& units, Finding& finding) {
  for (const UnitStatus* unit : units)
    finding.remedies.push_back({"or, to say that " + unit->unit + " is not expected any more",
                                "sa retire " + shell_word(unit->unit)});
}

bool cannot_load(const SeenUnit& unit) {
  return unit.load != "loaded" && unit.load != "masked";
}

// "is masked", of a unit that is not loaded.
std::string load_words(const SeenUnit& unit) {
  if (unit.load == "masked") return "is masked";
  if (unit.load == "not-found") return "does not exist";
  return "cannot be loaded" + (unit.load_error.empty() ? "" : ": " + unit.load_error);
}

// What keeps a service from being started at all, with what mends it.
void add_hindrances(const SeenUnit& service, const HostFacts& facts, Finding& finding) {
  if (service.load != "loaded") {
    finding.evidence.push_back(service.name + " " + load_words(service));
    if (service.load == "masked")
      finding.remedies.push_back(
          {"to unmask the service", "sudo systemctl unmask " + shell_word(service.name)});
    else
      finding.remedies.push_back({"to see where its files are wrong",
                                  "systemd-analyze verify " + shell_word(service.name)});
    return;
  }
  for (const std::string& name : service.needs) {
    const SeenUnit* needed = seen(facts, name);
    if (needed == nullptr || needed->load == "loaded") continue;
    finding.evidence.push_back(service.name + " requires " + name + ", which " +
                               load_words(*needed));
    finding.remedies.push_back(
        {"to mend what it requires", "sudo systemctl edit --full " + shell_word(service.name)});
  }
}

void add_hindrances_of(const SeenUnit& timer, const HostFacts& facts, Finding& finding) {
  for (const std::string& name : timer.starts)
    if (const SeenUnit* service = seen(facts, name)) add_hindrances(*service, facts, finding);
}

Finding dead(const SeenUnit& timer, const HostFacts& facts) {
  Finding finding{.verdict = problem,
                  .subject = timer.name,
                  .text = timer.name + " is dead: it does not fire any more"};
  finding.evidence = {"its result is " + timer.result};
  add_hindrances_of(timer, facts, finding);
  if (finding.remedies.empty())
    finding.remedies = {{"to see why", "systemctl status " + shell_word(timer.name)}};
  finding.remedies.push_back(
      {"to start the timer again", "sudo systemctl restart " + shell_word(timer.name)});
  return finding;
}

Finding unloadable(const SeenUnit& timer) {
  return {
      .verdict = problem,
      .subject = timer.name,
      .text = timer.name + " cannot be loaded",
      .evidence = {timer.load_error},
      .remedies = {
          {"to see where it is wrong", "systemd-analyze verify " + shell_word(timer.name)},
          {"to start it once that is mended", "sudo systemctl restart " + shell_word(timer.name)}}};
}

Finding gone(const SeenUnit& timer, const std::vector<const UnitStatus*>& units) {
  Finding finding{.verdict = problem,
                  .subject = timer.name,
                  .text = timer.name + " is gone, but " + names_of(units) + " is still expected"};
  add_retire(units, finding);
  finding.remedies.front().purpose.erase(0, std::string("or, ").size());
  return finding;
}

Finding masked(const SeenUnit& timer, const std::vector<const UnitStatus*>& units) {
  Finding finding{.verdict = problem,
                  .subject = timer.name,
                  .text = timer.name + " is masked, but " + names_of(units) + " is still expected",
                  .remedies = {{"to unmask it", "sudo systemctl unmask " + shell_word(timer.name)},
                               {"to start it", "sudo systemctl start " + shell_word(timer.name)}}};
  add_retire(units, finding);
  return finding;
}

Finding not_started(const SeenUnit& timer) {
  return {.verdict = problem,
          .subject = timer.name,
          .text = timer.name + " is enabled but not started: it does not fire before the next boot",
          .evidence = {"its state is " + timer.active},
          .remedies = {{"to start it", "sudo systemctl start " + shell_word(timer.name)}}};
}

// As far as the watcher has seen; systemd itself forgets a timer that is stopped.
bool was_active(const std::vector<const UnitStatus*>& units, Instant now) {
  return std::ranges::any_of(units, [&](const UnitStatus* unit) {
    return verdict_at(unit->outlook, now).health != Health::waiting;
  });
}

Finding idle(const SeenUnit& timer, const std::vector<const UnitStatus*>& units, Instant now) {
  const bool is_stopped = was_active(units, now);
  Finding finding{.verdict = is_stopped ? problem : warning, .subject = timer.name};
  finding.text = timer.name + (is_stopped ? " is stopped" : " is loaded but was never active") +
                 ", and " + names_of(units) + " is still expected";
  finding.evidence = {"its state is " + timer.active + ", its unit file is " + timer.enablement};
  const bool can_enable = timer.enablement == "disabled";
  finding.remedies = {{can_enable ? "to start it, now and at each boot" : "to start it",
                       std::string("sudo systemctl ") + (can_enable ? "enable --now " : "start ") +
                           shell_word(timer.name)}};
  add_retire(units, finding);
  return finding;
}

Finding doomed(const SeenUnit& timer, const HostFacts& facts) {
  Finding finding{.verdict = problem,
                  .subject = timer.name,
                  .text = timer.name + " dies when it fires next: it cannot start its service"};
  add_hindrances_of(timer, facts, finding);
  return finding;
}

bool is_doomed(const SeenUnit& timer, const HostFacts& facts) {
  Finding hindrances;
  add_hindrances_of(timer, facts, hindrances);
  return !hindrances.evidence.empty();
}

bool repeats_only(const SeenUnit& timer) {
  const auto is_repeat = [](const std::string& text) {
    return text.starts_with("OnUnitActive") || text.starts_with("OnUnitInactive");
  };
  return !timer.schedule.empty() && std::ranges::all_of(timer.schedule, is_repeat);
}

Finding never_fires(const SeenUnit& timer) {
  Finding finding{
      .verdict = problem, .subject = timer.name, .text = timer.name + " is active but never fires"};
  finding.evidence = timer.schedule;
  if (repeats_only(timer))
    finding.evidence.emplace_back(
        "it counts from the last run of its service, which never ran since the host is up");
  finding.remedies = {
      {repeats_only(timer) ? "to give it a first run, add OnActiveSec=0 to its [Timer]"
                           : "to give it an instant to come, change its [Timer]",
       "sudo systemctl edit " + shell_word(timer.name)},
      {"to start it anew", "sudo systemctl restart " + shell_word(timer.name)}};
  return finding;
}

std::optional<Finding> finding_of_inactive(const SeenUnit& timer,
                                           const std::vector<const UnitStatus*>& units,
                                           Instant now) {
  if (!timer.condition_met) return std::nullopt;
  if (timer.enablement == "enabled" || timer.enablement == "enabled-runtime")
    return not_started(timer);
  if (!units.empty()) return idle(timer, units, now);
  return std::nullopt;
}

// nullopt: it can fire, or nobody wants it to.
std::optional<Finding> finding_of(const SeenUnit& timer, const HostFacts& facts) {
  if (facts.paused.contains(timer.name)) return std::nullopt;
  const auto units = expected_of(facts, timer.name);
  if (timer.load == "masked" || timer.load == "not-found") {
    if (units.empty()) return std::nullopt;
    return timer.load == "masked" ? masked(timer, units) : gone(timer, units);
  }
  if (cannot_load(timer)) return unloadable(timer);
  if (timer.active == "failed") return dead(timer, facts);
  if (timer.active == "inactive") return finding_of_inactive(timer, units, facts.now);
  if (timer.sub == "elapsed" && !timer.last_trigger) return never_fires(timer);
  if (is_doomed(timer, facts)) return doomed(timer, facts);
  return std::nullopt;
}

bool is_asked(const SeenUnit& unit, const HostFacts& facts) {
  if (!facts.asked || facts.asked->contains(unit.name)) return true;
  return std::ranges::any_of(unit.starts,
                             [&](const std::string& name) { return facts.asked->contains(name); });
}

Finding start_limit(const SeenUnit& unit, Instant at) {
  return {.verdict = problem,
          .subject = unit.name,
          .text = unit.name + " was started too often: systemd refuses to start it",
          .evidence = {"its start limit was hit " + local_second(at) + ", it did not run since"},
          .remedies = {{"to see why it ended that often", "sa log " + shell_word(unit.name)},
                       {"to lift the limit once that is mended",
                        "sudo systemctl reset-failed " + shell_word(unit.name)},
                       {"to run it then", "sa run " + shell_word(unit.name)}}};
}

bool is_ours(const std::string& unit) {
  return unit == "sa-watcher.service" || unit == "sa-unitgen.service";
}

Findings not_looked_at(const char* what) {
  return {{.verdict = unknown,
           .text = std::string(what) + " cannot be told, as systemd does not answer"}};
}

}  // namespace

Findings timer_findings(const HostFacts& facts) {
  if (!facts.units) return not_looked_at("whether the timers can fire");
  Findings findings;
  std::size_t count = 0;
  for (const auto& [name, unit] : *facts.units) {
    if (!name.ends_with(".timer") || !is_asked(unit, facts)) continue;
    ++count;
    if (auto finding = finding_of(unit, facts)) findings.push_back(std::move(*finding));
  }
  if (findings.empty())
    findings.push_back({.text = counted(count, "timer") + " can fire, or need not"});
  return findings;
}

Findings start_limit_findings(const HostFacts& facts) {
  if (!facts.units) return not_looked_at("whether a start limit was hit");
  Findings findings;
  for (const auto& [name, at] : facts.journal.start_limits) {
    const SeenUnit* unit = seen(facts, name);
    if (unit == nullptr || is_ours(name) || !is_asked(*unit, facts)) continue;
    const bool ran_since = unit->left_inactive && *unit->left_inactive > at;
    if (unit->active == "failed" && !ran_since) findings.push_back(start_limit(*unit, at));
  }
  if (!findings.empty()) return findings;
  if (!facts.journal.is_readable)
    return {{.verdict = unknown,
             .text = "whether a start limit was hit stands in the journal, "
                     "which you may not read"}};
  return {{.text = "no start limit was hit"}};
}

}  // namespace sa
