#include "cli/doctor/gather.h"
#include "cli/doctor/systemd_answers.h"

#include <unistd.h>

namespace sa {
namespace {

// journald's word for entries that came too fast.
constexpr const char* suppressed_entries = "MESSAGE_ID=a596d6fe7bfa4994828e72309e95d61e";

std::string since_journald(const HostFacts& facts) {
  const auto start = [&]() -> std::optional<Instant> {
    if (!facts.units) return std::nullopt;
    const auto found = facts.units->find("systemd-journald.service");
    if (found == facts.units->end()) return std::nullopt;
    return found->second.left_inactive;
  }();
  if (!start) return "--boot";
  return "--since=@" +
         std::to_string(
             std::chrono::floor<std::chrono::seconds>(start->time_since_epoch()).count());
}

std::string entries(const Context& context, std::vector<std::string> options) {
  std::vector<std::string> command = {"journalctl", "--quiet", "--no-pager", "--output=export"};
  command.insert(command.end(), options.begin(), options.end());
  return context.output_of(command);
}

}  // namespace

void gather_journal(const Context& context, HostFacts& facts) {
  JournalFacts& journal = facts.journal;
  journal.storage =
      storage_of(context.output_of({"systemd-analyze", "cat-config", "systemd/journald.conf"}));
  journal.has_folder = access("/var/log/journal", F_OK) == 0;
  journal.is_readable =
      !entries(context, {"--lines=1", "--output-fields=MESSAGE", "_PID=1"}).empty();
  if (!journal.is_readable) return;
  journal.start_limits = newest_by_unit(entries(
      context, {"--boot", "--output-fields=UNIT", "_PID=1", "CODE_FUNC=unit_test_start_limit"}));
  const Suppressed suppressed = suppressed_of_init(
      entries(context, {since_journald(facts), "--output-fields=MESSAGE", suppressed_entries}));
  journal.suppressed = suppressed.count;
  journal.last_suppressed = suppressed.last;
}

}  // namespace sa
