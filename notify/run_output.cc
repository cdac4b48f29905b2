#include "notify/run_output.h"

#include "core/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include <systemd/sd-journal.h>

namespace sa {
namespace {

// journald may be so late with the output of a run that has ended.
constexpr Duration longest_delay = std::chrono::seconds(10);
// Of a unit that writes without end not all is looked through.
constexpr std::size_t most_entries = 100'000;
constexpr std::size_t longest_message = 4096;

int checked(int result) {
  if (result >= 0) return result;
  errno = -result;
  throw Error(std::string("cannot read the journal: ") + std::strerror(errno));
}

class Journal {
 public:
  explicit Journal(const std::string& directory) {
    checked(directory.empty() ? sd_journal_open(&journal_, SD_JOURNAL_LOCAL_ONLY)
                              : sd_journal_open_directory(&journal_, directory.c_str(), 0));
    sd_journal_set_data_threshold(journal_, longest_message);
  }
  ~Journal() { sd_journal_close(journal_); }
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void seek_output(const std::string& unit, std::optional<Instant> until) {
    const std::string match = "_SYSTEMD_UNIT=" + unit;
    checked(sd_journal_add_match(journal_, match.data(), match.size()));
    if (until) {
      const auto usec = static_cast<std::uint64_t>(until->time_since_epoch().count());
      checked(sd_journal_seek_realtime_usec(journal_, usec));
    } else {
      checked(sd_journal_seek_tail(journal_));
    }
  }
  bool previous() { return checked(sd_journal_previous(journal_)) > 0; }
  Instant time() {
    std::uint64_t usec = 0;
    checked(sd_journal_get_realtime_usec(journal_, &usec));
    return Instant(Duration(static_cast<std::int64_t>(usec)));
  }
  // Empty: the entry has no such field.
  std::string value(const std::string& field) {
    const void* data = nullptr;
    std::size_t size = 0;
    if (sd_journal_get_data(journal_, field.c_str(), &data, &size) < 0) return {};
    const std::string text(static_cast<const char*>(data), size);
    return text.substr(std::min(text.size(), field.size() + 1));
  }

 private:
  sd_journal* journal_ = nullptr;
};

}  // namespace

std::vector<std::string> run_output(const Notice& notice, std::size_t lines,
                                    const std::string& directory) {
  std::vector<std::string> output;
  if (!notice.invocation) return output;
  const std::string invocation = to_string(*notice.invocation);
  Journal journal(directory);
  journal.seek_output(notice.unit, notice.run_ended
                                       ? std::optional(*notice.run_ended + longest_delay)
                                       : std::nullopt);
  std::set<std::string> others;  // streams of other runs
  for (std::size_t i = 0; i < most_entries && output.size() < lines && journal.previous(); ++i) {
    if (notice.run_began && journal.time() < *notice.run_began) break;
    const std::string of = journal.value("_SYSTEMD_INVOCATION_ID");
    const std::string stream = journal.value("_STREAM_ID");
    if (!of.empty() && of != invocation) {
      others.insert(stream);
      continue;
    }
    if (of.empty() && others.contains(stream)) continue;
    output.push_back(journal.value("MESSAGE"));
  }
  std::ranges::reverse(output);
  return output;
}

}  // namespace sa
