// Every folder of tests/golden/import is an import: `options` are the words of the command line,
// input/ is what is imported, wanted/ the job files and `report` all that is told. With
// SA_WRITE_GOLDEN set, what is wanted is written anew; git diff then shows what changed.

#include "core/job_file.h"
#include "import_scene.h"

#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t fewest_cases = 8;

Files wanted(const fs::path& folder) {
  Files files = files_in(folder / "wanted");
  files["report"] = content(folder / "report");
  return files;
}

void write_wanted(const fs::path& folder, Files files) {
  fs::remove_all(folder / "wanted");
  fs::create_directory(folder / "wanted");
  std::ofstream(folder / "report", std::ios::binary) << files["report"];
  files.erase("report");
  for (const auto& [name, text] : files) {
    std::ofstream(folder / "wanted" / name, std::ios::binary) << text;
  }
}

TEST(ImportGolden, FilesBecomeJobFilesAndAReport) {
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator(SA_GOLDEN_DIR "/import")) {
    SCOPED_TRACE(folder.path().filename());
    ImportScene scene(folder.path());
    Files made = scene.import(content(folder.path() / "options"));
    if (std::getenv("SA_WRITE_GOLDEN") != nullptr) {
      write_wanted(folder.path(), made);
    } else {
      EXPECT_EQ(made, wanted(folder.path()));
    }
    ++count;
  }
  EXPECT_GE(count, fewest_cases);
}

// The program asserts it too, but this is what `check` does: a whole file under its own name.
TEST(ImportGolden, EveryJobFileIsAGoodOne) {
  TimeZones zones("UTC");
  const JobDefaults none;
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator(SA_GOLDEN_DIR "/import")) {
    for (const auto& [file, text] : files_in(folder.path() / "wanted")) {
      SCOPED_TRACE(folder.path().filename().string() + '/' + file);
      const std::string name = file.substr(0, file.size() - 5);
      const auto parsed =
          parse_job(text, {.name = name,
                           .file = file,
                           .policy = nullptr,
                           .defaults = none,
                           .zones = zones,
                           .now = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}},
                           .primary_group = [](auto user) { return std::string(user); },
                           .is_team_job = [](auto) { return true; },
                           .clock_notes = false});
      EXPECT_TRUE(parsed.job) << to_string(parsed.problems.at(0), file);
      EXPECT_EQ(name_problem(name), std::nullopt);
      ++count;
    }
  }
  EXPECT_GE(count, 40U);
}

}  // namespace
}  // namespace sa
