#pragma once

#include "cli/context.h"
#include "cli/doctor/host_facts.h"

namespace sa {

// What the host is like, asked of systemctl, busctl, journalctl, timedatectl and sa-unitgen, and
// read from files. Nothing is thrown: what cannot be looked at stays as it is in HostFacts.

// Who asks, and the status file: before a choice of units can be made.
HostFacts facts_of_status(const Context& context);
// All the rest.
void gather(const Context& context, HostFacts& facts);

// The parts, in the order in which gather() takes them: later ones use what earlier ones found.
void gather_bus(const Context& context, HostFacts& facts);
void gather_units(const Context& context, HostFacts& facts);
void gather_watcher_places(const Context& context, HostFacts& facts);
void gather_unit_files(HostFacts& facts);
void gather_store(const Context& context, HostFacts& facts);
void gather_missed(const Context& context, HostFacts& facts);
void gather_jobs(const Context& context, HostFacts& facts);
void gather_journal(const Context& context, HostFacts& facts);
void gather_clock(const Context& context, HostFacts& facts);
void gather_hold(HostFacts& facts);
void gather_name(HostFacts& facts);

}  // namespace sa
