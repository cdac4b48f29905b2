#include "cli/doctor/gather.h"

#include "cli/paused_timers.h"
#include "core/error.h"
#include "store/status_file.h"

#include <system_error>

#include <pwd.h>
#include <unistd.h>

namespace sa {

namespace {

// As sa-unitgen tells them apart: Upstart has no other program of its own that anybody may ask.
bool is_upstart_running(const Context& context) {
  std::error_code ignored;
  if (std::filesystem::exists("/run/systemd/system", ignored)) return false;
  return context.output_of({"/sbin/init", "--version"}).find("upstart") != std::string::npos;
}

}  // namespace

HostFacts facts_of_status(const Context& context) {
  HostFacts facts;
  facts.now = context.now;
  facts.is_root = geteuid() == 0;
  const passwd* entry = getpwuid(geteuid());
  facts.user = entry != nullptr ? entry->pw_name : "USER";
  for (std::string& timer : paused_timers(SA_CONTROL_STATE_DIR "/paused"))
    facts.paused.insert(std::move(timer));
  facts.status.path = context.places.status;
  std::error_code ignored;
  const auto file = std::filesystem::status(context.places.status, ignored);
  facts.status.is_absent = file.type() == std::filesystem::file_type::not_found;
  if (facts.status.is_absent) return facts;
  try {
    PublishedStatus read = read_status(context.places.status);
    facts.status.units = std::move(read.status.units);
    facts.status.heartbeat = read.heartbeat;
  } catch (const Error& error) {
    facts.status.failure = error.what();
  }
  return facts;
}

void gather(const Context& context, HostFacts& facts) {
  facts.is_upstart = is_upstart_running(context);
  if (!facts.is_upstart) {
    gather_bus(context, facts);
    gather_units(context, facts);
    gather_watcher_places(context, facts);
    gather_unit_files(facts);
  }
  gather_store(context, facts);
  gather_missed(context, facts);
  gather_jobs(context, facts);
  gather_name(facts);
  if (facts.is_upstart) return;
  gather_journal(context, facts);
  gather_clock(context, facts);
  gather_hold(facts);
}

}  // namespace sa
