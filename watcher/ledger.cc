#include "watcher/ledger.h"

#include "watcher/timer_memory.h"

#include <algorithm>

namespace sa {
namespace {

using namespace std::chrono_literals;

// What happened is told within this, also on a busy host.
constexpr Duration settling = 10s;

// The journal's stamp of an end may be that much later than the end.
constexpr Duration end_stamp_slack = 100ms;

// A run that was inferred to be a timer's may turn out to be of another firing this long.
constexpr Duration until_sure = 1min;

constexpr Duration longest_step_back = 25h;
constexpr Duration until_believed = 1h;

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
    const auto is_over = [&](const PausedSpan& pause) {
      if (!pause.ended || (next_due && *next_due < *pause.ended)) return false;
      if (record.expected_since) keep_later(record.expected_since, *pause.ended);
      return true;
    };
    std::erase_if(timer.earlier_pauses, is_over);
    if (timer.pause && is_over(*timer.pause)) timer.pause.reset();
  }
}

}  // namespace

// ---- runs

void UnitLedger::take(const Run& run, UnitRecord& record) {
  if (run.state == State::missed) return;
  const Instant began = run.began.value_or(run.at);
  const auto ended = run.state == State::running ? run.ended : run.ended.value_or(began);
  const auto known = forget_run(run.identity, began);
  if (known && known->due && known->due != run.due && known->due <= record.accounted_up_to)
    orphans_.push_back(*known->due);
  Span span{run.identity, run.due, began, std::min(began, answers_up_to(run)), ended};
  span.by_timer = run.trigger.type == TriggerType::timer && run.attempt == 1;
  span.is_inferred = run.trigger.inferred;
  // A unit that waits to be started again takes no other start.
  if (run.attempt > 1)
    span.fired = known ? known->fired : std::min(began, last_ended_.value_or(began));
  runs_.insert(std::ranges::upper_bound(runs_, began, {}, &Span::began), span);
  if (ended) keep_later(last_ended_, *ended);
  if (!record.accounted_up_to && runs_.size() > most_unexpected_runs) runs_.erase(runs_.begin());
  keep_later(record.served_up_to, answers_up_to(run));
  next_.reset();
}

// What is told of a run twice is told with nearly the same beginning.
std::optional<UnitLedger::Span> UnitLedger::forget_run(const Id128& identity, Instant began) {
  for (auto run = runs_.rbegin(); run != runs_.rend() && run->began > began - told_again; ++run) {
    if (run->identity != identity) continue;
    const Span known = *run;
    runs_.erase(std::prev(run.base()));
    return known;
  }
  return std::nullopt;
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
  const auto after = std::ranges::upper_bound(runs_, due, {}, &Span::fired);
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
void UnitLedger::forget_runs(const UnitRecord& record, Instant now) {
  if (!next_ || !orphans_.empty()) return;
  std::erase_if(runs_, [&](const Span& run) {
    const bool is_booked = !run.due || *run.due <= *record.accounted_up_to;
    const bool is_sure = !run.is_inferred || (run.ended && now > *run.ended + until_sure);
    return run.ended && is_booked && is_sure && (!next_->due || *run.ended <= *next_->due);
  });
}

// ---- verdicts

UnitLedger::Judgement UnitLedger::judge(const Slot& slot, const UnitRecord& record,
                                        const LedgerView& view, Instant now) const {
  if (const PausedSpan* pause = pause_at(*slot.timer->record, slot.due))
    return {Fate::paused, in_words(*pause)};
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
  // The timer fires at once when its service ends; of several timers only the one that began it.
  const auto& fired = slot.timer->last_trigger;
  const bool in_vain = fired && *fired >= slot.due && *fired < *run.ended - end_stamp_slack;
  if (in_vain || timer_run_after(slot.due) != nullptr) return absorbed;
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
  keep_later(record.accounted_up_to, slot.due);
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
    if (is_far_behind(record, now)) return step;
    step_back(record, now);
    account_orphans(record, view, now, step);
    while (!step.more && account_next(record, view, now, step))
      step.more = ++step.count == most_slots_a_step;
    forget_runs(record, now);
  }
  forget_pauses(record, next_->due);
  return step;
}

bool UnitLedger::is_far_behind(const UnitRecord& record, Instant now) {
  if (*record.accounted_up_to <= now + longest_step_back) {
    behind_since_.reset();
    return false;
  }
  if (!behind_since_ || now < *behind_since_) behind_since_ = now;
  if (now >= *behind_since_ + until_believed) return false;
  next_ = Next{*behind_since_ + until_believed};
  return true;
}

void UnitLedger::account_orphans(UnitRecord& record, const LedgerView& view, Instant now,
                                 Step& step) {
  std::erase_if(orphans_, [&](Instant due) {
    const auto slot = view.next(due - Duration(1));
    if (!slot || slot->due != due) return true;
    const Judgement judgement = judge(*slot, record, view, now);
    if (judgement.fate == Fate::open) return false;
    if (judgement.fate != Fate::served) book(*slot, judgement, record, step);
    return true;
  });
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
