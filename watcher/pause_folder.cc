#include "watcher/pause_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

namespace sa {
namespace {

std::optional<std::string> content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) return std::nullopt;
  return content.str();
}

Instant changed_at(const std::filesystem::path& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return Instant();
  return Instant(std::chrono::seconds(found.st_mtim.tv_sec));
}

// Whatever stands in the file, systemd does not start the timer.
void take_file(const std::filesystem::path& path, PauseFolder::Change& change) {
  const auto content = content_of(path);
  auto pause = content ? parse_pause(*content) : std::nullopt;
  if (!pause) {
    change.problems.push_back("cannot read the pause '" + path.string() + "'");
    pause = Pause{};
    pause->at = changed_at(path);
  }
  change.held.emplace(path.filename().string(), std::move(*pause));
}

PauseFolder::Change content_of_folder(const std::string& folder) {
  PauseFolder::Change change;
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(folder, ignored))
    if (file.path().extension() == ".timer") take_file(file.path(), change);
  std::ranges::sort(change.problems);
  return change;
}

}  // namespace

std::optional<PauseFolder::Change> PauseFolder::take_change() {
  watch_.rearm();
  Change now = content_of_folder(path_);
  if (last_ && last_->held == now.held && last_->problems == now.problems) return std::nullopt;
  last_ = now;
  return now;
}

std::vector<std::string> PauseFolder::over(Instant now) const {
  std::vector<std::string> timers;
  if (!last_) return timers;
  for (const auto& [timer, pause] : last_->held)
    if (pause.until && *pause.until <= now) timers.push_back(timer);
  return timers;
}

}  // namespace sa
