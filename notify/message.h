#pragma once

#include "core/local_time.h"
#include "core/notice.h"

#include <string>
#include <utility>
#include <vector>

namespace sa {

// What people read.
struct Message {
  std::string subject;  // one line of ASCII: "[host] backup.service has failed"
  std::string body;     // UTF-8 without control characters, lines of at most 800 bytes
};

// `output`: the last lines of the run that it is about, as they came from the unit: any bytes.
Message message_of(const Notice& notice, const std::string& host,
                   const std::vector<std::string>& output);

// A mail as sendmail(8) -t takes it. `address` is NotifyTarget's, so that it adds no header.
std::string mail_of(const Message& message, const std::string& address);

// Variables that tell a program the same: {"SA_UNIT", "backup.service"} and so on; what is not
// known is empty. See sa-notify(8).
std::vector<std::pair<std::string, std::string>> variables_of(const Notice& notice,
                                                              const Message& message,
                                                              const std::string& host);

}  // namespace sa
