#pragma once

#include "core/due_book.h"
#include "core/pause.h"
#include "core/unit_event.h"
#include "core/unit_record.h"

#include <optional>
#include <string_view>

namespace sa {

// What the log remembers of a timer, so that what is owed outlives it.

// nullptr: the record has no such timer.
TimerRecord* find_timer(UnitRecord& record, std::string_view timer);
// The timer of that name, made where it is new.
TimerRecord& timer_of(UnitRecord& record, const std::string& timer);

// Takes over what systemd says of a loaded timer. A timer is expected from when it was first seen
// active, with the due instant that it has not served then, if there is one; with a new schedule
// from when it was seen active with that. One that was made by systemd-run and has ended expects
// nothing, unless its unit carries [X-ScriptActivity].
void remember(UnitRecord& record, const TimerSeen& seen, DueBook& book);
// The timer is not loaded any more.
void remember_gone(UnitRecord& record, TimerRecord& timer, Instant when);
// A timer without OnCalendar= waits for another instant.
void remember_next(TimerRecord& timer, const TimerChanged& change, bool has_fired);

// Books that the timer is held (`held`) or not any more (nullptr); then it was resumed when it
// became active, or now. True: the record has changed.
bool remember_pause(TimerRecord& timer, const Pause* held,
                    const std::optional<Instant>& active_since, Instant now);
// The pause that takes the due instant away; nullptr: none does.
const PausedSpan* pause_at(const TimerRecord& timer, Instant due);
// What sa-control told the journal of a pause of the timer or of its end: also of pauses that
// nobody saw, while the watcher was down. True: the record has changed.
bool remember_told_pause(TimerRecord& timer, const Change& change);
// The pause that holds all timers of the unit; nullopt: none, or not all.
std::optional<PausedSpan> pause_of(const UnitRecord& record);

}  // namespace sa
