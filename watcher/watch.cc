#include "watcher/watch.h"

#include "core/error.h"
#include "core/report.h"
#include "core/time_span.h"
#include "host/local_zone.h"
#include "host/names.h"
#include "host/wall_clock.h"
#include "store/crash_guard.h"
#include "watcher/event_loop.h"
#include "watcher/host_settings.h"
#include "watcher/ids.h"
#include "watcher/init_bus.h"
#include "watcher/supervisor.h"
#include "watcher/systemd_bus.h"
#include "watcher/upstart_source.h"

#include <memory>
#include <optional>
#include <utility>

namespace sa {
namespace {

HostSettings settings_of(const WatchOptions& options, TimeZones& zones) {
  HostSettings settings;
  try {
    settings = host_settings(options.config + "/scriptactivity.yaml", zones);
  } catch (const Error& error) {
    say(Level::warning, std::string(error.what()) + ", ignoring");
  }
  if (!options.retention.empty()) settings.retention = parse_time_span(options.retention);
  return settings;
}

// While the host starts its init system may not yet be on the bus.
constexpr auto init_patience = std::chrono::seconds(10);

InitSystem init_of(const WatchOptions& options) {
  if (options.source == "systemd") return InitSystem::systemd;
  return init_on_bus(options.bus, options.source, init_patience);
}

// What Upstart does it tells on the bus only.
std::unique_ptr<Journal> open_journal(const WatchOptions& options, InitSystem init) {
  if (options.journal == "none" || init == InitSystem::upstart) return nullptr;
  const auto directory = options.journal == "auto" ? std::string() : options.journal;
  const auto manager = options.bus == "user" ? Manager::user : Manager::system;
  return std::make_unique<Journal>(directory, manager);
}

// nullptr: sa-control changes nothing here, or nobody could tell.
std::unique_ptr<ControlJournal> open_control(const WatchOptions& options, bool has_journal,
                                             const Recorder& recorder) {
  if (!has_journal || options.bus == "user") return nullptr;
  const auto directory = options.journal == "auto" ? std::string() : options.journal;
  return std::make_unique<ControlJournal>(directory, recorder.control_cursor(),
                                          recorder.last_told());
}

std::vector<Run> open_runs_of_units(const RunWriter& store) {
  auto runs = store.open_runs();
  std::erase_if(runs, [](const Run& run) { return is_report(run.unit); });
  return runs;
}

}  // namespace

void watch(const WatchOptions& options) {
  const InitSystem init = init_of(options);
  auto opened = open_journal(options, init);
  const auto journal_boot = opened ? opened->newest_boot() : std::nullopt;
  const Id128 boot = journal_boot ? *journal_boot : boot_id();
  JournalFeed journal(std::move(opened));
  const CrashGuard guard("sa-watcher", options.store);
  RunWriter store(options.store);
  const auto connect = [&]() -> std::unique_ptr<EventSource> {
    if (init == InitSystem::systemd) return std::make_unique<SystemdBus>(options.bus, boot);
    return std::make_unique<UpstartSource>(options.bus, UpstartSource::Host{host_name(), boot},
                                           options.expectations, open_runs_of_units(store));
  };
  StatusWriter status(options.status);
  TimeZones zones(local_zone_name());
  auto source = connect();
  const auto heard = journal.is_there() ? RunTracker::Journal::heard : RunTracker::Journal::none;
  Recorder recorder({store, status, zones}, host_name(), boot, heard);
  recorder.restore(wall_now());
  const HostSettings settings = settings_of(options, zones);
  recorder.set_default_targets(settings.notify);
  if (init == InitSystem::upstart) recorder.tell_nobody();
  const Retention retention{settings.retention, options.retention_runs};
  JobProblemsFile job_problems(options.job_problems);
  PauseFolder pauses(options.pauses);
  Desk desk(recorder, zones, {options.config + "/teams.d", options.reader, options.store});
  Messenger messenger(recorder, options.bus);
  EventLoop loop({recorder, status, std::move(source), journal, job_problems, pauses, desk,
                  open_control(options, journal.is_there(), recorder), messenger},
                 retention, connect);
  loop.run();
}

}  // namespace sa
