#pragma once

#include <filesystem>
#include <span>

namespace sa {

// Whether there is a journal, and this person may not read what is systemd's own and other users'
// in it. `folders`: where journald keeps it.
bool is_journal_denied(std::span<const std::filesystem::path> folders);

// The same of this host's.
bool is_journal_denied();

}  // namespace sa
