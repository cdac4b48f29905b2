#include "cli/published.h"

#include "cli/run_words.h"
#include "core/error.h"
#include "store/run_reader.h"
#include "store/status_file.h"

#include <system_error>
#include <utility>

namespace sa {
namespace {

// False also where it cannot be told, so that reading it says why.
bool is_absent(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::status(path, ignored).type() == std::filesystem::file_type::not_found;
}

bool never_became_a_run(State state) {
  return state == State::refused || state == State::skipped || state == State::missed;
}

std::string what_failed(const Run& run) {
  const std::string words = outcome(run);
  return run.reason.empty() ? words : run.reason;
}

Verdict verdict_of_last(const UnitRecord& record, const std::optional<Run>& last) {
  if (!last) return {Health::waiting, "never ran", {}};
  const auto since = last->ended ? last->ended : last->at;
  if (last->state == State::refused) return {Health::broken, what_failed(*last), last->at};
  if (last->state == State::failed) return {Health::failed, what_failed(*last), since};
  if (record.consecutive_failures > 0)
    return {Health::failed, "the run before failed", std::nullopt};
  if (last->state == State::running) return {Health::running, "", last->began};
  if (never_became_a_run(last->state) || last->state == State::interrupted)
    return {Health::suspect,
            what_failed(*last).empty() ? std::string(to_string(last->state)) : what_failed(*last),
            since};
  return {Health::ok, "", since};
}

Published status_of_store(const Places& places) {
  const RunReader store(places.store);
  Published published;
  for (const UnitRecord& record : store.units())
    published.units.push_back(status_from_store(store, record));
  return published;
}

}  // namespace

UnitStatus status_from_store(const RunReader& store, const UnitRecord& record) {
  UnitStatus status;
  status.unit = record.unit;
  status.job = record.job;
  status.team = record.team;
  status.tags = record.tags;
  for (const TimerRecord& timer : record.timers) status.timers.push_back(timer.name);
  status.last_run = store.last_run(record.unit);
  status.last_success = record.last_success;
  status.consecutive_failures = record.consecutive_failures;
  status.outlook.verdict = verdict_of_last(record, status.last_run);
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
  Published published = status_of_store(places);
  say(err, "no status file '" + places.status.string() +
               "', judging by the store alone: is the watcher running? see 'systemctl status "
               "sa-watcher'");
  return published;
}

bool is_stale(const std::optional<Instant>& heartbeat, Instant now) {
  return heartbeat && now - *heartbeat > longest_silence;
}

Verdict shown_verdict(const UnitStatus& unit, const std::optional<Instant>& heartbeat,
                      Instant now) {
  const Verdict& verdict = verdict_at(unit.outlook, now);
  if (!is_stale(heartbeat, now) || verdict.health == Health::retired) return verdict;
  return {Health::stale, "the watcher is silent", heartbeat};
}

}  // namespace sa
