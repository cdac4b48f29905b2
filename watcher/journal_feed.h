#pragma once

#include "watcher/journal.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// The journal as the loop reads it: from the place up to which the log has everything, a bounded
// number of entries at a time, and anew for a while whenever the bus spoke. A host may have none.
class JournalFeed {
 public:
  using Clock = std::chrono::steady_clock;

  // nullptr: none, the bus tells all.
  explicit JournalFeed(std::unique_ptr<Journal> journal) : journal_(std::move(journal)) {}

  bool is_there() const { return journal_ != nullptr; }
  // Goes to the cursor, or where there is none to what a first start takes in. A place that is gone
  // is said.
  void find_place(const std::optional<std::string>& cursor, Instant now);

  int fd() const { return journal_ ? journal_->fd() : -1; }
  // fd() was readable.
  void acknowledge();
  void bus_spoke(Clock::time_point now);
  // Something was missed, perhaps.
  void look_again() { ready_ = true; }

  bool is_due(Clock::time_point now) const;
  Clock::time_point next_read() const;  // max: when fd() is readable
  // Throws Error. Their number is added to entries().
  void read(Clock::time_point now, std::vector<UnitEvent>& out);
  bool at_end() const { return !ready_; }  // of the journal, when it was read last
  std::size_t entries() const { return entries_; }
  // The place after the last entry read; empty before the first, and where there is no journal.
  std::string cursor() const { return journal_ ? journal_->cursor() : std::string(); }

 private:
  bool is_reread_due(Clock::time_point now) const;

  std::unique_ptr<Journal> journal_;
  bool ready_ = true;
  std::size_t reread_step_ = 0;  // how often the journal was read anew since the bus spoke
  Clock::time_point bus_spoke_{};
  std::size_t entries_ = 0;
};

}  // namespace sa
