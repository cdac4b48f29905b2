#pragma once

#include "control/systemd.h"
#include "core/notice.h"

#include <filesystem>
#include <string>

namespace sa {

// Has sa-notify@UNIT.service tell people of a unit: what it is to tell lies in a file of its
// instance's name, which everybody may read.
class Notifier {
 public:
  // `folder` is made where it is missing, by the first notice.
  Notifier(Systemd& systemd, std::filesystem::path folder);

  // Returns what systemd queued, a D-Bus path; done when it leaves the queue. Throws Refused:
  // BadName, BadNotice, Busy (the one before is still being told), Failed; and Error: the disk.
  std::string notify(const std::string& unit, const NoticeFacts& facts);

 private:
  void write(const std::string& instance, const std::string& text) const;

  Systemd& systemd_;
  std::filesystem::path folder_;
};

}  // namespace sa
