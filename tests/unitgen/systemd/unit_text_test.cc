#include "unitgen/systemd/unit_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Job garbo() {
  Job job;
  job.name = "garbo";
  job.team = "lp";
  job.file = "/etc/scriptactivity/jobs.d/lp/garbo.yaml";
  job.commands = {{"/srv/lp/garbo", "--hourly"}};
  job.user = "launchpad";
  return job;
}

CalendarSpec at_two() {
  CalendarSpec spec;
  spec.hour = {{2, -1, 0}};
  spec.minute = {{0, -1, 0}};
  spec.microsecond = {{0, -1, 0}};
  return spec;
}

JobUnits units_of(const Job& job) {
  return sa::units_of(job, "/etc/scriptactivity/scripts");
}

std::string service_of(const Job& job) {
  return units_of(job).units.at(0).text;
}

std::string timer_of(const Job& job) {
  return units_of(job).units.at(1).text;
}

constexpr const char* mark =
    "# Made by sa-unitgen from /etc/scriptactivity/jobs.d/lp/garbo.yaml, changes here are lost\n";

TEST(JobUnits, OfAJobByHandIsAService) {
  const JobUnits wanted{.units = {{"sa-garbo.service", mark + std::string(R"(
[Unit]
Description=garbo
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/srv/lp/garbo --hourly
User=launchpad
Slice=sa-lp.slice
SyslogIdentifier=garbo

[X-ScriptActivity]
Job=garbo
Team=lp
)")}},
                        .script = "",
                        .wants = {}};
  EXPECT_EQ(units_of(garbo()).units.at(0).text, wanted.units.at(0).text);
  EXPECT_EQ(units_of(garbo()), wanted);
}

TEST(JobUnits, OfAScheduleIsATimer) {
  auto job = garbo();
  job.description = "Sweep 100%";
  job.schedule.calendars = {at_two()};
  job.schedule.every = {90min};
  job.jitter = 1500ms;
  job.catch_up = true;
  job.accuracy = 100us;
  const JobUnits made = units_of(job);
  EXPECT_EQ(made.units.at(1), (UnitFile{"sa-garbo.timer", mark + std::string(R"(
[Unit]
Description=Schedule of Sweep 100%%

[Timer]
OnCalendar=*-*-* 02:00:00
OnActiveSec=1h 30min
OnUnitActiveSec=1h 30min
AccuracySec=100us
RandomizedDelaySec=1s 500ms
Persistent=true
Unit=sa-garbo.service

[Install]
WantedBy=timers.target
)")}));
  EXPECT_EQ(made.wants, (std::vector<JobUnits::Want>{{"timers.target.wants", "sa-garbo.timer"}}));
  EXPECT_THAT(made.units.at(0).text, HasSubstr("Description=Sweep 100%%\n"));
  EXPECT_THAT(made.units.at(0).text, Not(HasSubstr("[Install]")));
}

TEST(JobUnits, OfADisabledJobHasNoTimer) {
  auto job = garbo();
  job.disabled = true;
  job.schedule.calendars = {at_two()};
  job.schedule.at_boot = true;
  EXPECT_EQ(units_of(job).units.size(), 1U);
  EXPECT_EQ(units_of(job).wants, std::vector<JobUnits::Want>{});
  EXPECT_THAT(service_of(job), Not(HasSubstr("[Install]")));
}

TEST(JobUnits, OfADaemonIsStartedAtBoot) {
  auto job = garbo();
  job.daemon = true;
  job.commands = {{"/srv/lp/migrate"}, {"/srv/lp/serve"}};
  const JobUnits made = units_of(job);
  EXPECT_EQ(made.units.size(), 1U);
  EXPECT_EQ(made.wants,
            (std::vector<JobUnits::Want>{{"multi-user.target.wants", "sa-garbo.service"}}));
  EXPECT_THAT(made.units.at(0).text, HasSubstr("[Service]\n"
                                               "Type=exec\n"
                                               "ExecStart=/bin/sh -c \"(exec /srv/lp/migrate)"
                                               " || exit; exec /srv/lp/serve\"\n"));
  EXPECT_THAT(made.units.at(0).text, HasSubstr("[Install]\nWantedBy=multi-user.target\n"));
}

TEST(JobUnits, OfARebootScheduleIsStartedAtBoot) {
  auto job = garbo();
  job.schedule.at_boot = true;
  EXPECT_EQ(units_of(job).wants,
            (std::vector<JobUnits::Want>{{"multi-user.target.wants", "sa-garbo.service"}}));
  EXPECT_THAT(service_of(job), HasSubstr("Type=oneshot\n"));
  EXPECT_THAT(service_of(job), HasSubstr("After=multi-user.target\n"));
  EXPECT_THAT(service_of(job), HasSubstr("[Install]\nWantedBy=multi-user.target\n"));
}

TEST(JobUnits, OfAScriptRunsTheScriptFile) {
  auto job = garbo();
  job.commands.clear();
  job.script = "echo a\necho b\n";
  EXPECT_EQ(units_of(job).script, "echo a\necho b\n");
  EXPECT_THAT(service_of(job),
              HasSubstr("ExecStart=/bin/sh -eu /etc/scriptactivity/scripts/garbo\n"));
}

TEST(JobUnits, OfRootsJobSaysSo) {
  auto job = garbo();
  job.user = "";
  job.team = "default";
  EXPECT_THAT(service_of(job), HasSubstr("User=root\nSlice=sa-default.slice\n"));
}

TEST(JobUnits, OfSlowStartIsASecondServiceByHand) {
  auto job = garbo();
  job.slow_start_commands = {{"/srv/lp/garbo", "--slowly"}};
  job.grace = 15min;
  job.schedule.at_boot = true;
  EXPECT_EQ(units_of(job).units.at(1), (UnitFile{"sa-garbo-slow.service", mark + std::string(R"(
[Unit]
Description=Slow start of garbo
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/srv/lp/garbo --slowly
User=launchpad
Slice=sa-lp.slice
SyslogIdentifier=garbo

[X-ScriptActivity]
Job=garbo-slow
Team=lp
)")}));
}

TEST(JobUnits, TellsWhatTheJobOwes) {
  auto job = garbo();
  job.tags = {"nightly", "disk"};
  job.grace = 15min;
  job.deadline = 2h;
  job.min_runtime = 1500001us;
  job.max_runtime = 36h;
  job.alert_after = 3;
  job.notify = {"mail:ops@example.org", "irc"};
  job.fatal_exit_status = {"3", "SIGSEGV"};
  job.on_fatal = OnFatal::pause;
  EXPECT_THAT(service_of(job), HasSubstr("[X-ScriptActivity]\n"
                                         "Job=garbo\n"
                                         "Team=lp\n"
                                         "Tags=nightly disk\n"
                                         "Grace=15min\n"
                                         "Deadline=2h\n"
                                         "MinRuntime=1s 500ms 1us\n"
                                         "MaxRuntime=1d 12h\n"
                                         "AlertAfter=3\n"
                                         "Notify=mail:ops@example.org irc\n"
                                         "FatalExitStatus=3 SIGSEGV\n"
                                         "OnFatal=pause\n"));
}

TEST(JobUnits, TellsWhereAndAsWhomTheJobRuns) {
  auto job = garbo();
  job.group = "adm";
  job.environment = {{"A", "%h $HOME \"q\" \\ ü\n"}, {"PATH", "/srv/lp/bin:/usr/bin"}, {"E", ""}};
  job.environment_files = {"/etc/lp/100%.env"};
  job.directory = "/srv/lp ";
  job.umask = 022;
  job.nice = -5;
  job.io_class = IoClass::best_effort;
  job.cpu_quota = 150;
  job.memory_max = 1 << 20;
  job.tasks_max = 20;
  EXPECT_THAT(service_of(job), HasSubstr("User=launchpad\n"
                                         "Group=adm\n"
                                         "Slice=sa-lp.slice\n"
                                         "SyslogIdentifier=garbo\n"
                                         "Environment=\"A=%%h $HOME \\\"q\\\" \\\\ ü\\n\"\n"
                                         "Environment=PATH=/srv/lp/bin:/usr/bin\n"
                                         "ExecSearchPath=/srv/lp/bin:/usr/bin\n"
                                         "Environment=E=\n"
                                         "EnvironmentFile=/etc/lp/100%%.env\n"
                                         "WorkingDirectory=/srv/lp /\n"
                                         "UMask=0022\n"
                                         "Nice=-5\n"
                                         "IOSchedulingClass=best-effort\n"
                                         "CPUQuota=150%\n"
                                         "MemoryMax=1048576\n"
                                         "TasksMax=20\n"));
}

TEST(JobUnits, LeavesToSystemdAPathThatItWouldNotTake) {
  auto job = garbo();
  for (const auto* path : {"bin", "/usr/bin:.", "/usr/bin:", ":/usr/bin", "/a:b:/c", "/a%h", ""}) {
    job.environment = {{"PATH", path}};
    EXPECT_THAT(service_of(job), Not(HasSubstr("ExecSearchPath="))) << path;
  }
}

// ---- time limits

TEST(JobUnits, OfATimeLimitEndsTheWholeTree) {
  auto job = garbo();
  job.timeout = 90s;
  EXPECT_THAT(service_of(job), HasSubstr("ExecStart=/srv/lp/garbo --hourly\n"
                                         "TimeoutStartSec=1min 30s\nTimeoutStopSec=10s\n"));
}

TEST(JobUnits, OfADaemonsTimeLimitIsOfItsRun) {
  auto job = garbo();
  job.daemon = true;
  job.timeout = 90s;
  EXPECT_THAT(service_of(job), HasSubstr("ExecStart=/srv/lp/garbo --hourly\n"
                                         "RuntimeMaxSec=1min 30s\nTimeoutStopSec=10s\n"));
}

TEST(JobUnits, OfAListStopsAtTheFirstFailure) {
  auto job = garbo();
  job.commands = {{"/bin/a", "$x"}, {"/bin/b"}};
  EXPECT_THAT(service_of(job), HasSubstr("ExecStart=:/bin/a \"$x\"\nExecStart=/bin/b\n"));
}

TEST(JobUnits, OfAListHasOneTimeLimit) {
  auto job = garbo();
  job.commands = {{"/bin/a"}, {"/bin/b"}};
  job.timeout = 90s;
  job.fatal_exit_status = {"SIGSEGV"};
  job.respawn = Respawn{};
  const auto text = service_of(job);
  EXPECT_THAT(text, HasSubstr("ExecStart=/bin/sh -c \"(exec /bin/a) || exit; exec /bin/b\"\n"
                              "TimeoutStartSec=1min 30s\n"));
  EXPECT_THAT(text, HasSubstr("RestartPreventExitStatus=SIGSEGV 139\n"));
  EXPECT_THAT(text, HasSubstr("FatalExitStatus=SIGSEGV 139\n"));
}

// ---- respawning

TEST(JobUnits, OfRespawnCountsAsUpstartDoes) {
  auto job = garbo();
  job.respawn = Respawn{3, 30s, 250ms, RespawnOn::failure};
  job.success_exit_status = {"75"};
  job.fatal_exit_status = {"3"};
  const auto text = service_of(job);
  EXPECT_THAT(text, HasSubstr("StartLimitIntervalSec=30s\nStartLimitBurst=4\n"));
  EXPECT_THAT(text, HasSubstr("SuccessExitStatus=75\n"
                              "Restart=on-failure\n"
                              "RestartSec=250ms\n"
                              "RestartPreventExitStatus=3\n"));
}

TEST(JobUnits, OfRespawnAlwaysEndsWithWhatIsListed) {
  auto job = garbo();
  job.daemon = true;
  job.respawn = Respawn{.on = RespawnOn::always};
  job.success_exit_status = {"0", "SIGTERM"};
  job.fatal_exit_status = {"3"};
  EXPECT_THAT(service_of(job), HasSubstr("Restart=always\n"
                                         "RestartSec=100ms\n"
                                         "RestartPreventExitStatus=3 0 SIGTERM\n"));
}

TEST(JobUnits, OfUnlimitedRespawnHasNoStartLimit) {
  auto job = garbo();
  job.respawn = Respawn{.limit = std::nullopt};
  EXPECT_THAT(service_of(job), HasSubstr("StartLimitIntervalSec=0\n"));
  EXPECT_THAT(service_of(job), Not(HasSubstr("StartLimitBurst=")));
  job.respawn->limit = UINT32_MAX;
  EXPECT_THAT(service_of(job), HasSubstr("StartLimitBurst=4294967295\n"));
}

// ---- other units, conditions, root's own lines

TEST(JobUnits, WaitsForWhatTheJobRequires) {
  auto job = garbo();
  job.after = {"network-online.target"};
  job.required = {"sa-fetch.service"};
  EXPECT_THAT(service_of(job), HasSubstr("After=sa-fetch.service network-online.target\n"
                                         "Requires=sa-fetch.service\n"));
}

TEST(JobUnits, LetsNoTeamAskWhichPathsExist) {
  auto job = garbo();
  job.condition_path = "/srv/lp/100% ready";
  EXPECT_THAT(service_of(job),
              HasSubstr("Type=oneshot\nExecCondition=/usr/bin/test -e \"/srv/lp/100%% ready\"\n"));
  EXPECT_THAT(service_of(job), Not(HasSubstr("ConditionPathExists")));
  job.team = "default";
  EXPECT_THAT(service_of(job), HasSubstr("ConditionPathExists=/srv/lp/100%% ready\n"));
  EXPECT_THAT(service_of(job), Not(HasSubstr("ExecCondition")));
}

TEST(JobUnits, AppendsRootsOwnLines) {
  auto job = garbo();
  job.schedule.calendars = {at_two()};
  job.unit = {{"Timer", "WakeSystem", "true"},
              {"Unit", "Documentation", "man:garbo(1)"},
              {"Service", "TimeoutStopSec", "5min"},
              {"Service", "ProtectHome", "%h"}};
  job.timeout = 1h;
  const auto text = service_of(job);
  EXPECT_THAT(text, HasSubstr("StartLimitIntervalSec=0\nDocumentation=man:garbo(1)\n\n[Service]"));
  EXPECT_THAT(text, HasSubstr("TimeoutStopSec=5min\nProtectHome=%h\n\n[X-ScriptActivity]"));
  EXPECT_THAT(timer_of(job), HasSubstr("Unit=sa-garbo.service\nWakeSystem=true\n\n[Install]"));
}

}  // namespace
}  // namespace sa
