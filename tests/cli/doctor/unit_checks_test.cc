#include "tests/cli/doctor/well_host.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using samples::put;
using samples::told;
using namespace std::chrono_literals;

class DoctorOfUnits : public testing::Test {
 protected:
  DoctorOfUnits() : facts(samples::well_host()) {}
  SeenUnit& timer() { return (*facts.units)["backup.timer"]; }
  SeenUnit& service() { return (*facts.units)["backup.service"]; }
  UnitStatus& status() { return facts.status.units.front(); }
  HostFacts facts;
};

TEST_F(DoctorOfUnits, FindsADeadTimerAndWhatItsServiceRequires) {
  timer().active = "failed";
  timer().result = "resources";
  service().needs = {"sysinit.target", "nowhere.service"};
  SeenUnit nowhere = samples::seen_service("nowhere.service");
  nowhere.load = "not-found";
  put(facts, nowhere);
  EXPECT_EQ(told(facts),
            "problem  backup.timer is dead: it does not fire any more\n"
            "         its result is resources\n"
            "         backup.service requires nowhere.service, which does not exist\n"
            "         to mend what it requires: sudo systemctl edit --full backup.service\n"
            "         to start the timer again: sudo systemctl restart backup.timer\n");
}

TEST_F(DoctorOfUnits, FindsATimerWhoseServiceIsMasked) {
  service().load = "masked";
  EXPECT_EQ(told(facts),
            "problem  backup.timer dies when it fires next: it cannot start its service\n"
            "         backup.service is masked\n"
            "         to unmask the service: sudo systemctl unmask backup.service\n");
  timer().active = "failed";
  timer().result = "resources";
  EXPECT_EQ(told(facts),
            "problem  backup.timer is dead: it does not fire any more\n"
            "         its result is resources\n"
            "         backup.service is masked\n"
            "         to unmask the service: sudo systemctl unmask backup.service\n"
            "         to start the timer again: sudo systemctl restart backup.timer\n");
}

TEST_F(DoctorOfUnits, FindsAServiceThatCannotBeLoaded) {
  service().load = "bad-setting";
  service().load_error = "Unit backup.service has a bad unit file setting.";
  EXPECT_EQ(told(facts),
            "problem  backup.timer dies when it fires next: it cannot start its service\n"
            "         backup.service cannot be loaded: Unit backup.service has a bad unit file "
            "setting.\n"
            "         to see where its files are wrong: systemd-analyze verify backup.service\n");
}

TEST_F(DoctorOfUnits, FindsATimerThatCannotBeLoaded) {
  timer().load = "bad-setting";
  timer().load_error = "Unit backup.timer has a bad unit file setting.";
  EXPECT_EQ(told(facts),
            "problem  backup.timer cannot be loaded\n"
            "         Unit backup.timer has a bad unit file setting.\n"
            "         to see where it is wrong: systemd-analyze verify backup.timer\n"
            "         to start it once that is mended: sudo systemctl restart backup.timer\n");
}

TEST_F(DoctorOfUnits, FindsAMaskedTimerWhereSomethingIsExpectedOfIt) {
  timer().load = "masked";
  timer().active = "inactive";
  EXPECT_EQ(told(facts),
            "problem  backup.timer is masked, but backup.service is still expected\n"
            "         to unmask it: sudo systemctl unmask backup.timer\n"
            "         to start it: sudo systemctl start backup.timer\n"
            "         or, to say that backup.service is not expected any more: sa retire "
            "backup.service\n");
  status().retired = Retirement{"root", noon, ""};
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfUnits, FindsATimerThatIsGone) {
  timer().load = "not-found";
  EXPECT_EQ(told(facts),
            "problem  backup.timer is gone, but backup.service is still expected\n"
            "         to say that backup.service is not expected any more: sa retire "
            "backup.service\n");
}

TEST_F(DoctorOfUnits, FindsATimerThatIsEnabledButNotStarted) {
  timer().active = "inactive";
  EXPECT_EQ(told(facts),
            "problem  backup.timer is enabled but not started: it does not fire before the next "
            "boot\n"
            "         its state is inactive\n"
            "         to start it: sudo systemctl start backup.timer\n");
  timer().condition_met = false;
  EXPECT_EQ(told(facts), "");
  timer().condition_met = true;
  facts.paused = {"backup.timer"};
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfUnits, FindsATimerThatWasNeverActiveOrIsStopped) {
  timer().active = "inactive";
  timer().enablement = "disabled";
  const std::string commands =
      "         its state is inactive, its unit file is disabled\n"
      "         to start it, now and at each boot: sudo systemctl enable --now backup.timer\n"
      "         or, to say that backup.service is not expected any more: sa retire "
      "backup.service\n";
  EXPECT_EQ(told(facts),
            "problem  backup.timer is stopped, and backup.service is still expected\n" + commands);
  status().outlook.verdict = {Health::waiting, "backup.timer is not active", {}};
  EXPECT_EQ(told(facts),
            "warning  backup.timer is loaded but was never active, and "
            "backup.service is still expected\n" +
                commands);
  facts.status.units.clear();
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfUnits, FindsATimerThatNeverFires) {
  timer().sub = "elapsed";
  timer().last_trigger.reset();
  timer().schedule = {"OnUnitActiveUSec=1h"};
  EXPECT_EQ(told(facts),
            "problem  backup.timer is active but never fires\n"
            "         OnUnitActiveUSec=1h\n"
            "         it counts from the last run of its service, which never ran since the host "
            "is up\n"
            "         to give it a first run, add OnActiveSec=0 to its [Timer]: sudo systemctl "
            "edit backup.timer\n"
            "         to start it anew: sudo systemctl restart backup.timer\n");
  timer().schedule = {"OnCalendar=2020-01-01 00:00:00"};
  EXPECT_EQ(told(facts),
            "problem  backup.timer is active but never fires\n"
            "         OnCalendar=2020-01-01 00:00:00\n"
            "         to give it an instant to come, change its [Timer]: sudo systemctl edit "
            "backup.timer\n"
            "         to start it anew: sudo systemctl restart backup.timer\n");
  timer().last_trigger = noon - 1h;  // it had one, and has had it
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfUnits, FindsAStartLimit) {
  service().active = "failed";
  service().left_inactive = noon - 2h;
  facts.journal.start_limits["backup.service"] = noon - 1h;
  EXPECT_EQ(told(facts),
            "problem  backup.service was started too often: systemd refuses to start it\n"
            "         its start limit was hit 2026-11-22 11:00:00, it did not run since\n"
            "         to see why it ended that often: sa log backup.service\n"
            "         to lift the limit once that is mended: sudo systemctl reset-failed "
            "backup.service\n"
            "         to run it then: sa run backup.service\n");
  service().left_inactive = noon - 30min;
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfUnits, FindsWhatTheWatcherFoundBroken) {
  status().outlook.verdict = {
      Health::broken, "remains active after its process ended, so its timer waits for ever", {}};
  EXPECT_EQ(told(facts),
            "problem  backup.service is broken: remains active after its process ended, so its "
            "timer waits for ever\n"
            "         to let its timer go on, until the next run: sudo systemctl stop "
            "backup.service\n"
            "         to see what keeps it active, as RemainAfterExit= does: systemctl cat "
            "backup.service\n");
  status().outlook.verdict.reason = "backup.timer is dead: resources";
  EXPECT_EQ(told(facts), "");  // the timers' own check finds it, or it is over
}

TEST_F(DoctorOfUnits, FindsKeysOfOursThatAreNotKnown) {
  facts.section_mistakes = {{"backup.service", "/etc/systemd/system/backup.service",
                             "unknown key 'Grase'; did you mean 'Grace'?"},
                            {"backup.service", "/etc/systemd/system/backup.service.d/x.conf",
                             "Deadline=: expected a time span such as 15min, got 'soon'"}};
  facts.unreadable_units = {"/etc/systemd/system/secret.service"};
  EXPECT_EQ(told(facts),
            "warning  [X-ScriptActivity] of backup.service says what is not understood, and "
            "ignored\n"
            "         /etc/systemd/system/backup.service: unknown key 'Grase'; did you mean "
            "'Grace'?\n"
            "         /etc/systemd/system/backup.service.d/x.conf: Deadline=: expected a time span "
            "such as 15min, got 'soon'\n"
            "         to mend it: sudo systemctl edit --full backup.service\n"
            "         to see all its files: systemctl cat backup.service\n"
            "unknown  whether these unit files are right cannot be told, as you may not read "
            "them\n"
            "         /etc/systemd/system/secret.service\n"
            "         to look at them as root: sudo sa doctor\n");
}

TEST_F(DoctorOfUnits, FindsUnitFilesThatSystemdHasNotReadAgain) {
  timer().needs_reload = true;
  EXPECT_EQ(told(facts),
            "warning  systemd has not read these units since their files changed\n"
            "         backup.timer\n"
            "         to have them read: sudo systemctl daemon-reload\n");
}

TEST_F(DoctorOfUnits, FindsATimerThatDoesNotCatchUp) {
  facts.missed = {{"backup.service", 2, noon - 10h,
                   "the host was off from 2026-11-22 01:00:00 UTC to 2026-11-22 03:00:00 UTC"}};
  const std::string text =
      "warning  backup.timer does not catch up: backup.service lost 2 runs in the last 30 days\n"
      "         the last one was due 2026-11-22 02:00:00: the host was off from 2026-11-22 "
      "01:00:00 UTC to 2026-11-22 03:00:00 UTC\n";
  EXPECT_EQ(
      told(facts),
      text +
          "         to have such runs caught up: printf '[Timer]\\nPersistent=true\\n' | sudo "
          "install -D -m 644 /dev/stdin /etc/systemd/system/backup.timer.d/catch-up.conf\n"
          "         to tell systemd: sudo systemctl daemon-reload\n");
  facts.jobs.file_of_unit["backup.timer"] = "/etc/scriptactivity/jobs.d/backup.yaml";
  EXPECT_EQ(told(facts), text +
                             "         to have such runs caught up, add 'catch-up: true': sudoedit "
                             "/etc/scriptactivity/jobs.d/backup.yaml\n");
  timer().persistent = true;
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfUnits, LooksOnlyAtTheUnitsThatAreAskedFor) {
  timer().active = "failed";
  facts.section_mistakes = {{"backup.timer", "x", "y"}};
  facts.asked = {"other.service"};
  EXPECT_EQ(told(facts), "");
  facts.asked = {"backup.service"};
  EXPECT_TRUE(told(facts).starts_with("problem  backup.timer is dead")) << told(facts);
}

class DoctorOfJobs : public DoctorOfUnits {
 protected:
  DoctorOfJobs() {
    facts.jobs.files = 2;
    put(facts, samples::seen_service("sa-unitgen.service"));
  }
};

TEST_F(DoctorOfJobs, FindsNothingWhereAllAreApplied) {
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfJobs, FindsAFileWithProblems) {
  const std::string file = "/etc/scriptactivity/jobs.d/garbo.yaml";
  for (int line = 1; line <= 6; ++line)
    facts.jobs.problems->push_back({file, std::to_string(line) + ":1", "grace: wrong", line > 1});
  facts.jobs.problems->push_back({"/etc/scriptactivity/jobs.d/x.yaml", "2:3", "hm", false});
  EXPECT_EQ(told(facts),
            "problem  a job file is refused, so its units are the last good ones or none\n"
            "         1:1: grace: wrong\n"
            "         2:1: grace: wrong\n"
            "         3:1: grace: wrong\n"
            "         4:1: grace: wrong\n"
            "         5:1: grace: wrong\n"
            "         and 1 more\n"
            "         to see every mistake in it as it is now: sa unitgen check "
            "/etc/scriptactivity/jobs.d/garbo.yaml\n"
            "         to apply it once it is mended: sudo sa-unitgen apply\n"
            "warning  a job file has something to mind\n"
            "         2:3: hm\n"
            "         to see every mistake in it as it is now: sa unitgen check "
            "/etc/scriptactivity/jobs.d/x.yaml\n"
            "         to apply it once it is mended: sudo sa-unitgen apply\n");
}

TEST_F(DoctorOfJobs, FindsThatNothingAppliesThem) {
  (*facts.units)["sa-unitgen.service"].active = "inactive";
  (*facts.units)["sa-unitgen.service"].sub = "dead";
  facts.jobs.unapplied = {"~ sa-garbo.timer (jobs.d/garbo.yaml)"};
  EXPECT_EQ(told(facts),
            "warning  what applies job files does not run: what changes in them is not seen\n"
            "         its state is inactive (dead)\n"
            "         to start it: sudo systemctl start sa-unitgen.service\n"
            "warning  job files changed after they were applied last: the units are older\n"
            "         ~ sa-garbo.timer (jobs.d/garbo.yaml)\n"
            "         to see what would change: sudo sa-unitgen apply --dry-run\n"
            "         to apply them: sudo sa-unitgen apply\n");
  facts.jobs.files = 0;
  facts.jobs.unapplied.clear();
  EXPECT_EQ(told(facts), "");
}

TEST_F(DoctorOfJobs, SaysWhatItMayNotLookAt) {
  facts.jobs.unreadable = {"/etc/scriptactivity/jobs.d/web"};
  EXPECT_EQ(told(facts),
            "unknown  whether these job files are applied cannot be told, as you may not look\n"
            "         /etc/scriptactivity/jobs.d/web\n"
            "         to look as root: sudo sa doctor\n");
}

}  // namespace
}  // namespace sa
