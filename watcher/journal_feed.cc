#include "watcher/journal_feed.h"

#include "watcher/supervisor.h"

#include <array>

namespace sa {
namespace {

using namespace std::chrono_literals;

// A first start takes in this much of the journal.
constexpr Duration first_look_back = std::chrono::hours(24 * 30);

// Inotify tells of new journal entries up to 250 ms late, so after the bus spoke the journal is
// read at once and again after these.
constexpr std::array<std::chrono::milliseconds, 5> rereads = {0ms, 5ms, 20ms, 100ms, 400ms};

constexpr std::size_t entries_a_turn = 1000;

}  // namespace

void JournalFeed::find_place(const std::optional<std::string>& cursor, Instant now) {
  if (!journal_) return;
  if (!cursor) {
    journal_->seek_time(now - first_look_back);
  } else if (!journal_->seek_cursor(*cursor)) {
    say(Level::warning,
        "the journal no longer has the place up to which it was read: runs in between may be "
        "missing");
  }
}

void JournalFeed::acknowledge() {
  journal_->acknowledge();
  ready_ = true;
}

void JournalFeed::bus_spoke(Clock::time_point now) {
  bus_spoke_ = now;
  reread_step_ = 0;
}

bool JournalFeed::is_reread_due(Clock::time_point now) const {
  return reread_step_ < rereads.size() && now >= bus_spoke_ + rereads[reread_step_];
}

bool JournalFeed::is_due(Clock::time_point now) const {
  return journal_ && (ready_ || is_reread_due(now));
}

JournalFeed::Clock::time_point JournalFeed::next_read() const {
  if (!journal_ || reread_step_ == rereads.size()) return Clock::time_point::max();
  return bus_spoke_ + rereads[reread_step_];
}

void JournalFeed::read(Clock::time_point now, std::vector<UnitEvent>& out) {
  while (is_reread_due(now)) ++reread_step_;
  const std::size_t count = journal_->read(entries_a_turn, out);
  entries_ += count;
  ready_ = count == entries_a_turn;
}

}  // namespace sa
