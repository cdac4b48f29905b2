#pragma once

#include "control/refused.h"
#include "control/systemd.h"
#include "core/notice.h"

#include <filesystem>
#include <string>

namespace sa {

// Has sa-notify@UNIT.service tell people of a unit: what it is to tell lies in a file of its
// instance's name, which everybody may read. It keeps nothing in memory: a notice that was decided
// on at the same instant is the same, whoever asks for it and whichever sa-control is asked.
class Notifier {
 public:
  struct Folders {
    std::filesystem::path notices;  // made where it is missing, by the first notice
    std::filesystem::path told;     // where sa-notify keeps whom it has told
  };
  Notifier(Systemd& systemd, Folders folders);

  // Returns what systemd queued, a D-Bus path; done when it leaves the queue. That of the same
  // notice which is being told already is the one that tells it; of one that was told, sa-notify
  // finds that nobody is left. Throws Refused: BadName, BadNotice, Busy (another one is still being
  // told), Failed; and Error: the disk.
  std::string notify(const std::string& unit, const NoticeFacts& facts);
  // The answer where what was queued did not end with "done" but with `result`, systemd's word:
  // NotAllTold; NobodyTold, after sa-notify tried all; Failed, which says nothing.
  Refused unreached(const std::string& unit, const NoticeFacts& facts,
                    const std::string& result) const;

 private:
  bool is_being_told(const std::string& instance, const Notice& notice) const;
  void write(const std::string& instance, const std::string& text) const;

  Systemd& systemd_;
  Folders folders_;
};

}  // namespace sa
