#include "watcher/control_journal.h"

#include "core/error.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <systemd/sd-journal.h>

namespace sa {
namespace {

// sa-control's own; see control/host.cc.
constexpr const char* message = "MESSAGE_ID=6a3f5b0e5ff14ed6a0a4d1f1f3f8a2c7";
constexpr const char* writer = "_UID=0";
constexpr std::string_view program = "sa-control.service";
constexpr std::size_t most_at_once = 5000;

using Fields = std::map<std::string, std::string, std::less<>>;

int checked(int result, const char* tried) {
  if (result < 0) throw Error(std::string(tried) + ": " + std::strerror(-result));
  return result;
}

class Handle {
 public:
  explicit Handle(const std::filesystem::path& directory) {
    checked(directory.empty() ? sd_journal_open(&journal_, SD_JOURNAL_LOCAL_ONLY)
                              : sd_journal_open_directory(&journal_, directory.c_str(), 0),
            "cannot open the journal");
    for (const char* match : {message, writer})
      checked(sd_journal_add_match(journal_, match, 0), "cannot filter the journal");
  }
  ~Handle() { sd_journal_close(journal_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  sd_journal* get() const { return journal_; }

 private:
  sd_journal* journal_ = nullptr;
};

// The next entry is the first one that was not read.
void find_place(sd_journal* journal, const std::string& cursor, Instant from) {
  if (cursor.empty()) {
    const auto usec = static_cast<std::uint64_t>(from.time_since_epoch().count());
    checked(sd_journal_seek_realtime_usec(journal, usec), "cannot go back in the journal");
    return;
  }
  checked(sd_journal_seek_cursor(journal, cursor.c_str()), "cannot go on in the journal");
  if (checked(sd_journal_next(journal), "cannot read the journal") > 0 &&
      sd_journal_test_cursor(journal, cursor.c_str()) <= 0)
    checked(sd_journal_previous(journal), "cannot read the journal");
}

Fields fields_of(sd_journal* journal) {
  Fields fields;
  const void* data = nullptr;
  std::size_t size = 0;
  sd_journal_restart_data(journal);
  while (sd_journal_enumerate_available_data(journal, &data, &size) > 0) {
    const std::string_view field(static_cast<const char*>(data), size);
    const auto equals = field.find('=');
    if (equals != field.npos) fields.emplace(field.substr(0, equals), field.substr(equals + 1));
  }
  return fields;
}

std::string cursor_of(sd_journal* journal) {
  char* cursor = nullptr;
  checked(sd_journal_get_cursor(journal, &cursor), "cannot keep the place in the journal");
  std::string text(cursor);
  std::free(cursor);
  return text;
}

// nullopt: none of sa-control's.
std::optional<Change> change_of(sd_journal* journal) {
  Fields fields = fields_of(journal);
  if (fields["_SYSTEMD_UNIT"] != program || fields["SA_UNIT"].empty()) return std::nullopt;
  std::uint64_t written = 0;
  checked(sd_journal_get_realtime_usec(journal, &written), "cannot read the journal");
  const Instant at{Duration(static_cast<std::int64_t>(written))};
  return Change{at,
                fields["SA_VERB"],
                fields["SA_UNIT"],
                fields["SA_BY"],
                parse_rfc3339(fields["SA_UNTIL"]),
                fields["SA_REASON"]};
}

}  // namespace

ControlJournal::ControlJournal(std::filesystem::path directory, std::string cursor, Instant from)
    : directory_(std::move(directory)), cursor_(std::move(cursor)), from_(from) {}

std::vector<Change> ControlJournal::read() {
  const Handle handle(directory_);
  find_place(handle.get(), cursor_, from_);
  std::vector<Change> changes;
  std::size_t count = 0;
  while (count < most_at_once &&
         checked(sd_journal_next(handle.get()), "cannot read the journal") > 0) {
    if (auto change = change_of(handle.get())) changes.push_back(std::move(*change));
    ++count;
  }
  if (count > 0) cursor_ = cursor_of(handle.get());
  return changes;
}

}  // namespace sa
