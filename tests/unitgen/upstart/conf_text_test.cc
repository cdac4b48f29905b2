#include "unitgen/upstart/conf_text.h"

#include "core/job_file.h"
#include "core/upstart_expectation.h"
#include "tests/unitgen/scratch_folder.h"
#include "unitgen/import/import.h"
#include "upstart/upstart_conf.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

Job garbo() {
  Job job;
  job.name = "garbo";
  job.team = "lp";
  job.file = "/etc/scriptactivity/jobs.d/lp/garbo.yaml";
  job.commands = {{"/srv/lp/garbo", "--hourly"}};
  return job;
}

UpstartJob made_of(const Job& job, std::vector<std::string> cron = {}) {
  const ConfSetting setting{.scripts = "/etc/scriptactivity/scripts",
                            .home = {{"/nowhere", "/bin/sh"}},
                            .cron = std::move(cron),
                            .calendars = {}};
  return upstart_jobs_of(job, setting).at(0);
}

UpstartConf conf_of(const Job& job) {
  const ParsedUpstartConf read = parse_upstart_conf(made_of(job).conf);
  EXPECT_TRUE(read.problems.empty()) << made_of(job).conf;
  return read.conf;
}

// What `sa-unitgen import upstart` makes of the job's conf, read as a job file again.
Job imported(const Job& job) {
  const test::ScratchFolder folder;
  folder.write("garbo.conf", made_of(job).conf);
  ImportOptions options;
  options.kind = ImportKind::upstart;
  options.paths = {folder / "garbo.conf"};
  options.output_dir = folder.path();
  std::ostringstream out, err;
  EXPECT_EQ(cmd_import(options, out, err), 0) << err.str();
  TimeZones zones;
  const JobDefaults defaults;
  const JobSetting setting{.name = "garbo",
                           .file = job.file,
                           .policy = nullptr,
                           .defaults = defaults,
                           .zones = zones,
                           .now = Instant{},
                           .primary_group = {},
                           .is_team_job = {}};
  const ParsedJob read = parse_job(folder.read("garbo.yaml"), setting);
  EXPECT_TRUE(read.job) << folder.read("garbo.yaml");
  return read.job.value_or(Job{});
}

TEST(ConfText, IsReadBackByTheImporter) {
  Job job = garbo();
  job.description = "Sweep \"it\" # 100% \\ 'now'";
  job.user = "launchpad";
  job.group = "adm";
  job.umask = 027;
  job.nice = -3;
  const Job read = imported(job);
  EXPECT_EQ(read.description, job.description);
  EXPECT_EQ(read.commands, job.commands);
  EXPECT_EQ(read.user, job.user);
  EXPECT_EQ(read.group, job.group);
  EXPECT_EQ(read.umask, job.umask);
  EXPECT_EQ(read.nice, job.nice);
  EXPECT_FALSE(read.daemon || read.respawn);
}

TEST(ConfText, OfARootsJobKeepsItsSurroundings) {
  Job job = garbo();
  job.directory = "/srv/a b/#x \\ \"y\"";
  job.environment = {{"ODD", "a # \"b\" 'c' \\ $HOME"}, {"EMPTY", ""}, {"BLANKS", "  x\t "}};
  const Job read = imported(job);
  EXPECT_EQ(read.directory, job.directory);
  for (const auto& variable : job.environment)
    EXPECT_NE(std::ranges::find(read.environment, variable), read.environment.end())
        << variable.first;
}

TEST(ConfText, CountsRespawnsAsTheJobDoes) {
  struct Limit {
    std::optional<std::uint32_t> limit;
    Duration interval;
    Duration read;
  };
  for (const Limit& each : {Limit{10, 5s, 5s}, Limit{1, 1us, 1s}, Limit{3, 30500ms, 31s},
                            Limit{4'000'000'000, 1h, 1h}, Limit{std::nullopt, 5s, 5s}}) {
    Job job = garbo();
    job.respawn = Respawn{.limit = each.limit, .interval = each.interval};
    const UpstartConf conf = conf_of(job);
    ASSERT_TRUE(conf.respawn && conf.respawn_limit && conf.task);
    const auto most =
        each.limit ? std::optional(std::min<std::uint32_t>(*each.limit, INT32_MAX)) : std::nullopt;
    EXPECT_EQ(conf.respawn_limit->limit, most);
    EXPECT_EQ(conf.respawn_limit->interval, each.limit ? each.read : 0s);
  }
}

TEST(ConfText, SaysWhatIsANormalExit) {
  const auto exits_of = [](const Job& job) {
    std::string all;
    for (const UpstartWord& word : conf_of(job).normal_exit) all += word.text + " ";
    return all;
  };
  Job job = garbo();
  EXPECT_EQ(exits_of(job), "");
  job.success_exit_status = {"75", "SIGUSR1"};
  EXPECT_EQ(exits_of(job), "75 USR1 ");
  job.daemon = true;
  EXPECT_EQ(exits_of(job), "75 USR1 HUP INT PIPE TERM ");
  job.respawn = Respawn();
  EXPECT_EQ(exits_of(job), "0 75 USR1 HUP INT PIPE TERM ");
  job.respawn->on = RespawnOn::always;
  EXPECT_EQ(exits_of(job), "75 USR1 ");
}

TEST(ConfText, LetsNoValueAddAStanza) {
  Job job = garbo();
  job.description = "x' \" \\";
  job.file = "/etc/scriptactivity/jobs.d/lp/garbo.yaml";
  job.user = "a b\tsetuid root";
  job.commands = {{"/bin/echo", "\nend script\nsetuid root\nexec /bin/evil"}};
  job.environment = {{"X", "\nsetuid root"}};
  const UpstartConf conf = conf_of(job);
  EXPECT_EQ(conf.setuid->text, job.user);
  EXPECT_EQ(conf.description->text, job.description);
  EXPECT_TRUE(conf.main->script);
  EXPECT_FALSE(conf.start_on || conf.respawn);
}

TEST(ConfText, IsNoTaskWhereItsEndWouldBeWaitedFor) {
  Job job = garbo();
  EXPECT_TRUE(conf_of(job).task);
  job.schedule.at_boot = true;
  EXPECT_FALSE(conf_of(job).task);
  EXPECT_TRUE(conf_of(job).start_on);
  job.disabled = true;
  EXPECT_TRUE(conf_of(job).task);
  EXPECT_FALSE(conf_of(job).start_on);
}

TEST(ConfText, TellsTheLinesOfCronThatStartIt) {
  const std::vector<std::string> lines{"30 2 * * *", "*/5 3 */31,2 1-7/2 1"};
  Job job = garbo();
  job.description = "# Started by cron: * * * * *";
  EXPECT_EQ(cron_lines_in(made_of(job, lines).conf), lines);
  EXPECT_EQ(cron_lines_in(made_of(job).conf), std::vector<std::string>());
  EXPECT_EQ(cron_lines_in("# Started by cron: * * * * *\n"), std::vector<std::string>());
}

TEST(ConfText, OwesWhatTheWatcherReads) {
  Job job = garbo();
  job.grace = 15min;
  job.on_fatal = OnFatal::pause;
  job.fatal_exit_status = {"3"};
  const auto owed = read_upstart_expectation(made_of(job).expectation);
  EXPECT_EQ(owed.facts.job, "garbo");
  EXPECT_EQ(owed.facts.team, "lp");
  EXPECT_EQ(owed.facts.grace, 15min);
  EXPECT_TRUE(owed.facts.oneshot && owed.facts.pause_on_fatal && owed.calendars.empty());
}

}  // namespace
}  // namespace sa
