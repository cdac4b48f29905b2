#include "unitgen/import/import.h"

#include "core/error.h"
#include "import_scene.h"

#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

class Import : public testing::Test {
 protected:
  Import() {
    std::string name = (fs::temp_directory_path() / "sa-input-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = name;
  }
  ~Import() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  fs::path folder_;
};

TEST_F(Import, ChangesNothingTheSecondTime) {
  write("crontab", "@daily daemon /usr/bin/clean\n");
  ImportScene scene(folder_);
  EXPECT_EQ(scene.import("crontab --system crontab")["report"],
            "OUT/clean.yaml\n"
            "1 job file written, 0 there already, 0 refused; 0 problems, 0 warnings, 0 notes\n"
            "exit 0\n");
  const auto before = fs::last_write_time(scene.output() / "clean.yaml");
  EXPECT_EQ(scene.import("crontab --system crontab")["report"],
            "OUT/clean.yaml\n"
            "0 job files written, 1 there already, 0 refused; 0 problems, 0 warnings, 0 notes\n"
            "exit 0\n");
  EXPECT_EQ(fs::last_write_time(scene.output() / "clean.yaml"), before);
}

TEST_F(Import, NeverOverwritesAFileThatSaysOtherwise) {
  write("crontab", "@daily daemon /usr/bin/clean\n");
  ImportScene scene(folder_);
  std::ofstream(scene.output() / "clean.yaml") << "command: mine\n";
  const Files made = scene.import("crontab --system crontab");
  EXPECT_EQ(made.at("clean.yaml"), "command: mine\n");
  EXPECT_EQ(made.at("report"),
            "crontab:1:1: not written, since 'OUT/clean.yaml' is there and says otherwise\n"
            "0 job files written, 0 there already, 1 refused; 1 problem, 0 warnings, 0 notes\n"
            "exit 1\n");
  EXPECT_EQ(made.size(), 2U) << "nothing is left aside";
}

TEST_F(Import, NeverWritesThroughALink) {
  write("crontab", "@daily daemon /usr/bin/clean\n");
  ImportScene scene(folder_);
  fs::create_symlink(folder_ / "elsewhere", scene.output() / "clean.yaml");
  std::ostringstream out, err;
  ImportOptions options;
  options.paths = {"crontab"};
  options.system_crontab = true;
  options.output_dir = scene.output();
  EXPECT_EQ(cmd_import(options, out, err), 1);
  EXPECT_FALSE(fs::exists(folder_ / "elsewhere"));
}

TEST_F(Import, TakesALineWithAUserForASystemCrontab) {
  write("tab", "A=1\n@daily daemon clean\n5 4 * * * root clean\n");
  write("other", "@daily clean daemon\n");
  ImportScene scene(folder_);
  EXPECT_EQ(scene.import("crontab tab other")["report"],
            "tab:1:1: note: taken as a system crontab, since each line has a user of this host "
            "before the command; if not, give --as-user\n"
            "other:1:1: warning: user: not known, so the jobs run as their team's, or as root in "
            "jobs.d itself; give --as-user\n"
            "OUT/clean.yaml\n"
            "OUT/clean-2.yaml\n"
            "OUT/clean-3.yaml\n"
            "3 job files written, 0 there already, 0 refused; 0 problems, 1 warning, 1 note\n"
            "exit 0\n");
}

TEST_F(Import, TellsWhatCannotBeRead) {
  ImportScene scene(folder_);
  EXPECT_EQ(scene.import("upstart none.conf stray.override")["report"],
            "none.conf:1:1: cannot be read: No such file or directory\n"
            "stray.override:1:1: expected the .conf file that this belongs to\n"
            "0 job files written, 0 there already, 0 refused; 2 problems, 0 warnings, 0 notes\n"
            "exit 1\n");
}

TEST_F(Import, ReadsTheJobDirectoryOfAConfigurationThatStandsAlone) {
  write("jobs/tick.yaml", "name: Tick\ncommand: /usr/bin/tick\n");
  write("process-control.yaml", "user: 1\njob_directory: " + (folder_ / "jobs").string() + "\n");
  ImportScene scene(folder_);
  EXPECT_EQ(scene.import("process-control process-control.yaml")["tick.yaml"],
            "description: Tick\nuser: daemon\ncommand: /usr/bin/tick\n");
}

TEST_F(Import, MakesTheFolderForTheJobFiles) {
  write("crontab", "@daily clean\n");
  ImportScene scene(folder_);
  ImportOptions options;
  options.paths = {"crontab"};
  options.output_dir = scene.output() / "new";
  std::ostringstream out, err;
  EXPECT_EQ(cmd_import(options, out, err), 0);
  EXPECT_EQ(content(scene.output() / "new/clean.yaml"), "schedule: \"@daily\"\ncommand: clean\n");
}

TEST_F(Import, RefusesOptionsThatDoNotGoTogether) {
  const auto refusal = [](const ImportOptions& options) {
    std::ostringstream out, err;
    EXPECT_EQ(cmd_import(options, out, err), 2);
    return err.str();
  };
  ImportOptions options;
  EXPECT_EQ(refusal(options), "sa-unitgen: expected a file or a folder to import\n");
  options.paths = {"x"};
  options.as_user = "paul";
  options.system_crontab = true;
  EXPECT_EQ(refusal(options), "sa-unitgen: --system and --as-user exclude each other\n");
  options.kind = ImportKind::upstart;
  EXPECT_EQ(refusal(options), "sa-unitgen: --system is for crontabs\n");
  options.system_crontab = false;
  EXPECT_EQ(refusal(options), "sa-unitgen: --as-user is for crontabs\n");
  options.as_user = "";
  options.config = "x";
  EXPECT_EQ(refusal(options), "sa-unitgen: --config is for process-control\n");
}

}  // namespace
}  // namespace sa
