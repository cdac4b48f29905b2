#include "tests/cli/doctor/well_host.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::told;
using samples::well_host;
using namespace std::chrono_literals;

class DoctorOfTheHost : public testing::Test {
 protected:
  DoctorOfTheHost() : facts(well_host()) {}
  SeenUnit& unit(const std::string& name) { return (*facts.units)[name]; }
  HostFacts facts;
};

TEST_F(DoctorOfTheHost, LooksForNoSystemdWhereUpstartIs) {
  facts.is_upstart = true;
  facts.bus_answers = false;
  facts.units.reset();
  EXPECT_EQ(samples::told_whole(facts),
            "ok       status, store, room, units, sections, jobs, name\n");
  facts.status.heartbeat = samples::noon - 5min;
  EXPECT_NE(told(facts).find("to start it: sudo initctl start sa-watcher\n"), std::string::npos)
      << told(facts);
}

TEST_F(DoctorOfTheHost, FindsAWatcherThatIsStopped) {
  unit("sa-watcher.service").active = "inactive";
  unit("sa-watcher.service").sub = "dead";
  EXPECT_EQ(told(facts),
            "problem  the watcher does not run: no run is recorded and nothing is judged\n"
            "         its state is inactive (dead)\n"
            "         to start it: sudo systemctl start sa-watcher.service\n");
}

TEST_F(DoctorOfTheHost, FindsAWatcherThatIsDisabled) {
  unit("sa-watcher.service").active = "inactive";
  unit("sa-watcher.service").sub = "dead";
  unit("sa-watcher.service").enablement = "disabled";
  EXPECT_EQ(told(facts),
            "problem  the watcher does not run and is disabled: no run is recorded and nothing is "
            "judged\n"
            "         its state is inactive (dead)\n"
            "         to start it, now and at each boot: sudo systemctl enable --now "
            "sa-watcher.service\n");
  unit("sa-watcher.service").active = "active";
  EXPECT_EQ(told(facts),
            "warning  the watcher runs, but is not started by the next boot\n"
            "         its unit file is disabled\n"
            "         to have it started: sudo systemctl enable sa-watcher.service\n");
}

TEST_F(DoctorOfTheHost, FindsAWatcherThatFailed) {
  unit("sa-watcher.service").active = "failed";
  unit("sa-watcher.service").result = "exit-code";
  unit("sa-watcher.service").exit_status = 3;
  const std::string rest =
      "         result exit-code, exit status 3\n"
      "         to see why: journalctl --unit=sa-watcher.service --lines=20\n"
      "         to forget the failure: sudo systemctl reset-failed sa-watcher.service\n"
      "         to start it once that is mended: sudo systemctl start sa-watcher.service\n";
  EXPECT_EQ(told(facts),
            "problem  the watcher has failed: no run is recorded and nothing is judged\n" + rest);
  facts.journal.start_limits["sa-watcher.service"] = samples::noon - 1h;
  EXPECT_EQ(told(facts),
            "problem  the watcher has failed so often that systemd does not start it any more: no "
            "run is recorded and nothing is judged\n" +
                rest);
}

TEST_F(DoctorOfTheHost, FindsAWatcherThatIsMaskedOrGoneOrInALoop) {
  unit("sa-watcher.service").load = "masked";
  EXPECT_EQ(told(facts),
            "problem  the watcher is masked, so it cannot run: no run is recorded and nothing is "
            "judged\n"
            "         to unmask it: sudo systemctl unmask sa-watcher.service\n"
            "         to start it, now and at each boot: sudo systemctl enable --now "
            "sa-watcher.service\n");
  unit("sa-watcher.service").load = "not-found";
  EXPECT_EQ(told(facts),
            "problem  'sa-watcher.service' is not installed\n"
            "         to install it: sudo apt-get install --reinstall scriptactivity\n");
  unit("sa-watcher.service").load = "loaded";
  unit("sa-watcher.service").active = "activating";
  unit("sa-watcher.service").sub = "auto-restart";
  unit("sa-watcher.service").restarts = 4;
  EXPECT_EQ(told(facts),
            "problem  the watcher fails and is started again and again: no run is recorded and "
            "nothing is judged\n"
            "         its state is activating (auto-restart), 4 restarts\n"
            "         to see why: journalctl --unit=sa-watcher.service --lines=20\n");
}

TEST_F(DoctorOfTheHost, SaysWhatItCannotKnowWithoutABus) {
  facts.bus_answers = false;
  facts.bus_names.reset();
  facts.units.reset();
  EXPECT_EQ(told(facts),
            "problem  the system bus does not answer: the watcher hears nothing, and no verb that "
            "asks for something works\n"
            "         org.freedesktop.DBus at /run/dbus/system_bus_socket\n"
            "         to see why: systemctl status dbus.socket dbus.service\n"
            "         to start it: sudo systemctl start dbus.socket\n"
            "problem  systemd does not answer, so no timer can be looked at\n"
            "         'systemctl show' told nothing\n"
            "         to see why: systemctl is-system-running\n"
            "unknown  whether the watcher runs is not known, as systemd does not answer\n"
            "unknown  whether the timers can fire cannot be told, as systemd does not answer\n"
            "unknown  whether a start limit was hit cannot be told, as systemd does not answer\n"
            "unknown  whether systemd has read all unit files cannot be told\n"
            "unknown  whether sa-control comes when it is called cannot be told\n"
            "unknown  whether polkit is there cannot be told\n");
}

TEST_F(DoctorOfTheHost, FindsAStaleHeartbeat) {
  facts.status.heartbeat = samples::noon - 5min;
  setenv("TZ", "UTC", 1);
  EXPECT_EQ(told(facts),
            "problem  the status file is stale, so nothing is judged\n"
            "         last heartbeat 2026-11-22 11:55:00 (5min ago), expected every 30s\n"
            "         to see what the watcher does: journalctl --unit=sa-watcher.service "
            "--lines=20\n"
            "         to start it again: sudo systemctl restart sa-watcher.service\n");
}

TEST_F(DoctorOfTheHost, FindsAStatusFileThatIsAbsentDamagedOrElsewhere) {
  facts.status.heartbeat.reset();
  facts.status.failure = "cannot read the status file: it is cut short";
  facts.status.units.clear();
  const std::string unjudged =
      "unknown  which units cannot run is not known, as the status file cannot be read\n";
  EXPECT_EQ(told(facts),
            "problem  cannot read the status file: it is cut short\n"
            "         to have it written anew: sudo systemctl restart sa-watcher.service\n" +
                unjudged);
  facts.status.is_absent = true;
  EXPECT_EQ(told(facts),
            "problem  the watcher runs, but there is no status file\n"
            "         to have it written: sudo systemctl restart sa-watcher.service\n" +
                unjudged);
  facts.watcher_status = "/srv/sa status";
  EXPECT_EQ(told(facts),
            "problem  the watcher publishes in another status file than is read here\n"
            "         the watcher writes '/srv/sa status', this is '/run/scriptactivity/status'\n"
            "         to read that one: sa --status '/srv/sa status' status\n"
            "         to see what sets the watcher's: systemctl cat sa-watcher.service\n"
            "         and yours: echo \"$SA_STATUS\"\n" +
                unjudged);
}

TEST_F(DoctorOfTheHost, FindsAStoreThatIsAbsentNewerOrDamaged) {
  facts.store.state = StoreFacts::State::absent;
  const std::string unknown =
      "unknown  which runs were lost while the host was off stands in the store, which cannot be "
      "read\n";
  EXPECT_EQ(told(facts),
            "problem  there is no store: the watcher never ran here\n"
            "         to start it, now and at each boot: sudo systemctl enable --now "
            "sa-watcher.service\n" +
                unknown);
  facts.store.state = StoreFacts::State::newer;
  facts.store.failure = "its schema is 2";
  EXPECT_EQ(told(facts),
            "problem  a newer release wrote the store, this one cannot read it\n"
            "         its schema is 2\n"
            "         to go on with it: sudo apt-get install --only-upgrade scriptactivity\n"
            "         or, to begin anew with what the journal knows, stop the watcher: sudo "
            "systemctl stop sa-watcher.service\n"
            "         move the store away: sudo mv /var/lib/scriptactivity "
            "/var/lib/scriptactivity.newer\n"
            "         and start it again: sudo systemctl start sa-watcher.service\n" +
                unknown);
  facts.store.state = StoreFacts::State::damaged;
  facts.store.failure = "its checksum does not match";
  EXPECT_EQ(told(facts),
            "problem  the store is damaged\n"
            "         its checksum does not match\n"
            "         to begin anew with what the journal knows, stop the watcher: sudo systemctl "
            "stop sa-watcher.service\n"
            "         move the store away, for whoever wants to look: sudo mv "
            "/var/lib/scriptactivity /var/lib/scriptactivity.damaged\n"
            "         and start it again: sudo systemctl start sa-watcher.service\n" +
                unknown);
}

TEST_F(DoctorOfTheHost, SaysWhoMayReadTheStore) {
  facts.store.state = StoreFacts::State::denied;
  facts.store.group = "scriptactivity";
  const std::string unknown =
      "unknown  which runs were lost while the host was off stands in the store, which cannot be "
      "read\n";
  EXPECT_EQ(told(facts),
            "unknown  you may not read the store, so whether it is sound is not known\n"
            "         root and the members of the group 'scriptactivity' may\n"
            "         to become one, from your next login on: sudo adduser alice scriptactivity\n"
            "         to look at it as root: sudo sa doctor\n" +
                unknown);
  facts.store.state = StoreFacts::State::denied_until_login;
  EXPECT_EQ(told(facts),
            "unknown  you may not read the store yet: log out and in again\n"
            "         you were added to the group 'scriptactivity', but this session is older than "
            "that\n"
            "         to do with a shell of the group: newgrp scriptactivity\n" +
                unknown);
}

TEST_F(DoctorOfTheHost, FindsADiskThatIsNearlyFull) {
  facts.room->free_bytes = 1'500'000'000;
  const std::string commands =
      "         to see what fills it: df -h /var/lib/scriptactivity\n"
      "         to keep less of the log, set 'retention' in: sudoedit "
      "/etc/scriptactivity/scriptactivity.yaml\n";
  EXPECT_EQ(told(facts),
            "warning  the disk of the store is nearly full: some day no run is recorded\n"
            "         1500 MB of 100000 MB are free\n" +
                commands);
  facts.room->free_bytes = 19'000'000;
  EXPECT_EQ(told(facts),
            "problem  the disk of the store is nearly full: soon no run is recorded\n"
            "         19 MB of 100000 MB are free\n" +
                commands);
  facts.room = RoomFacts{300'000'000, 1'000'000'000, 3, 6'000'000};
  EXPECT_EQ(told(facts),
            "problem  the file system of the store has no room for more files\n"
            "         3 of 6000000 inodes are free\n"
            "         to see: df -i /var/lib/scriptactivity\n");
  facts.room = RoomFacts{300'000'000, 1'000'000'000, 0, 0};  // btrfs counts no files
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfTheHost, FindsAJournalThatIsNotKept) {
  facts.journal.storage = "volatile";
  const std::string text =
      "warning  the journal does not outlive a reboot: no output of earlier runs, and what ends "
      "while the watcher does not run may be lost\n";
  EXPECT_EQ(told(facts),
            text +
                "         its Storage= is volatile\n"
                "         to keep it: printf '[Journal]\\nStorage=persistent\\n' | sudo install -D "
                "-m 644 /dev/stdin /etc/systemd/journald.conf.d/zz-scriptactivity-Storage.conf\n"
                "         to let journald know: sudo systemctl restart systemd-journald.service\n");
  facts.journal.storage = "auto";
  EXPECT_EQ(told(facts), "");
  facts.journal.has_folder = false;
  EXPECT_EQ(told(facts),
            text +
                "         its Storage= is auto, and there is no /var/log/journal\n"
                "         to keep it: sudo mkdir -p /var/log/journal\n"
                "         to let journald know: sudo systemctl restart systemd-journald.service\n");
}

TEST_F(DoctorOfTheHost, FindsAJournalThatLeftEntriesOut) {
  facts.journal.suppressed = 8133;
  facts.journal.last_suppressed = samples::noon - 1h;
  EXPECT_EQ(
      told(facts),
      "warning  the journal left out entries of systemd itself, because they came too fast: "
      "details of runs may be missing\n"
      "         8133 entries suppressed, the last ones 2026-11-22 11:00:00\n"
      "         to have none left out: printf '[Journal]\\nRateLimitBurst=0\\n' | sudo install -D "
      "-m 644 /dev/stdin "
      "/etc/systemd/journald.conf.d/zz-scriptactivity-RateLimitBurst.conf\n"
      "         to let journald know: sudo systemctl restart systemd-journald.service\n");
}

TEST_F(DoctorOfTheHost, SaysWhoMayReadTheJournal) {
  facts.journal.is_readable = false;
  EXPECT_EQ(
      told(facts),
      "unknown  whether a start limit was hit stands in the journal, which you may not read\n"
      "unknown  you may not read the journal, so 'sa log' shows you nothing of other users' "
      "units\n"
      "         root and the members of the groups 'adm' and 'systemd-journal' may\n"
      "         to become one, from your next login on: sudo adduser alice systemd-journal\n");
}

TEST_F(DoctorOfTheHost, FindsAClockThatIsNotSynchronised) {
  facts.clock = {.is_synchronised = false, .can_ntp = true, .is_on = false, .is_guest = false};
  const std::string text =
      "warning  the clock is not synchronised, so runs may be early, late or twice\n"
      "         the kernel says that it is not synchronised, ";
  EXPECT_EQ(told(facts), text +
                             "the service for it is off\n"
                             "         to switch it on: sudo timedatectl set-ntp true\n");
  facts.clock.is_on = true;
  EXPECT_EQ(told(facts), text +
                             "though the service for it is on\n"
                             "         to see what it waits for: timedatectl timesync-status\n");
  facts.clock.can_ntp = false;
  EXPECT_EQ(told(facts),
            text +
                "and no service for it is installed\n"
                "         to install what does it: sudo apt-get install systemd-timesyncd\n"
                "         to switch it on: sudo timedatectl set-ntp true\n");
  facts.clock.is_guest = true;
  EXPECT_EQ(told(facts), text + "and this is a container: its host sees to the clock\n");
}

TEST_F(DoctorOfTheHost, FindsThatPolkitIsMissing) {
  facts.bus_names->erase("org.freedesktop.PolicyKit1");
  EXPECT_EQ(told(facts),
            "warning  polkit is missing, so only root may pause, resume, run, cancel and retire\n"
            "         org.freedesktop.PolicyKit1 is not on the bus\n"
            "         to install it: sudo apt-get install polkitd\n");
}

TEST_F(DoctorOfTheHost, FindsASaControlThatDoesNotCome) {
  const std::string means = ": 'sa pause', 'resume', 'run' and 'cancel' do not work\n";
  unit("sa-control.service").load = "masked";
  EXPECT_EQ(told(facts), "problem  sa-control is masked" + means +
                             "         to unmask it: sudo systemctl unmask sa-control.service\n");
  unit("sa-control.service").load = "loaded";
  facts.bus_names->erase("org.scriptactivity.Control1");
  EXPECT_EQ(told(facts),
            "problem  the bus does not know sa-control" + means +
                "         org.scriptactivity.Control1 is not among the names it can start\n"
                "         to have it read its services: sudo systemctl reload dbus.service\n"
                "         or, where they are gone: sudo apt-get install --reinstall "
                "scriptactivity\n");
}

TEST_F(DoctorOfTheHost, FindsThatAPauseDoesNotHold) {
  const std::string text =
      "problem  a pause does not hold: a boot, or anybody, starts a paused "
      "timer\n";
  facts.hold.effective.clear();
  facts.hold.holds = false;
  EXPECT_EQ(told(facts),
            text +
                "         '/usr/lib/systemd/system/timer.d/50-scriptactivity.conf' is missing\n"
                "         to have it again: sudo apt-get install --reinstall scriptactivity\n");
  facts.hold.effective = "/etc/systemd/system/timer.d/50-scriptactivity.conf";
  EXPECT_EQ(told(facts), text +
                             "         it stands in the way of "
                             "'/usr/lib/systemd/system/timer.d/50-scriptactivity.conf'\n"
                             "         to remove it: sudo rm "
                             "/etc/systemd/system/timer.d/50-scriptactivity.conf\n"
                             "         to tell systemd: sudo systemctl daemon-reload\n");
  facts.hold.holds = true;
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfTheHost, TellsTheSecondNameWhereAcctIsInstalled) {
  facts.other_sa = "/usr/sbin/sa";
  EXPECT_EQ(told(facts),
            "warning  for root 'sa' is another program; 'scriptactivity' is this one\n"
            "         '/usr/sbin/sa' comes first in root's PATH, as Debian's acct has it\n"
            "         to call this one: scriptactivity status\n");
}

}  // namespace
}  // namespace sa
