#include "cli/doctor/host_checks.h"

#include "cli/doctor/service_words.h"
#include "core/local_time.h"

namespace sa {
namespace {

using enum FindingVerdict;

constexpr const char* restart_journald = "sudo systemctl restart systemd-journald.service";

// Drop-ins are read in the order of their names, and the last one wins.
std::string journald_setting(const std::string& line) {
  return "printf '[Journal]\\n" + line +
         "\\n' | sudo install -D -m 644 /dev/stdin "
         "/etc/systemd/journald.conf.d/zz-scriptactivity-" +
         line.substr(0, line.find('=')) + ".conf";
}

Finding unreadable_journal(const HostFacts& facts) {
  Finding finding{.verdict = unknown, .subject = "systemd-journald.service"};
  if (facts.is_root) {
    finding.verdict = problem;
    finding.text = "the journal is empty or not kept: runs that the bus does not tell of are lost";
    finding.evidence = {"its Storage= is " + facts.journal.storage};
    finding.remedies = {{"to see why", "systemctl status systemd-journald.service"}};
    return finding;
  }
  finding.text =
      "you may not read the journal, so 'sa log' shows you nothing of other users' units";
  finding.evidence = {"root and the members of the groups 'adm' and 'systemd-journal' may"};
  finding.remedies = {{"to become one, from your next login on",
                       "sudo adduser " + shell_word(facts.user) + " systemd-journal"}};
  return finding;
}

// Storage=auto keeps it where the folder is.
bool is_kept(const JournalFacts& journal) {
  return journal.storage == "persistent" || (journal.storage == "auto" && journal.has_folder);
}

Finding volatile_journal(const JournalFacts& journal) {
  Finding finding{.verdict = warning, .subject = "systemd-journald.service"};
  finding.text =
      "the journal does not outlive a reboot: no output of earlier runs, and what ends "
      "while the watcher does not run may be lost";
  finding.evidence = {"its Storage= is " + journal.storage +
                      (journal.storage == "auto" ? ", and there is no /var/log/journal" : "")};
  if (journal.storage == "auto")
    finding.remedies = {{"to keep it", "sudo mkdir -p /var/log/journal"}};
  else
    finding.remedies = {{"to keep it", journald_setting("Storage=persistent")}};
  finding.remedies.push_back({"to let journald know", restart_journald});
  return finding;
}

Finding suppressed_entries(const JournalFacts& journal) {
  return {.verdict = warning,
          .subject = "systemd-journald.service",
          .text =
              "the journal left out entries of systemd itself, because they came too fast: "
              "details of runs may be missing",
          .evidence = {std::to_string(journal.suppressed) + " entries suppressed, the last ones " +
                       local_second(*journal.last_suppressed)},
          .remedies = {{"to have none left out", journald_setting("RateLimitBurst=0")},
                       {"to let journald know", restart_journald}}};
}

std::vector<Remedy> clock_remedies(const ClockFacts& clock) {
  if (clock.is_guest) return {};
  if (!clock.can_ntp)
    return {{"to install what does it", "sudo apt-get install systemd-timesyncd"},
            {"to switch it on", "sudo timedatectl set-ntp true"}};
  if (!clock.is_on) return {{"to switch it on", "sudo timedatectl set-ntp true"}};
  return {{"to see what it waits for", "timedatectl timesync-status"}};
}

std::string clock_evidence(const ClockFacts& clock) {
  const std::string kernel = "the kernel says that it is not synchronised, ";
  if (clock.is_guest) return kernel + "and this is a container: its host sees to the clock";
  if (!clock.can_ntp) return kernel + "and no service for it is installed";
  return kernel + (clock.is_on ? "though the service for it is on" : "the service for it is off");
}

bool is_there(const HostFacts& facts, const char* name) {
  return facts.bus_names && facts.bus_names->contains(name);
}

}  // namespace

Findings journal_findings(const HostFacts& facts) {
  const JournalFacts& journal = facts.journal;
  Findings findings;
  if (!journal.is_readable) findings.push_back(unreadable_journal(facts));
  if (!is_kept(journal)) findings.push_back(volatile_journal(journal));
  if (journal.suppressed > 0) findings.push_back(suppressed_entries(journal));
  if (findings.empty()) findings.push_back({.text = "the journal is kept, and whole"});
  return findings;
}

Findings clock_findings(const HostFacts& facts) {
  if (facts.clock.is_synchronised) return {{.text = "the clock is synchronised"}};
  return {{.verdict = warning,
           .text = "the clock is not synchronised, so runs may be early, late or twice",
           .evidence = {clock_evidence(facts.clock)},
           .remedies = clock_remedies(facts.clock)}};
}

Findings control_findings(const HostFacts& facts) {
  constexpr const char* service = "sa-control.service";
  constexpr const char* means = ": 'sa pause', 'resume', 'run' and 'cancel' do not work";
  if (!facts.bus_names || !facts.units)
    return {{.verdict = unknown,
             .subject = service,
             .text = "whether sa-control comes when it is called cannot be told"}};
  const auto found = facts.units->find(service);
  const std::string load = found == facts.units->end() ? "not-found" : found->second.load;
  if (load == "masked")
    return {{.verdict = problem,
             .subject = service,
             .text = std::string("sa-control is masked") + means,
             .remedies = {{"to unmask it", "sudo systemctl unmask sa-control.service"}}}};
  if (load == "not-found") return {not_installed(service)};
  if (is_there(facts, "org.scriptactivity.Control1"))
    return {{.subject = service, .text = "sa-control comes when it is called"}};
  return {{.verdict = problem,
           .subject = service,
           .text = std::string("the bus does not know sa-control") + means,
           .evidence = {"org.scriptactivity.Control1 is not among the names it can start"},
           .remedies = {
               {"to have it read its services", "sudo systemctl reload dbus.service"},
               {"or, where they are gone", "sudo apt-get install --reinstall scriptactivity"}}}};
}

Findings pause_findings(const HostFacts& facts) {
  const HoldFacts& hold = facts.hold;
  if (hold.holds && hold.effective == hold.shipped)
    return {{.subject = hold.shipped, .text = "a pause holds over a reboot"}};
  if (hold.holds)
    return {{.subject = hold.effective, .text = "a pause holds over a reboot, by a file of yours"}};
  Finding finding{.verdict = problem,
                  .subject = hold.effective.empty() ? hold.shipped : hold.effective,
                  .text = "a pause does not hold: a boot, or anybody, starts a paused timer"};
  if (hold.effective.empty() || hold.effective == hold.shipped) {
    finding.evidence = {"'" + hold.shipped + "' is " +
                        (hold.effective.empty() ? "missing" : "not as it was shipped")};
    finding.remedies = {{"to have it again", "sudo apt-get install --reinstall scriptactivity"}};
    return {finding};
  }
  finding.evidence = {"it stands in the way of '" + hold.shipped + "'"};
  finding.remedies = {{"to remove it", "sudo rm " + shell_word(hold.effective)},
                      {"to tell systemd", "sudo systemctl daemon-reload"}};
  return {finding};
}

Findings polkit_findings(const HostFacts& facts) {
  if (!facts.bus_names)
    return {{.verdict = unknown, .text = "whether polkit is there cannot be told"}};
  if (is_there(facts, "org.freedesktop.PolicyKit1"))
    return {{.text = "polkit is there, and lets teams command their units"}};
  return {{.verdict = warning,
           .text = "polkit is missing, so only root may pause, resume, run, cancel and retire",
           .evidence = {"org.freedesktop.PolicyKit1 is not on the bus"},
           .remedies = {{"to install it", "sudo apt-get install polkitd"}}}};
}

Findings name_findings(const HostFacts& facts) {
  if (facts.other_sa.empty()) return {{.text = "'sa' is this program"}};
  return {{.verdict = warning,
           .subject = facts.other_sa,
           .text = "for root 'sa' is another program; 'scriptactivity' is this one",
           .evidence = {"'" + facts.other_sa +
                        "' comes first in root's PATH, as Debian's acct "
                        "has it"},
           .remedies = {{"to call this one", "scriptactivity status"}}}};
}

}  // namespace sa
