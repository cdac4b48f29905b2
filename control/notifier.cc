#include "control/notifier.h"

#include "control/instance_name.h"
#include "control/unit_name.h"
#include "core/error.h"
#include "core/problem.h"
#include "core/report.h"
#include "core/told_list.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_text = 16'384;
constexpr std::size_t longest_file = 4 * longest_text;

// A service, or what another tool reports under a name of its own.
bool is_told_of(const std::string& unit) {
  const auto dot = unit.rfind('.');
  return dot != std::string::npos && is_unit_name(unit.substr(0, dot) + ".service") &&
         (unit.ends_with(".service") || unit.ends_with(report_suffix));
}

Notice checked(const std::string& unit, const NoticeFacts& facts) {
  if (!is_told_of(unit))
    throw Refused("BadName", "expected the full name of a service such as 'backup.service', got " +
                                 quoted(std::string_view(unit)));
  NoticeFacts named = facts;
  named["unit"] = unit;
  auto notice = notice_of(named);
  if (!notice || notice_text(*notice).size() > longest_text)
    throw Refused("BadNotice",
                  "expected the facts of a notice, as in org.scriptactivity.Control1(5)");
  return std::move(*notice);
}

// Of a regular file, else empty: what another user may have put there keeps nobody waiting.
std::string contents_of(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return {};
  std::string text;
  std::array<char, 4096> part{};
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
    while (text.size() < longest_file) {
      const auto size = read(fd, part.data(), part.size());
      if (size <= 0) break;
      text.append(part.data(), static_cast<std::size_t>(size));
    }
  close(fd);
  return text;
}

std::string service_of(const std::string& instance) {
  return "sa-notify@" + instance + ".service";
}

}  // namespace

Notifier::Notifier(Systemd& systemd, Folders folders)
    : systemd_(systemd), folders_(std::move(folders)) {}

// A reader finds the old one or the new one, whole.
void Notifier::write(const std::string& instance, const std::string& text) const {
  const auto& folder = folders_.notices;
  const auto fresh = folder / ".new";
  const auto fail = [](const std::string& tried, const fs::path& path) {
    throw Error(tried + " '" + path.string() + "': " + std::strerror(errno));
  };
  if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) fail("make", folder);
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) fail("write", fresh);
  if (rename(fresh.c_str(), (folder / instance).c_str()) != 0) fail("rename", fresh);
}

bool Notifier::is_being_told(const std::string& instance, const Notice& notice) const {
  const auto told = parse_notice(contents_of(folders_.notices / instance));
  return told && told->unit == notice.unit && notice.decided && told->decided == notice.decided;
}

std::string Notifier::notify(const std::string& unit, const NoticeFacts& facts) {
  const Notice notice = checked(unit, facts);
  const std::string instance = instance_name(unit);
  const std::string service = service_of(instance);
  const UnitSeen seen = systemd_.unit(service);
  if (seen.active == "inactive" || seen.active == "failed")
    write(instance, notice_text(notice));
  else if (!is_being_told(instance, notice))
    throw Refused("Busy", "'" + service + "' still tells of another change");
  // The start of what is being started joins it.
  return systemd_.queue_start(service);
}

Refused Notifier::unreached(const std::string& unit, const NoticeFacts& facts,
                            const std::string& result) const {
  const Notice notice = checked(unit, facts);
  const std::string end =
      " told of '" + unit + "' (" + result + "); see 'journalctl -u sa-notify@*'";
  if (!told_targets(contents_of(folders_.told / instance_name(unit)), notice).empty())
    return {"NotAllTold", "not everybody could be" + end};
  if (result == "failed") return {"NobodyTold", "nobody could be" + end};
  return {"Failed", "it is not known who was" + end};
}

}  // namespace sa
