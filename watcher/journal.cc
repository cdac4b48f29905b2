#include "watcher/journal.h"

#include "core/error.h"
#include "watcher/journal_entry.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <systemd/sd-journal.h>
#include <unistd.h>

namespace sa {

namespace {

// A handle maps every journal file that it has read from and keeps it; a fresh one costs 1 ms.
constexpr std::size_t most_entries_per_handle = 5000;

[[noreturn]] void fail(const std::string& tried, int error) {
  throw Error(tried + ": " + std::strerror(-error));
}

int checked(int result, const char* tried) {
  if (result < 0) fail(tried, result);
  return result;
}

struct Field {
  std::string_view name;
  std::string_view JournalFields::*place;
};

constexpr Field wanted[] = {
    {"MESSAGE_ID", &JournalFields::message_id},
    {"UNIT", &JournalFields::unit},
    {"INVOCATION_ID", &JournalFields::invocation},
    {"USER_UNIT", &JournalFields::unit},
    {"USER_INVOCATION_ID", &JournalFields::invocation},
    {"JOB_ID", &JournalFields::job_id},
    {"JOB_TYPE", &JournalFields::job_type},
    {"JOB_RESULT", &JournalFields::job_result},
    {"MESSAGE", &JournalFields::message},
    {"CODE_FUNC", &JournalFields::code_func},
    {"COMMAND", &JournalFields::command},
    {"EXIT_CODE", &JournalFields::exit_code},
    {"EXIT_STATUS", &JournalFields::exit_status},
    {"UNIT_RESULT", &JournalFields::unit_result},
    {"N_RESTARTS", &JournalFields::n_restarts},
    {"CPU_USAGE_NSEC", &JournalFields::cpu_nsec},
    {"_SOURCE_REALTIME_TIMESTAMP", &JournalFields::source_time},
};

// The fields of one entry. libsystemd's data is gone with the next call, so they are copied into
// buffers that are used again for every entry.
class EntryText {
 public:
  void clear() {
    for (auto& text : texts_) text.clear();
  }

  void take(std::string_view data) {
    const auto equals = data.find('=');
    const auto name = data.substr(0, equals);
    for (std::size_t i = 0; i < std::size(wanted); ++i)
      if (wanted[i].name == name) texts_[i] = data.substr(equals + 1);
  }

  JournalFields fields() const {
    JournalFields fields;
    for (std::size_t i = 0; i < std::size(wanted); ++i)
      if (!texts_[i].empty()) fields.*wanted[i].place = texts_[i];
    return fields;
  }

 private:
  std::array<std::string, std::size(wanted)> texts_;
};

std::optional<Id128> boot_of_entry(sd_journal* journal) {
  std::uint64_t monotonic = 0;
  sd_id128_t id;
  if (sd_journal_get_monotonic_usec(journal, &monotonic, &id) < 0) return std::nullopt;
  Id128 boot;
  std::memcpy(boot.bytes.data(), id.bytes, boot.bytes.size());
  return boot;
}

}  // namespace

struct Journal::Handle {
  sd_journal* journal = nullptr;
  EntryText text;
  ~Handle() { sd_journal_close(journal); }
};

Journal::Journal(std::filesystem::path directory, Manager manager)
    : directory_(std::move(directory)), manager_(manager) {
  open();
}

Journal::~Journal() = default;

void Journal::open() {
  handle_ = std::make_unique<Handle>();
  const int opened = directory_.empty()
                         ? sd_journal_open(&handle_->journal, SD_JOURNAL_LOCAL_ONLY)
                         : sd_journal_open_directory(&handle_->journal, directory_.c_str(), 0);
  if (opened < 0)
    fail(
        "cannot open the journal" + (directory_.empty() ? "" : " in '" + directory_.string() + "'"),
        opened);
  const std::string match =
      manager_ == Manager::system ? "_PID=1" : "_UID=" + std::to_string(getuid());
  checked(sd_journal_add_match(handle_->journal, match.data(), match.size()),
          "cannot filter the journal");
  if (manager_ == Manager::user)
    checked(sd_journal_add_match(handle_->journal, "_COMM=systemd", 0),
            "cannot filter the journal");
  checked(sd_journal_set_data_threshold(handle_->journal, 4096), "cannot read the journal");
  checked(sd_journal_get_fd(handle_->journal), "cannot watch the journal");
  entries_since_open_ = 0;
}

void Journal::reopen() {
  open();
  seek_cursor(cursor_);
}

bool Journal::seek_cursor(const std::string& cursor) {
  cursor_ = cursor;
  checked(sd_journal_seek_cursor(handle_->journal, cursor.c_str()), "cannot go on in the journal");
  // The seek lands before the nearest entry; step onto it to see whether it is the one.
  if (checked(sd_journal_next(handle_->journal), "cannot read the journal") == 0) return false;
  if (sd_journal_test_cursor(handle_->journal, cursor.c_str()) > 0) return true;
  checked(sd_journal_previous(handle_->journal), "cannot read the journal");
  return false;
}

void Journal::seek_time(Instant from) {
  const auto usec = static_cast<std::uint64_t>(from.time_since_epoch().count());
  checked(sd_journal_seek_realtime_usec(handle_->journal, usec), "cannot go back in the journal");
}

std::optional<Id128> Journal::newest_boot() {
  checked(sd_journal_seek_tail(handle_->journal), "cannot read the journal");
  if (checked(sd_journal_previous(handle_->journal), "cannot read the journal") == 0)
    return std::nullopt;
  return boot_of_entry(handle_->journal);
}

int Journal::fd() const {
  return checked(sd_journal_get_fd(handle_->journal), "cannot watch the journal");
}

void Journal::acknowledge() {
  checked(sd_journal_process(handle_->journal), "cannot watch the journal");
}

std::size_t Journal::read(std::size_t most, std::vector<UnitEvent>& out) {
  if (entries_since_open_ >= most_entries_per_handle && !cursor_.empty()) reopen();
  std::size_t count = 0;
  while (count < most &&
         checked(sd_journal_next(handle_->journal), "cannot read the journal") > 0) {
    read_entry(out);
    ++count;
  }
  entries_since_open_ += count;
  if (count > 0) keep_cursor();
  return count;
}

void Journal::read_entry(std::vector<UnitEvent>& out) {
  sd_journal* journal = handle_->journal;
  handle_->text.clear();
  const void* data = nullptr;
  std::size_t size = 0;
  sd_journal_restart_data(journal);
  while (sd_journal_enumerate_available_data(journal, &data, &size) > 0)
    handle_->text.take({static_cast<const char*>(data), size});
  std::uint64_t written = 0;
  checked(sd_journal_get_realtime_usec(journal, &written), "cannot read the journal");
  const Id128 boot = boot_of_entry(journal).value_or(Id128{});
  const Instant at{Duration(static_cast<std::int64_t>(written))};
  if (auto event = unit_event_of(handle_->text.fields(), at, boot))
    out.emplace_back(std::move(*event));
}

void Journal::keep_cursor() {
  char* cursor = nullptr;
  checked(sd_journal_get_cursor(handle_->journal, &cursor), "cannot keep the place in the journal");
  cursor_ = cursor;
  std::free(cursor);
}

}  // namespace sa
