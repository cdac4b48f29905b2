#include "watcher/ledger.h"

#include <algorithm>

namespace sa {
namespace {

using namespace std::chrono_literals;

// What happened is told within this, also on a busy host.
constexpr Duration settling = 10s;

// A clock that was that far ahead was wrong: what was accounted for is not believed.
constexpr Duration longest_step_back = 25h;

constexpr std::uint32_t most_records_in_a_row = 50;
constexpr std::size_t most_slots_a_step = 10'000;
constexpr std::size_t most_unexpected_runs = 4;
constexpr Duration told_again = 1h;

constexpr Duration default_grace = 1min;

Duration patience(const LedgerTimer& timer, const UnitRecord& record) {
  return timer.allowance() + record.grace.value_or(default_grace);
}

void keep_later(std::optional<Instant>& known, Instant instant) {
  if (!known || *known < instant) known = instant;
}

void step_back(UnitRecord& record, Instant now) {
  if (*record.accounted_up_to > now + longest_step_back) record.accounted_up_to = now;
  if (record.served_up_to && *record.served_up_to > now) record.served_up_to = now;
  if (record.expected_since && *record.expected_since > now) record.expected_since = now;
  for (auto& timer : record.timers)
    if (timer.since && *timer.since > now) timer.since = now;
}

// Of a pause all of which is accounted for; what is expected counts anew from its end.
void forget_pauses(UnitRecord& record, const std::optional<Instant>& next_due) {
  for (auto& timer : record.timers) {
    if (!timer.pause || !timer.pause->ended) continue;
    const Instant ended = *timer.pause->ended;
    if (next_due && *next_due < ended) continue;
    if (record.expected_since) keep_later(record.expected_since, ended);
    timer.pause.reset();
  }
}

}  // namespace

// ---- runs

void UnitLedger::take(const Run& run, UnitRecord& record) {
  if (run.state == State::missed) return;
  const Instant began = run.began.value_or(run.at);
  const auto ended = run.state == State::running ? run.ended : run.ended.value_or(began);
  forget_run(run.identity, began);
  const auto place = std::ranges::upper_bound(runs_, began, {}, &Span::began);
  runs_.insert(place,
               {run.identity, run.due, began, ended, run.trigger.type == TriggerType::timer});
  if (!record.accounted_up_to && runs_.size() > most_unexpected_runs) runs_.erase(runs_.begin());
  keep_later(record.served_up_to, std::max(began, run.due.value_or(began)));
  next_.reset();
}

// What is told of a run twice is told with nearly the same beginning.
void UnitLedger::forget_run(const Id128& identity, Instant began) {
  for (auto run = runs_.rbegin(); run != runs_.rend() && run->began > began - told_again; ++run) {
    if (run->identity != identity) continue;
    runs_.erase(std::prev(run.base()));
    return;
  }
}

// Where systemd told of a firing too late for its due instant to be known (a timer without
// OnCalendar= whose service was refused), it is the one just before.
bool UnitLedger::serves(const Span& run, Instant due) {
  if (run.due || !run.by_timer) return run.due == due;
  return run.began >= due && run.began - due < settling;
}

const UnitLedger::Span* UnitLedger::run_for(Instant due) const {
  auto run = std::ranges::lower_bound(runs_, due - settling, {}, &Span::began);
  while (run != runs_.end() && !serves(*run, due) && (!run->due || *run->due < due)) ++run;
  return run != runs_.end() && serves(*run, due) ? &*run : nullptr;
}

const UnitLedger::Span* UnitLedger::run_at(Instant due) const {
  const auto after = std::ranges::upper_bound(runs_, due, {}, &Span::began);
  if (after == runs_.begin()) return nullptr;
  const Span& run = *std::prev(after);
  return !run.ended || due < *run.ended ? &run : nullptr;
}

const UnitLedger::Span* UnitLedger::timer_run_after(Instant due) const {
  auto run = std::ranges::upper_bound(runs_, due, {}, &Span::began);
  while (run != runs_.end() && !(run->by_timer && (!run->due || *run->due > due))) ++run;
  return run == runs_.end() ? nullptr : &*run;
}

// What has ended can absorb nothing that is still to come.
void UnitLedger::forget_runs(const UnitRecord& record) {
  if (!next_) return;
  std::erase_if(runs_, [&](const Span& run) {
    const bool is_booked = !run.due || *run.due <= *record.accounted_up_to;
    return run.ended && is_booked && (!next_->due || *run.ended <= *next_->due);
  });
}

// ---- verdicts

UnitLedger::Judgement UnitLedger::judge(const Slot& slot, const UnitRecord& record,
                                        const LedgerView& view, Instant now) const {
  const auto& pause = slot.timer->record->pause;
  if (pause && covers(*pause, slot.due)) return {Fate::paused, in_words(*pause)};
  if (run_for(slot.due) != nullptr) return {Fate::served};
  if (const Span* run = run_at(slot.due)) return judge_absorbed(slot, *run, record, view, now);
  return judge_unserved(slot, record, view, now);
}

UnitLedger::Judgement UnitLedger::judge_absorbed(const Slot& slot, const Span& run,
                                                 const UnitRecord& record, const LedgerView& view,
                                                 Instant now) const {
  const Judgement absorbed{Fate::absorbed, "the run before was still going"};
  if (!run.ended) {
    const auto following = view.next(slot.due);
    return following && following->due <= now ? absorbed : Judgement{};
  }
  // The timer fires at once when its service ends.
  if (timer_run_after(slot.due) != nullptr) return absorbed;
  const Duration wait = slot.timer->active ? patience(*slot.timer, record) : settling;
  return now > std::max(*run.ended, slot.due) + wait ? absorbed : Judgement{};
}

UnitLedger::Judgement UnitLedger::judge_unserved(const Slot& slot, const UnitRecord& record,
                                                 const LedgerView& view, Instant now) const {
  const LedgerTimer& timer = *slot.timer;
  const auto missed = [&] {
    const std::string cause = view.cause(slot);
    return Judgement{Fate::missed, cause.empty() ? "not started, and it is not known why" : cause};
  };
  if (const Span* later = timer_run_after(slot.due)) {
    if (later->began > slot.due + timer.allowance()) return missed();
    return {Fate::absorbed, "one run for several due instants within the timer's allowance"};
  }
  if (!timer.active) return now >= slot.due + settling ? missed() : Judgement{};
  if (const auto past = timer.past(); past && *past >= slot.due) {
    // It may have fired, and its service waits in the queue.
    const Duration wait =
        timer.last_trigger ? std::max(patience(timer, record), settling) : settling;
    return now >= *past + wait ? missed() : Judgement{};
  }
  const auto following = view.next(slot.due);
  if (!following) return {};
  const Instant counts_from = std::max(following->due, timer.active_since.value_or(slot.due));
  return now > counts_from + patience(timer, record) ? missed() : Judgement{};
}

// ---- booking

void UnitLedger::book_range(const Slot& slot, const Judgement& judgement, const UnitRecord& record,
                            Step& step) {
  const auto verdict = judgement.fate == Fate::absorbed ? SlotVerdict::absorbed
                       : judgement.fate == Fate::paused ? SlotVerdict::paused
                                                        : SlotVerdict::missed;
  const bool goes_on = range_ && range_->verdict == verdict && range_->reason == judgement.reason &&
                       extend(*range_, slot.due);
  if (!goes_on)
    range_ = std::make_unique<SlotRange>(
        SlotRange{record.unit, slot.due, slot.due, 1, verdict, judgement.reason, {}});
  if (!step.ranges.empty() && step.ranges.back().first == range_->first) {
    step.ranges.back() = *range_;
  } else {
    step.ranges.push_back(*range_);
  }
}

void UnitLedger::book(const Slot& slot, const Judgement& judgement, UnitRecord& record,
                      Step& step) {
  record.accounted_up_to = slot.due;
  step.changed = step.changed || judgement.fate != Fate::served;
  if (judgement.fate == Fate::missed) {
    if (record.missed_in_a_row++ < most_records_in_a_row) {
      step.missed.push_back({slot.due, slot.timer->record->name, judgement.reason});
      range_.reset();
      return;
    }
  } else if (judgement.fate == Fate::served) {
    record.missed_in_a_row = 0;
    range_.reset();
    return;
  } else {
    keep_later(record.served_up_to, slot.due);
  }
  book_range(slot, judgement, record, step);
}

UnitLedger::Step UnitLedger::account(UnitRecord& record, const LedgerView& view, Instant now) {
  Step step;
  next_ = Next{};
  if (record.accounted_up_to) {
    step_back(record, now);
    while (!step.more && account_next(record, view, now, step))
      step.more = ++step.count == most_slots_a_step;
    forget_runs(record);
  }
  forget_pauses(record, next_->due);
  return step;
}

// False: what comes next is open, or still to come.
bool UnitLedger::account_next(UnitRecord& record, const LedgerView& view, Instant now, Step& step) {
  const auto slot = view.next(*record.accounted_up_to);
  next_ = Next{slot ? std::optional(slot->due) : std::nullopt};
  if (!slot || slot->due > now) return false;
  const Judgement judgement = judge(*slot, record, view, now);
  if (judgement.fate == Fate::open) return false;
  book(*slot, judgement, record, step);
  return true;
}

}  // namespace sa
