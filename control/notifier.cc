#include "control/notifier.h"

#include "control/instance_name.h"
#include "control/refused.h"
#include "control/unit_name.h"
#include "core/error.h"
#include "core/problem.h"
#include "core/report.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <sys/stat.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_text = 16'384;

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

}  // namespace

Notifier::Notifier(Systemd& systemd, fs::path folder)
    : systemd_(systemd), folder_(std::move(folder)) {}

// A reader finds the old one or the new one, whole.
void Notifier::write(const std::string& instance, const std::string& text) const {
  const auto fresh = folder_ / ".new";
  const auto fail = [](const std::string& tried, const fs::path& path) {
    throw Error(tried + " '" + path.string() + "': " + std::strerror(errno));
  };
  if (mkdir(folder_.c_str(), 0755) != 0 && errno != EEXIST) fail("make", folder_);
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) fail("write", fresh);
  if (rename(fresh.c_str(), (folder_ / instance).c_str()) != 0) fail("rename", fresh);
}

std::string Notifier::notify(const std::string& unit, const NoticeFacts& facts) {
  const Notice notice = checked(unit, facts);
  const std::string instance = instance_name(unit);
  const std::string service = "sa-notify@" + instance + ".service";
  const UnitSeen seen = systemd_.unit(service);
  if (seen.active != "inactive" && seen.active != "failed")
    throw Refused("Busy", "'" + service + "' still tells of the change before");
  write(instance, notice_text(notice));
  return systemd_.queue_start(service);
}

}  // namespace sa
