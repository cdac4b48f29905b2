#include "control/pause_dir.h"

#include "control/unit_name.h"
#include "core/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& tried, const fs::path& path) {
  throw Error(tried + " '" + path.string() + "': " + std::strerror(errno));
}

void make_folder(const fs::path& path) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) fail("make", path);
}

void sync_folder(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (!is_synced) fail("sync", path);
}

void write_synced(const fs::path& path, const std::string& text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0) fail("write", path);
  const auto size = write(fd, text.data(), text.size());
  if (size >= 0 && static_cast<std::size_t>(size) < text.size()) errno = ENOSPC;
  const bool is_written = size == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  const int why = errno;
  close(fd);
  errno = why;
  if (!is_written) fail("write", path);
}

void move(const fs::path& from, const fs::path& to) {
  if (rename(from.c_str(), to.c_str()) != 0) fail("rename", from);
  sync_folder(to.parent_path());
  if (from.parent_path() != to.parent_path()) sync_folder(from.parent_path());
}

std::optional<Pause> pause_in(const fs::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return std::nullopt;
    fail("look for", path);
  }
  std::ostringstream text;
  if (S_ISREG(status.st_mode)) text << std::ifstream(path, std::ios::binary).rdbuf();
  if (auto pause = parse_pause(text.str())) return pause;
  Pause unknown;
  unknown.at = Instant(std::chrono::seconds(status.st_mtim.tv_sec));
  return unknown;
}

std::vector<std::string> timers_in(const fs::path& folder) {
  std::vector<std::string> timers;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::string name = entry.path().filename();
    if (is_unit_name(name) && name.ends_with(".timer")) timers.push_back(std::move(name));
  }
  std::ranges::sort(timers);
  return timers;
}

}  // namespace

PauseDir::PauseDir(fs::path directory)
    : directory_(std::move(directory)),
      paused_(directory_ / "paused"),
      resuming_(directory_ / "resuming"),
      fatal_(directory_ / "fatal") {
  for (const auto& folder : {directory_, paused_, resuming_, fatal_}) make_folder(folder);
}

std::optional<Pause> PauseDir::find(const std::string& timer) const {
  return pause_in(paused_ / timer);
}

std::vector<std::string> PauseDir::paused() const {
  return timers_in(paused_);
}

// The new file lies beside the folder: a name in it is a timer that is held.
void PauseDir::put(const std::string& timer, const Pause& pause) {
  const auto fresh = directory_ / "new";
  write_synced(fresh, to_json(pause));
  move(fresh, paused_ / timer);
}

void PauseDir::begin_resume(const std::string& timer) {
  move(paused_ / timer, resuming_ / timer);
}

void PauseDir::end_resume(const std::string& timer) {
  if (unlink((resuming_ / timer).c_str()) != 0) fail("remove", resuming_ / timer);
}

std::string PauseDir::fatal_run(const std::string& timer) const {
  std::string run;
  std::ifstream(fatal_ / timer) >> run;
  return run;
}

void PauseDir::set_fatal_run(const std::string& timer, const std::string& run) {
  const auto fresh = directory_ / "new";
  write_synced(fresh, run + "\n");
  move(fresh, fatal_ / timer);
}

std::optional<Pause> PauseDir::resuming(const std::string& timer) const {
  return pause_in(resuming_ / timer);
}

std::vector<std::string> PauseDir::resuming() const {
  return timers_in(resuming_);
}

}  // namespace sa
