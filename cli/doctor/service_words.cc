#include "cli/doctor/service_words.h"

#include "core/local_time.h"

namespace sa {
namespace {

using enum FindingVerdict;

bool is_enabled(const SeenUnit& service) {
  return service.enablement.starts_with("enabled");
}

bool hit_start_limit(const SeenUnit& service, const HostFacts& facts) {
  const auto limit = facts.journal.start_limits.find(service.name);
  return limit != facts.journal.start_limits.end() &&
         (!service.left_inactive || limit->second >= *service.left_inactive);
}

Finding failed(const SeenUnit& service, const HostFacts& facts, const ServiceWords& words) {
  Finding finding{.verdict = problem, .subject = service.name, .text = ""};
  const bool limit = hit_start_limit(service, facts);
  finding.text = words.name + " has failed" +
                 (limit ? " so often that systemd does not start it any more" : "") + ": " +
                 words.means;
  finding.evidence = {"result " + service.result + ", exit status " +
                      std::to_string(service.exit_status)};
  finding.remedies = {{"to see why", "journalctl --unit=" + service.name + " --lines=20"},
                      {"to forget the failure", "sudo systemctl reset-failed " + service.name},
                      {"to start it once that is mended", "sudo systemctl start " + service.name}};
  return finding;
}

Finding masked(const SeenUnit& service, const ServiceWords& words) {
  return {.verdict = problem,
          .subject = service.name,
          .text = words.name + " is masked, so it cannot run: " + words.means,
          .remedies = {{"to unmask it", "sudo systemctl unmask " + service.name},
                       {"to start it, now and at each boot",
                        "sudo systemctl enable --now " + service.name}}};
}

Finding stopped(const SeenUnit& service, const ServiceWords& words) {
  const bool enabled = is_enabled(service);
  const std::string how = enabled ? "start " : "enable --now ";
  return {.verdict = problem,
          .subject = service.name,
          .text = words.name + (enabled ? " does not run: " : " does not run and is disabled: ") +
                  words.means,
          .evidence = {"its state is " + service.active + " (" + service.sub + ")"},
          .remedies = {{enabled ? "to start it" : "to start it, now and at each boot",
                        "sudo systemctl " + how + service.name}}};
}

Finding restarting(const SeenUnit& service, const ServiceWords& words) {
  return {.verdict = service.restarts > 0 ? problem : warning,
          .subject = service.name,
          .text = words.name +
                  (service.restarts > 0 ? " fails and is started again and again: "
                                        : " is not ready yet: ") +
                  words.means,
          .evidence = {"its state is " + service.active + " (" + service.sub + "), " +
                       std::to_string(service.restarts) + " restarts"},
          .remedies = {{"to see why", "journalctl --unit=" + service.name + " --lines=20"}}};
}

Finding unloadable(const SeenUnit& service, const ServiceWords& words) {
  return {
      .verdict = problem,
      .subject = service.name,
      .text = words.name + " cannot be loaded: " + words.means,
      .evidence = {service.load_error},
      .remedies = {{"to see where its files are wrong", "systemd-analyze verify " + service.name}}};
}

Findings running(const SeenUnit& service, const ServiceWords& words) {
  const std::string since =
      service.left_inactive ? " since " + local_second(*service.left_inactive) : "";
  if (is_enabled(service)) return {{.subject = service.name, .text = words.name + " runs" + since}};
  return {{.verdict = warning,
           .subject = service.name,
           .text = words.name + " runs, but is not started by the next boot",
           .evidence = {"its unit file is " + service.enablement},
           .remedies = {{"to have it started", "sudo systemctl enable " + service.name}}}};
}

}  // namespace

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

Finding not_installed(const std::string& service) {
  return {.verdict = problem,
          .subject = service,
          .text = "'" + service + "' is not installed",
          .remedies = {{"to install it", "sudo apt-get install --reinstall scriptactivity"}}};
}

Findings service_findings(const SeenUnit& service, const HostFacts& facts,
                          const ServiceWords& words) {
  if (service.load == "not-found") return {not_installed(service.name)};
  if (service.load == "masked") return {masked(service, words)};
  if (service.load != "loaded") return {unloadable(service, words)};
  if (service.active == "active" || service.active == "reloading") return running(service, words);
  if (service.active == "activating") return {restarting(service, words)};
  if (service.active == "failed") return {failed(service, facts, words)};
  return {stopped(service, words)};
}

}  // namespace sa
