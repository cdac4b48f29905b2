#pragma once

#include "notify/message.h"
#include "notify/told.h"

#include <chrono>
#include <functional>
#include <string>

namespace sa {

// How targets are reached.
struct Ways {
  std::string sendmail;                 // program
  std::string programs;                 // folder of programs that root has put there
  unsigned owner = 0;                   // root
  std::chrono::milliseconds longest{};  // for each target
};

// Tells each target of the notice that was not told yet, whatever became of the others. `say`: a
// line for the journal, of each. Returns whether all were told; a word that is no target never can
// be, and does not count. Throws Error: what was told cannot be kept.
bool tell_targets(const Notice& notice, const Message& message, const std::string& host,
                  const Ways& ways, Told& told, const std::function<void(const std::string&)>& say);

}  // namespace sa
