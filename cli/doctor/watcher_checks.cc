#include "cli/doctor/watcher_checks.h"

#include "cli/doctor/service_words.h"
#include "core/local_time.h"
#include "store/status_file.h"

namespace sa {
namespace {

using enum FindingVerdict;

constexpr const char* service = "sa-watcher.service";

const SeenUnit* watcher_of(const HostFacts& facts) {
  if (!facts.units) return nullptr;
  const auto found = facts.units->find(service);
  return found == facts.units->end() ? nullptr : &found->second;
}

bool runs(const HostFacts& facts) {
  const SeenUnit* watcher = watcher_of(facts);
  return watcher != nullptr && watcher->active == "active";
}

// Where Upstart starts it.
std::vector<Remedy> upstart_remedies() {
  return {{"to see what the watcher said", "sudo tail /var/log/upstart/sa-watcher.log"},
          {"to start it", "sudo initctl start sa-watcher"}};
}

Finding stale_status(const HostFacts& facts) {
  const Instant heartbeat = *facts.status.heartbeat;
  Finding finding{.verdict = problem, .subject = facts.status.path, .text = ""};
  finding.text = "the status file is stale, so nothing is judged";
  finding.evidence = {"last heartbeat " + local_second(heartbeat) + " (" +
                      relative(heartbeat, facts.now) + "), expected every 30s"};
  if (facts.is_upstart) finding.remedies = upstart_remedies();
  if (runs(facts))
    finding.remedies = {
        {"to see what the watcher does", "journalctl --unit=sa-watcher.service --lines=20"},
        {"to start it again", "sudo systemctl restart sa-watcher.service"}};
  return finding;
}

Finding status_elsewhere(const HostFacts& facts) {
  Finding finding{.verdict = problem,
                  .subject = facts.status.path,
                  .text = "the watcher publishes in another status file than is read here"};
  finding.evidence = {"the watcher writes '" + facts.watcher_status + "', this is '" +
                      facts.status.path + "'"};
  finding.remedies = {
      {"to read that one", "sa --status " + shell_word(facts.watcher_status) + " status"},
      {"to see what sets the watcher's", "systemctl cat sa-watcher.service"},
      {"and yours", "echo \"$SA_STATUS\""}};
  return finding;
}

Finding absent_status(const HostFacts& facts) {
  Finding finding{.verdict = problem, .subject = facts.status.path, .text = ""};
  finding.text = runs(facts) ? "the watcher runs, but there is no status file"
                             : "there is no status file, because the watcher does not run";
  if (facts.is_upstart) finding.remedies = upstart_remedies();
  if (runs(facts))
    finding.remedies = {{"to have it written", "sudo systemctl restart sa-watcher.service"}};
  return finding;
}

Finding unreadable_status(const HostFacts& facts) {
  const char* const restart = facts.is_upstart ? "sudo initctl restart sa-watcher"
                                               : "sudo systemctl restart sa-watcher.service";
  return {.verdict = problem,
          .subject = facts.status.path,
          .text = facts.status.failure,
          .remedies = {{"to have it written anew", restart}}};
}

}  // namespace

Findings watcher_findings(const HostFacts& facts) {
  if (!facts.units)
    return {{.verdict = unknown,
             .subject = service,
             .text = "whether the watcher runs is not known, as systemd does not answer"}};
  const SeenUnit* watcher = watcher_of(facts);
  if (watcher == nullptr) return {not_installed(service)};
  return service_findings(*watcher, facts,
                          {"the watcher", "no run is recorded and nothing is judged"});
}

Findings bus_findings(const HostFacts& facts) {
  Findings findings;
  if (!facts.bus_answers)
    findings.push_back({.verdict = problem,
                        .text = "the system bus does not answer: the watcher hears nothing, and "
                                "no verb that asks for something works",
                        .evidence = {"org.freedesktop.DBus at /run/dbus/system_bus_socket"},
                        .remedies = {{"to see why", "systemctl status dbus.socket dbus.service"},
                                     {"to start it", "sudo systemctl start dbus.socket"}}});
  if (!facts.units)
    findings.push_back({.verdict = problem,
                        .text = "systemd does not answer, so no timer can be looked at",
                        .evidence = {"'systemctl show' told nothing"},
                        .remedies = {{"to see why", "systemctl is-system-running"}}});
  if (findings.empty()) findings.push_back({.text = "the system bus and systemd answer"});
  return findings;
}

Findings status_findings(const HostFacts& facts) {
  const StatusFacts& status = facts.status;
  const bool is_elsewhere = !facts.watcher_status.empty() && facts.watcher_status != status.path;
  if (is_elsewhere && runs(facts)) return {status_elsewhere(facts)};
  if (status.is_absent) return {absent_status(facts)};
  if (!status.heartbeat) return {unreadable_status(facts)};
  if (is_silent(*status.heartbeat, facts.now)) return {stale_status(facts)};
  return {{.subject = status.path,
           .text = "the status file is fresh, with " + counted(status.units.size(), "unit")}};
}

}  // namespace sa
