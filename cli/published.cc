#include "cli/published.h"

#include "cli/open_store.h"
#include "core/error.h"
#include "core/outlook.h"
#include "store/status_file.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace sa {
namespace {

// False also where it cannot be told, so that reading it says why.
bool is_absent(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::status(path, ignored).type() == std::filesystem::file_type::not_found;
}

bool has_ended(const Run& run) {
  return run.state == State::succeeded || run.state == State::failed ||
         run.state == State::interrupted;
}

RecentRuns recent_runs(const RunReader& store, const UnitRecord& record) {
  RecentRuns recent;
  store.visit_runs_of(record.unit, {}, Order::newest_first, [&](const Run& run) {
    if (run.state == State::missed) return Visit::go_on;
    if (!recent.newest) recent.newest = run;
    if (!has_ended(run)) return Visit::go_on;
    recent.last_ended = run;
    return Visit::stop;
  });
  const bool failed = recent.last_ended && recent.last_ended->state == State::failed;
  recent.consecutive_failures = std::max(record.consecutive_failures, failed ? 1U : 0U);
  return recent;
}

Published status_of_store(const Places& places) {
  const auto store = open_store(places.store);
  Published published;
  for (const UnitRecord& record : store->units())
    published.units.push_back(status_from_store(*store, record));
  return published;
}

// Who may not read the store either needs no group for the status, but a watcher that runs.
Published status_without_file(const Places& places) {
  try {
    return status_of_store(places);
  } catch (const StoreForbidden&) {
    throw Error("no status file '" + places.status.string() +
                "': the watcher does not run; 'systemctl status sa-watcher' tells more, 'sudo "
                "systemctl start sa-watcher' starts it");
  }
}

}  // namespace

UnitStatus status_from_store(const RunReader& store, const UnitRecord& record) {
  UnitStatus status;
  status.unit = record.unit;
  status.job = record.job;
  status.team = record.team;
  status.tags = record.tags;
  for (const TimerRecord& timer : record.timers) status.timers.push_back(timer.name);
  RecentRuns recent = recent_runs(store, record);
  Expectation expectation;
  expectation.has_timer = !record.timers.empty();
  expectation.retired = record.retired;
  status.outlook = outlook_of(expectation, recent);
  status.last_run = std::move(recent.newest);
  status.last_success = record.last_success;
  status.consecutive_failures = record.consecutive_failures;
  status.retired = record.retired;
  return status;
}

Published published_status(const Places& places, Output& err) {
  if (places.store_alone) return status_of_store(places);
  if (!is_absent(places.status)) {
    PublishedStatus file = read_status(places.status);
    return {std::move(file.status.units), file.heartbeat};
  }
  if (is_absent(places.store))
    throw Error("no status file '" + places.status.string() + "' and no store '" +
                places.store.string() +
                "': the watcher never ran here, see 'systemctl status sa-watcher'");
  Published published = status_without_file(places);
  say(err, "no status file '" + places.status.string() +
               "', judging by the store alone: is the watcher running? see 'systemctl status "
               "sa-watcher'");
  return published;
}

bool is_stale(const std::optional<Instant>& heartbeat, Instant now) {
  return heartbeat && is_silent(*heartbeat, now);
}

Verdict shown_verdict(const UnitStatus& unit, const std::optional<Instant>& heartbeat,
                      Instant now) {
  const Verdict& verdict = verdict_at(unit.outlook, now);
  if (!is_stale(heartbeat, now) || verdict.health == Health::retired) return verdict;
  return {Health::stale, "the watcher is silent", heartbeat};
}

}  // namespace sa
