#include "cli/doctor/gather.h"
#include "cli/doctor/store_scan.h"
#include "core/error.h"
#include "core/reason.h"
#include "store/run_reader.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace sa {
namespace {

using StoreState = StoreFacts::State;

constexpr Duration span_of_interest = std::chrono::hours(24) * 30;
// A job that is due more often makes up for a lost run soon enough by itself.
constexpr Duration seldom = std::chrono::hours(1);

bool is_denied(const std::filesystem::path& path, int mode) {
  return faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) != 0 && errno == EACCES;
}

// Of the user's groups as the user database has them, which a session that is older has not.
bool is_member(const std::string& user, gid_t group) {
  std::vector<gid_t> groups(1024);
  int count = static_cast<int>(groups.size());
  getgrouplist(user.c_str(), getgid(), groups.data(), &count);
  groups.resize(static_cast<std::size_t>(std::max(count, 0)));
  return std::ranges::find(groups, group) != groups.end();
}

StoreFacts denied_store(const std::filesystem::path& directory, const std::string& user) {
  StoreFacts facts;
  facts.path = directory;
  facts.state = StoreState::denied;
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0) return facts;
  const group* entry = getgrgid(status.st_gid);
  facts.group = entry != nullptr ? entry->gr_name : "";
  if (is_member(user, status.st_gid)) facts.state = StoreState::denied_until_login;
  return facts;
}

std::optional<RoomFacts> room_of(const std::filesystem::path& directory) {
  struct statvfs found {};
  if (statvfs(directory.c_str(), &found) != 0) return std::nullopt;
  return RoomFacts{found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize, found.f_favail,
                   found.f_files};
}

bool is_by_absence(const std::string& reason) {
  return reason.starts_with(reason::the_host_was) || reason.starts_with(reason::the_clock_was);
}

// What the log tells of a unit, the newest run first.
struct Dues {
  MissedByAbsence missed;
  std::optional<Instant> previous;
  std::optional<Duration> least_gap;  // between two due instants; nullopt: only one is known
};

void take(const Run& run, Dues& dues) {
  if (!run.due) return;
  if (dues.previous && *dues.previous > *run.due) {
    const Duration gap = *dues.previous - *run.due;
    dues.least_gap = std::min(dues.least_gap.value_or(gap), gap);
  }
  dues.previous = run.due;
}

void take_missed(Instant due, std::size_t count, const std::string& reason, Dues& dues) {
  if (!is_by_absence(reason)) return;
  dues.missed.count += count;
  if (due <= dues.missed.last_due) return;
  dues.missed.last_due = due;
  dues.missed.reason = reason;
}

std::map<std::string, Dues> dues_in(const RunReader& log, const Span& span) {
  std::map<std::string, Dues> found;
  log.visit_runs(span, Order::newest_first, [&](const Run& run) {
    Dues& dues = found[run.unit];
    take(run, dues);
    if (run.state == State::missed) take_missed(run.due.value_or(run.at), 1, run.reason, dues);
    return Visit::go_on;
  });
  for (auto& [unit, dues] : found)
    for (const SlotRange& range : log.slots_of(unit, span))
      if (range.verdict == SlotVerdict::missed)
        take_missed(range.last, range.count, range.reason, dues);
  return found;
}

}  // namespace

void gather_store(const Context& context, HostFacts& facts) {
  const std::filesystem::path& directory = context.places.store;
  facts.room = room_of(directory);
  if (is_denied(directory, R_OK | X_OK) || is_denied(directory / "data.mdb", R_OK))
    facts.store = denied_store(directory, facts.user);
  else
    facts.store = scanned_store(directory);
}

void gather_missed(const Context& context, HostFacts& facts) {
  if (facts.store.state != StoreState::sound || !facts.units) return;
  try {
    const RunReader log(context.places.store);
    for (auto& [unit, dues] : dues_in(log, {context.now - span_of_interest, std::nullopt})) {
      const bool is_seldom = !dues.least_gap || *dues.least_gap >= seldom;
      dues.missed.unit = unit;
      if (dues.missed.count > 0 && is_seldom) facts.missed.push_back(std::move(dues.missed));
    }
  } catch (const Error&) {
    facts.missed.clear();  // the scan before it tells what is wrong with the store
  }
}

}  // namespace sa
