#include "control/commands.h"

#include "control/refused.h"
#include "tests/control/fake_systemd.h"
#include "tests/store/samples.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

const Instant now = *parse_rfc3339("2026-11-22T04:00:00Z");

class CommandsTest : public testing::Test {
 protected:
  CommandsTest() : pauses(directory.path() / "state"), commands(surroundings()) {
    systemd.add_job("backup");
  }

  Commands::Surroundings surroundings() {
    return {systemd, pauses, directory.path() / "teams.d", [this](const Note& note) {
              told.push_back(note.request.caller.name + ' ' + note.what +
                             (note.team.empty() ? "" : " of " + note.team));
            }};
  }

  static Request request(Verb verb, const std::string& unit) {
    Request request;
    request.verb = verb;
    request.unit = unit;
    request.caller = {1000, "alice"};
    return request;
  }

  Subject subject_of(const Request& request) { return commands.subject_of(request, now); }

  PauseDone pause(const std::string& timer, std::optional<Instant> until = {}) {
    Request asked = request(Verb::pause, timer);
    asked.until = until;
    asked.reason = "new disk";
    return commands.pause(asked, subject_of(asked), now);
  }

  bool resume(const std::string& timer) {
    const Request asked = request(Verb::resume, timer);
    return commands.resume(asked, subject_of(asked));
  }

  // "NAME: message" of what is refused.
  std::string refusal_of(const Request& request) {
    try {
      const Subject subject = subject_of(request);
      if (request.verb == Verb::run) commands.run(request, subject);
      if (request.verb == Verb::cancel) commands.cancel(request, subject);
      if (request.verb == Verb::stop) commands.stop(request, subject);
      return "not refused";
    } catch (const Refused& refused) {
      return refused.name + ": " + refused.what();
    }
  }

  std::string file(const std::string& name, const std::string& text) const {
    const auto path = directory.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  test::Directory directory;
  samples::FakeSystemd systemd;
  PauseDir pauses;
  std::vector<std::string> told;
  Commands commands;
};

// ---- pause

TEST_F(CommandsTest, APauseIsWrittenDownAndTheTimerStopped) {
  const PauseDone done = pause("backup.timer", now + 2h);
  EXPECT_TRUE(done.was_active);
  EXPECT_FALSE(done.catches_up);
  const Pause expected{"alice", now, now + 2h, "new disk", true, "enabled", "this boot"};
  EXPECT_EQ(pauses.find("backup.timer"), expected);
  EXPECT_THAT(systemd.orders, ElementsAre("stop backup.timer"));
  EXPECT_THAT(told, ElementsAre("alice paused 'backup.timer' until 2026-11-22T06:00:00.000000Z"));
}

TEST_F(CommandsTest, APauseOfATimerThatIsNotActiveStopsNothing) {
  systemd.units["backup.timer"].active = "inactive";
  EXPECT_FALSE(pause("backup.timer").was_active);
  EXPECT_THAT(systemd.orders, IsEmpty());
  EXPECT_FALSE(pauses.find("backup.timer")->active);
}

TEST_F(CommandsTest, APauseThatIsThereKeepsItsBeginningAndItsMemory) {
  pause("backup.timer");
  const Pause first = *pauses.find("backup.timer");
  Request asked = request(Verb::pause, "backup.timer");
  asked.caller = {0, "root"};
  asked.until = now + 3h;
  commands.pause(asked, subject_of(asked), now + 1h);
  const Pause expected{"root", first.at, now + 3h, "", true, "enabled", "this boot"};
  EXPECT_EQ(pauses.find("backup.timer"), expected);
}

TEST_F(CommandsTest, APauseTellsWhatIsMadeUpForLater) {
  systemd.persistent.insert("backup.timer");
  EXPECT_TRUE(pause("backup.timer").catches_up);
}

TEST_F(CommandsTest, APauseThatSystemdDoesNotCarryOutHoldsAllTheSame) {
  systemd.refuses = true;
  EXPECT_THROW(pause("backup.timer"), Refused);
  EXPECT_TRUE(pauses.find("backup.timer"));
}

TEST_F(CommandsTest, OnlyATimerThatIsThereAndStaysCanBePaused) {
  EXPECT_EQ(refusal_of(request(Verb::pause, "bakup.timer")),
            "NoSuchUnit: there is no unit 'bakup.timer'");
  systemd.add("run-u1.timer", "active").transient = true;
  EXPECT_EQ(refusal_of(request(Verb::pause, "run-u1.timer")),
            "Transient: 'run-u1.timer' was made by systemd-run and would be gone for good: "
            "'systemctl stop run-u1.timer' does that");
}

TEST_F(CommandsTest, NamesThatAreNoTimersAreRefused) {
  for (const char* name : {"", "backup", "backup.service", "../x.timer", "x.timer/../../etc/passwd",
                           "a b.timer", "x.timer\n", "@.timer", ".timer"})
    EXPECT_THAT(refusal_of(request(Verb::pause, name)),
                StartsWith("BadName: expected the full name of a timer such as 'backup.timer', "
                           "got '"))
        << name;
  EXPECT_EQ(refusal_of(request(Verb::run, "backup.timer")),
            "BadName: expected the full name of a service such as 'backup.service', got "
            "'backup.timer'");
}

TEST_F(CommandsTest, APauseThatHasEndedBeforeItBeginsIsRefused) {
  Request asked = request(Verb::pause, "backup.timer");
  asked.until = now;
  EXPECT_EQ(refusal_of(asked),
            "BadTime: expected a time to come as the end of the pause, got "
            "2026-11-22T04:00:00.000000Z");
}

TEST_F(CommandsTest, AReasonIsOneShortLineOfText) {
  for (const auto& reason :
       {std::string("a\nb"), std::string("\x1b[31m"), std::string("\xff"), std::string(501, 'x')}) {
    Request asked = request(Verb::pause, "backup.timer");
    asked.reason = reason;
    EXPECT_THAT(refusal_of(asked), StartsWith("BadReason: expected a reason of one line and at "
                                              "most 500 bytes, got '"));
  }
}

// ---- resume

TEST_F(CommandsTest, AResumeStartsWhatWasActive) {
  pause("backup.timer");
  EXPECT_TRUE(resume("backup.timer"));
  EXPECT_THAT(systemd.orders, ElementsAre("stop backup.timer", "start backup.timer"));
  EXPECT_EQ(pauses.find("backup.timer"), std::nullopt);
  EXPECT_THAT(pauses.resuming(), IsEmpty());
  EXPECT_EQ(told.back(), "alice resumed 'backup.timer'");
}

TEST_F(CommandsTest, AResumeOfWhatIsNotPausedIsRefused) {
  EXPECT_EQ(refusal_of(request(Verb::resume, "backup.timer")),
            "NotPaused: 'backup.timer' is not paused");
}

TEST_F(CommandsTest, AResumeThatSystemdDoesNotCarryOutHoldsNoLonger) {
  pause("backup.timer");
  systemd.refuses = true;
  EXPECT_THROW(resume("backup.timer"), Refused);
  EXPECT_EQ(pauses.find("backup.timer"), std::nullopt);
  EXPECT_THAT(pauses.resuming(), IsEmpty());
}

TEST_F(CommandsTest, ATimerWhoseFileIsGoneCanBeResumed) {
  pause("backup.timer");
  systemd.units.erase("backup.timer");
  EXPECT_FALSE(resume("backup.timer"));
  EXPECT_EQ(pauses.find("backup.timer"), std::nullopt);
}

TEST_F(CommandsTest, AfterABootWhatSomethingActiveWantsIsStarted) {
  pause("backup.timer");
  systemd.units["backup.timer"].wanted_by = {"timers.target"};
  systemd.add("timers.target", "active");
  systemd.this_boot = "next boot";
  EXPECT_TRUE(resume("backup.timer"));
}

struct Again {
  const char* name;
  bool active;          // when it was paused
  const char* enabled;  // when it was paused
  const char* boot;
  const char* load;  // now
  const char* enabled_now;
  int held;  // hours after the pause began at which a start was held; -100: none
  bool wanted;
  bool starts;
};

constexpr Again again[] = {
    {"it was active", true, "enabled", "now", "loaded", "enabled", -100, false, true},
    {"it was not", false, "enabled", "now", "loaded", "enabled", -100, true, false},
    {"active, not enabled", true, "disabled", "now", "loaded", "disabled", -100, false, true},
    {"disabled meanwhile", true, "enabled", "now", "loaded", "disabled", -100, true, false},
    {"disabled after a held start", true, "enabled", "now", "loaded", "disabled", 1, true, false},
    {"masked meanwhile", true, "enabled", "now", "masked", "masked", 1, true, false},
    {"deleted meanwhile", true, "enabled", "now", "not-found", "", -100, false, false},
    {"somebody tried to start it", false, "disabled", "now", "loaded", "enabled", 1, false, true},
    {"a start was held before", false, "enabled", "now", "loaded", "enabled", -1, false, false},
    {"booted, wanted", true, "static", "before", "loaded", "static", -100, true, true},
    {"booted, not wanted", true, "disabled", "before", "loaded", "disabled", -100, false, false},
    {"booted, a boot tried", false, "enabled", "before", "loaded", "enabled", 1, true, true},
};

TEST(StartsAgain, FollowsWhatWasAndWhatTheAdminDidMeanwhile) {
  for (const Again& row : again) {
    Pause pause;
    pause.at = now;
    pause.active = row.active;
    pause.enabled = row.enabled;
    pause.boot = row.boot;
    UnitSeen timer;
    timer.load = row.load;
    timer.active = "inactive";
    timer.enabled = row.enabled_now;
    if (row.held > -100) timer.held = now + std::chrono::hours(row.held);
    EXPECT_EQ(starts_again(pause, timer, "now", row.wanted), row.starts) << row.name;
  }
}

TEST(StartsAgain, LeavesAloneWhatIsActive) {
  Pause pause;
  pause.active = true;
  UnitSeen timer;
  timer.load = "loaded";
  timer.active = "active";
  EXPECT_FALSE(starts_again(pause, timer, "", false));
}

// ---- run and cancel

TEST_F(CommandsTest, ARunStartsTheServiceAndSaysWhatIsQueued) {
  const Request asked = request(Verb::run, "backup.service");
  EXPECT_EQ(commands.run(asked, subject_of(asked)), "/org/freedesktop/systemd1/job/1");
  EXPECT_THAT(systemd.orders, ElementsAre("start backup.service"));
  EXPECT_THAT(told, ElementsAre("alice started 'backup.service'"));
}

TEST_F(CommandsTest, ARunOfWhatRunsIsRefused) {
  systemd.units["backup.service"].active = "activating";
  systemd.units["backup.service"].sub = "start";
  EXPECT_EQ(refusal_of(request(Verb::run, "backup.service")),
            "AlreadyRunning: 'backup.service' is activating (start) already: 'sa log -f "
            "backup.service' shows what it does");
}

TEST_F(CommandsTest, OnlyServicesWithATimerOrOurSectionAreRun) {
  systemd.add("ssh.service");
  EXPECT_EQ(refusal_of(request(Verb::run, "ssh.service")),
            "NotOurs: 'ssh.service' has no timer and no [X-ScriptActivity]: use 'systemctl start "
            "ssh.service'");
  systemd.add("by-path.service").triggered_by = {"by-path.path"};
  EXPECT_THAT(refusal_of(request(Verb::cancel, "by-path.service")), StartsWith("NotOurs: "));
  systemd.add("by-hand.service").files = {file("by-hand.service", "[X-ScriptActivity]\n")};
  EXPECT_EQ(refusal_of(request(Verb::run, "by-hand.service")), "not refused");
}

TEST_F(CommandsTest, AServiceWhoseTimerIsNotLoadedIsRun) {
  systemd.units["backup.service"].triggered_by.clear();
  EXPECT_EQ(refusal_of(request(Verb::run, "backup.service")), "not refused");
}

TEST_F(CommandsTest, AServiceWhoseTimerIsPausedIsRun) {
  systemd.add("nightly.timer", "active").triggers = {"backup.service"};
  systemd.units.erase("backup.timer");
  systemd.units["backup.service"].triggered_by.clear();
  EXPECT_THAT(refusal_of(request(Verb::run, "backup.service")), StartsWith("NotOurs: "));
  pause("nightly.timer");
  EXPECT_EQ(refusal_of(request(Verb::run, "backup.service")), "not refused");
}

TEST_F(CommandsTest, AMaskedServiceIsNotRun) {
  systemd.units["backup.service"].load = "masked";
  EXPECT_EQ(refusal_of(request(Verb::run, "backup.service")),
            "Masked: 'backup.service' is masked: 'systemctl unmask backup.service' makes it usable "
            "again");
}

TEST_F(CommandsTest, ACancelStopsARunThatGoesOn) {
  EXPECT_EQ(refusal_of(request(Verb::cancel, "backup.service")),
            "NotRunning: 'backup.service' is not running: 'sa show backup.service' tells of its "
            "last run");
  systemd.units["backup.service"].active = "activating";
  EXPECT_EQ(refusal_of(request(Verb::cancel, "backup.service")), "not refused");
  EXPECT_THAT(systemd.orders, ElementsAre("stop backup.service"));
  EXPECT_THAT(told, ElementsAre("alice cancelled 'backup.service'"));
}

TEST_F(CommandsTest, AStopDisablesATimerToo) {
  EXPECT_EQ(refusal_of(request(Verb::stop, "backup.timer")), "not refused");
  EXPECT_THAT(systemd.orders, ElementsAre("stop backup.timer", "disable backup.timer"));
  EXPECT_THAT(told, ElementsAre("alice stopped and disabled 'backup.timer'"));
}

TEST_F(CommandsTest, AStopLeavesWhatIsStoppedAndNotEnabled) {
  systemd.units["backup.timer"].active = "inactive";
  systemd.units["backup.timer"].enabled = "static";
  EXPECT_EQ(refusal_of(request(Verb::stop, "backup.timer")), "not refused");
  EXPECT_TRUE(systemd.orders.empty());
}

TEST_F(CommandsTest, OnlyATimerThatIsThereIsStopped) {
  EXPECT_EQ(refusal_of(request(Verb::stop, "nowhere.timer")),
            "NoSuchUnit: there is no unit 'nowhere.timer'");
  EXPECT_EQ(refusal_of(request(Verb::stop, "backup.service")),
            "BadName: expected the full name of a timer such as 'backup.timer', got "
            "'backup.service'");
}

// ---- whose it is

TEST_F(CommandsTest, TheTimersTeamWinsForTheTimerAndTheServicesForTheService) {
  file("teams.d/web.yaml", "user: web\ngroup: webbers\n");
  file("teams.d/db.yaml", "group: dbas\n");
  systemd.units["backup.timer"].files = {file("t", "[X-ScriptActivity]\nTeam=web\n")};
  systemd.units["backup.service"].files = {file("s", "[X-ScriptActivity]\nTeam=db\n")};
  EXPECT_EQ(subject_of(request(Verb::pause, "backup.timer")).owner, (UnitOwner{"web", "webbers"}));
  EXPECT_EQ(subject_of(request(Verb::run, "backup.service")).owner, (UnitOwner{"db", "dbas"}));
}

TEST_F(CommandsTest, ATeamSaidOnceHoldsForTimerAndService) {
  systemd.units["backup.timer"].files = {file("t", "[X-ScriptActivity]\nTeam=web\n")};
  EXPECT_EQ(subject_of(request(Verb::run, "backup.service")).owner.team, "web");
  systemd.units["backup.timer"].files.clear();
  systemd.units["backup.service"].files = {file("s", "[X-ScriptActivity]\nTeam=db\n")};
  EXPECT_EQ(subject_of(request(Verb::pause, "backup.timer")).owner.team, "db");
}

TEST_F(CommandsTest, AServiceWhoseTimersDoNotAgreeIsNobodys) {
  systemd.units["backup.timer"].files = {file("t", "[X-ScriptActivity]\nTeam=web\n")};
  systemd.add("other.timer").triggers = {"backup.service"};
  systemd.units["other.timer"].files = {file("o", "[X-ScriptActivity]\nTeam=db\n")};
  systemd.units["backup.service"].triggered_by = {"backup.timer", "other.timer"};
  EXPECT_EQ(subject_of(request(Verb::run, "backup.service")).owner, UnitOwner{});
}

// ---- the watcher

TEST_F(CommandsTest, AFatalEndIsOneThatTheUnitNames) {
  systemd.units["backup.service"].files = {
      file("s", "[X-ScriptActivity]\nFatalExitStatus=75 SIGUSR1\nOnFatal=pause\n")};
  const auto is_fatal = [&](const EndingSeen& ending) {
    systemd.endings["backup.service"] = ending;
    systemd.endings["backup.service"].invocation = "0123";
    return subject_of(request(Verb::pause, "backup.timer")).failed_fatally;
  };
  EXPECT_TRUE(is_fatal({"exit-code", 75, {}}));
  EXPECT_TRUE(is_fatal({"signal", {}, "SIGUSR1"}));
  EXPECT_FALSE(is_fatal({"exit-code", 7, {}}));
  EXPECT_FALSE(is_fatal({"success", 75, {}}));
  systemd.units["backup.service"].files = {file("s", "[X-ScriptActivity]\nFatalExitStatus=75\n")};
  EXPECT_FALSE(is_fatal({"exit-code", 75, {}}));
}

TEST_F(CommandsTest, AFatalEndIsNoneAnyMoreOnceItsTimerWasPausedForIt) {
  systemd.units["backup.service"].files = {
      file("s", "[X-ScriptActivity]\nFatalExitStatus=75\nOnFatal=pause\n")};
  const auto fail = [&](const std::string& invocation) {
    systemd.endings["backup.service"] = {"exit-code", 75, {}, invocation};
  };
  fail("01");
  pause("backup.timer");
  resume("backup.timer");
  EXPECT_FALSE(subject_of(request(Verb::pause, "backup.timer")).failed_fatally);
  fail("02");
  EXPECT_TRUE(subject_of(request(Verb::pause, "backup.timer")).failed_fatally);
}

TEST_F(CommandsTest, APauseIsOverWhenItsEndHasCome) {
  pause("backup.timer", now + 1h);
  const Request asked = request(Verb::resume, "backup.timer");
  EXPECT_FALSE(commands.subject_of(asked, now + 59min).is_over);
  EXPECT_TRUE(commands.subject_of(asked, now + 1h).is_over);
}

TEST_F(CommandsTest, APauseWithoutAnEndIsNeverOver) {
  pause("backup.timer");
  EXPECT_FALSE(commands.subject_of(request(Verb::resume, "backup.timer"), now + 9999h).is_over);
}

// ---- after a crash

TEST_F(CommandsTest, APauseCutShortIsFinished) {
  pauses.put("backup.timer", {"alice", now, {}, "", true, "enabled", "this boot"});
  EXPECT_THAT(commands.finish(now), IsEmpty());
  EXPECT_THAT(systemd.orders, ElementsAre("stop backup.timer"));
  EXPECT_TRUE(pauses.find("backup.timer")->active);
}

TEST_F(CommandsTest, AResumeCutShortIsFinished) {
  pause("backup.timer");
  pauses.begin_resume("backup.timer");
  EXPECT_THAT(commands.finish(now), IsEmpty());
  EXPECT_THAT(systemd.orders, ElementsAre("stop backup.timer", "start backup.timer"));
  EXPECT_THAT(pauses.resuming(), IsEmpty());
}

TEST_F(CommandsTest, APauseThatIsOverEnds) {
  pause("backup.timer", now + 1h);
  commands.finish(now + 2h);
  EXPECT_THAT(pauses.paused(), IsEmpty());
  EXPECT_EQ(systemd.orders.back(), "start backup.timer");
}

TEST_F(CommandsTest, WhatOneTimerRefusesHindersNoOther) {
  systemd.add_job("other");
  pause("backup.timer", now + 1h);
  pause("other.timer", now + 1h);
  systemd.refuses = true;
  EXPECT_THAT(commands.finish(now + 2h), ElementsAre("systemd says no", "systemd says no"));
  EXPECT_THAT(pauses.paused(), IsEmpty());
}

}  // namespace
}  // namespace sa
