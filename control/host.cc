#include "control/host.h"

#include "core/instant.h"

#include <vector>

#include <sys/uio.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

namespace sa {
namespace {

// Of all our entries: what `journalctl MESSAGE_ID=...` finds.
constexpr const char* message_id = "6a3f5b0e5ff14ed6a0a4d1f1f3f8a2c7";

}  // namespace

void tell_journal(const Note& note) {
  const Request& request = note.request;
  std::vector<std::string> fields = {
      "MESSAGE=" + request.caller.name + ' ' + note.what +
          (request.reason.empty() ? "" : ": " + request.reason),
      std::string("MESSAGE_ID=") + message_id,
      "PRIORITY=5",
      "OBJECT_SYSTEMD_UNIT=" + request.unit,
      "SA_VERB=" + std::string(to_string(request.verb)),
      "SA_UNIT=" + request.unit,
      "SA_BY=" + request.caller.name,
      "SA_UID=" + std::to_string(request.caller.uid),
  };
  if (!note.team.empty()) fields.push_back("SA_TEAM=" + note.team);
  if (request.until) fields.push_back("SA_UNTIL=" + rfc3339(*request.until));
  if (!request.reason.empty()) fields.push_back("SA_REASON=" + request.reason);
  std::vector<iovec> parts;
  for (std::string& field : fields) parts.push_back({field.data(), field.size()});
  sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

void tell_ready() {
  sd_notify(0, "READY=1");
}

void tell_stopping() {
  sd_notify(0, "STOPPING=1");
}

}  // namespace sa
