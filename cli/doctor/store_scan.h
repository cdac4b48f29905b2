#pragma once

#include "cli/doctor/host_facts.h"

#include <filesystem>
#include <string>

namespace sa {

// Reads every run and every index of the store once, in a process of its own: LMDB crashes on some
// damaged pages, and may do so there. `state` is sound, absent, newer or damaged.
StoreFacts scanned_store(const std::filesystem::path& directory);

}  // namespace sa
