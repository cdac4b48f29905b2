#include "tests/check/check_case.h"
#include "tests/cli/child.h"
#include "tests/store/samples.h"

#include <fstream>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace sa {
namespace {

using namespace samples;
using test::Directory;

constexpr const char* no_counts =
    "late=0 overdue=0 failed=0 broken=0 overrunning=0 suspect=0 running=0 waiting=0 paused=0 "
    "retired=0\n";

// The program itself, with an environment that holds nothing of it.
class Plugin : public testing::Test {
 protected:
  void publish(const std::vector<UnitStatus>& units) {
    StatusWriter writer(file);
    for (const UnitStatus& unit : units) writer.set(unit);
    writer.write("db1", {}, now);
    writer.touch();
  }

  Ended check(std::vector<std::string> arguments, const std::string& out_file = "") const {
    arguments.insert(arguments.begin(), {SA_PLUGIN});
    return run_child(arguments, {{"SA_STATUS", file}}, out_file);
  }

  // What it says of its own trouble, in one line and with exit code 3.
  std::string trouble_of(const std::vector<std::string>& arguments) const {
    const Ended ended = check(arguments);
    EXPECT_EQ(ended.exit_code, 3);
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 1) << ended.out;
    const std::string start = "SA_UNITS UNKNOWN - ";
    EXPECT_THAT(ended.out, testing::StartsWith(start));
    return ended.out.substr(start.size(), ended.out.size() - start.size() - 1);
  }

  std::string unreadable(const std::string& why) const {
    return "cannot read the status file '" + file + "': " + why +
           "; see 'systemctl status sa-watcher'";
  }

  Directory directory;
  std::string file = directory.path() / "status";
};

TEST_F(Plugin, EndsWithItsState) {
  publish({unit_that_is("a.service", Health::ok)});
  EXPECT_EQ(check({}).out, std::string("SA_UNITS OK - 1 unit: 1 ok | units=1 ok=1 ") + no_counts);
  const std::pair<Health, int> codes[] = {
      {Health::ok, 0}, {Health::late, 1}, {Health::failed, 2}, {Health::stale, 3}};
  for (const auto& [health, code] : codes) {
    publish({unit_that_is("a.service", health)});
    EXPECT_EQ(check({}).exit_code, code);
  }
}

TEST_F(Plugin, ReadsAllOptions) {
  UnitStatus garbo_now = garbo();
  garbo_now.last_success = std::chrono::floor<Duration>(std::chrono::system_clock::now()) - 90min;
  publish({unit_that_is("a.service", Health::broken), unit_that_is("b.service", Health::late),
           garbo_now});
  const auto line = [&](std::vector<std::string> arguments) {
    const std::string out = check(std::move(arguments)).out;
    return out.substr(0, std::min(out.find('\n'), out.find(" | ")));
  };
  const std::string warning = "SA_UNITS WARNING - 1 of 1 unit: b late";
  EXPECT_EQ(line({"--unit", "b"}), warning);
  EXPECT_EQ(line({"--exclude", "a", "--exclude=g*"}), warning);
  EXPECT_EQ(line({"--unit=b", "--state", "late=critical"}),
            "SA_UNITS CRITICAL - 1 of 1 unit: b late");
  EXPECT_EQ(line({"--state", "late=ok,broken=ok", "--state", "overdue=ok"}),
            "SA_UNITS OK - 3 units: 1 broken, 1 late, 1 overdue");
  EXPECT_EQ(line({"--team", "lp", "--tag", "nightly,often", "-w", "1h", "-c", "2h", "-t", "30"}),
            "SA_UNITS WARNING - 1 of 1 unit: garbo last succeeded 1h 30min ago (at most 1h): "
            "overdue by " +
                line({"--unit", "garbo"})
                    .substr(std::string("SA_UNITS CRITICAL - 1 of 1 unit: "
                                        "garbo overdue by ")
                                .size()));
  EXPECT_THAT(check({"-v", "--unit", "b", "--state=late=ok"}).out,
              testing::HasSubstr("\n[OK] b late | units=1"));
  EXPECT_THAT(check({"-vvv", "--status", file}).out,
              testing::HasSubstr("\nread from " + file + ": host db1, last heard "));
}

TEST_F(Plugin, HelpAndVersionAreNoJudgement) {
  for (const char* option : {"--help", "-h"}) {
    const Ended help = check({option});
    EXPECT_EQ(help.exit_code, 3);
    EXPECT_EQ(help.err, "");
    EXPECT_THAT(help.out, testing::HasSubstr("Usage: check_sa_units [OPTIONS]\n"));
  }
  for (const char* option : {"--version", "-V"}) {
    const Ended version = check({option});
    EXPECT_EQ(version.exit_code, 3);
    EXPECT_EQ(version.out, "check_sa_units (scriptactivity) " SA_VERSION "\n");
  }
}

TEST_F(Plugin, WrongUsageIsUnknown) {
  publish({unit_that_is("a.service", Health::failed)});
  EXPECT_EQ(trouble_of({"garbo"}), "unexpected argument 'garbo', see 'check_sa_units --help'");
  EXPECT_EQ(trouble_of({"--unti", "a"}),
            "unexpected argument '--unti', see 'check_sa_units --help'");
  EXPECT_EQ(trouble_of({"a\nb"}), "unexpected argument 'a b', see 'check_sa_units --help'");
  EXPECT_EQ(trouble_of({"--unit"}), "--unit: 1 required GLOB missing");
  EXPECT_EQ(trouble_of({"-c", "soon"}),
            "-c: expected a time span such as 90min or '1d 2h', got 'soon'");
  EXPECT_EQ(trouble_of({"-w", "2h", "-c", "1h"}), "-w: expected at most the 1h of -c, got '2h'");
  EXPECT_EQ(trouble_of({"-t", "0"}), "-t: expected a time above zero such as 10 or 500ms, got '0'");
  for (const char* state : {"late", "late=", "late=bad", "gone=ok", "=ok"})
    EXPECT_EQ(trouble_of({"--state", state}),
              "--state: expected HEALTH=ok, =warning, =critical or =unknown, such as "
              "late=critical, got '" +
                  std::string(state) + "'");
}

TEST_F(Plugin, AStatusFileThatCannotBeReadIsUnknown) {
  EXPECT_EQ(trouble_of({}), unreadable("No such file or directory"));
  ASSERT_EQ(mkfifo(file.c_str(), 0666), 0);
  EXPECT_EQ(trouble_of({}), unreadable("it is not a status file of this program"));
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  EXPECT_EQ(trouble_of({}), unreadable("it is not a status file of this program"));
}

TEST_F(Plugin, AStatusFileOfANewerSchemaIsUnknown) {
  publish({unit_that_is("a.service", Health::ok)});
  std::string contents = test::contents_of(file);
  contents[std::string("SASTATUS").size()] = 2;
  test::write_file(file, contents);
  EXPECT_EQ(trouble_of({}), unreadable("its schema is newer than this program; upgrade this "
                                       "program"));
}

TEST_F(Plugin, AStatusFileCutAnywhereIsUnknown) {
  publish({garbo(), unit_that_is("b.service", Health::ok)});
  const std::string whole = test::contents_of(file);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    test::write_file(file, whole.substr(0, size));
    EXPECT_THAT(trouble_of({}), testing::EndsWith("; see 'systemctl status sa-watcher'")) << size;
  }
}

TEST_F(Plugin, AnOldHeartbeatIsUnknown) {
  publish({unit_that_is("a.service", Health::failed)});
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - 3min);
  EXPECT_THAT(trouble_of({}), testing::StartsWith("the watcher has been silent for 3min (since "));
}

TEST_F(Plugin, AnOutputThatTakesNothingIsUnknown) {
  publish({unit_that_is("a.service", Health::ok)});
  EXPECT_EQ(check({}, "/dev/full").exit_code, 3);
}

}  // namespace
}  // namespace sa
