#include "watcher/recorder.h"

#include <utility>

// What each event does to what is known.

namespace sa {
namespace {

// Units that nobody watches are remembered this long, in case a timer names them a moment later.
constexpr Duration unwatched_memory = std::chrono::minutes(2);

// What the bus and the journal tell of one thing is at most this far apart.
constexpr Duration most_apart = std::chrono::minutes(10);

// How long before the bus was lost a question may have gone unanswered.
constexpr Duration answer_slack = std::chrono::seconds(1);

// The bus tells of a new timer at most this long after the journal told of its run.
constexpr Duration bus_patience = std::chrono::seconds(1);

std::string presumed_service(const std::string& timer) {
  return timer.substr(0, timer.rfind('.')) + ".service";
}

}  // namespace

void Recorder::take(const BusEvent& event, Instant now) {
  std::visit([&](const auto& known) { on(known, now); }, event);
  flush_changes();
}

void Recorder::take(const UnitEvent& event) {
  const auto* entry = std::get_if<JournalEvent>(&event);
  if (entry != nullptr && !caught_up_) restore_told_again(*entry);
  if (entry != nullptr) note_boot(entry->boot, entry->at);
  tracker_.on(event, changes_);
  flush_changes();
}

void Recorder::on(const Queued& event, Instant) {
  if (is_activator(event.unit)) return tracker_.activations().await(event.unit);
  tracker_.on(event, changes_);
}
// That a timer was stopped, or started again, is told by nothing else.
void Recorder::on(const Dequeued& event, Instant) {
  if (is_activator(event.unit)) return questions_.activators.push_back(event.unit);
  if (roster_.timer(event.unit) != nullptr) {
    changes_.ask_timers.push_back(event.unit);
    heard_manual_ = true;
  }
  tracker_.on(event, changes_);
}
void Recorder::on(const ServiceSeen& event, Instant now) {
  const bool starts_again = event.restart_pending || (event.active && event.restarts > 0);
  notices_.answer(event.unit, starts_again, now);
  tracker_.on(event, changes_);
}

void Recorder::on(const TimerChanged& event, Instant) {
  tracker_.on(event, changes_);
  roster_.change_timer(event);
  const TimerSeen* known = roster_.timer(event.timer);
  // A timer that nobody told of yet, or that died.
  if (known == nullptr || (event.result != "success" && !known->failed))
    changes_.ask_timers.push_back(event.timer);
}

void Recorder::on(const TimerSeen& event, Instant) {
  timers_awaited_.erase(event.timer);
  roster_.set_timer(event);
  if (!event.loaded) {
    if (tracker_.triggers().started_by(event.timer).empty()) presume_service(event.timer);
    return;
  }
  tracker_.triggers().set_unit(event.timer, event.unit, event.members);
  tracker_.triggers().set_active_since(event.timer, event.active_since);
  tracker_.on(TimerChanged{event.timer, event.last_trigger, {}, {}, event.heard}, changes_);
  for (const auto& unit : tracker_.triggers().started_by(event.timer))
    if (unit.ends_with(".service")) watch(unit);
  if (event.is_transient) questions_.follow.push_back(event.unit);
  if (is_listed()) decide_undecided();
}

// What the journal told before the timers were known may have been theirs; nor were unit files
// read.
void Recorder::decide_undecided() {
  for (auto& [identity, run] : std::exchange(undecided_, {})) {
    tracker_.presume_exit(run);
    owe_run(std::move(run));
  }
}

// A transient timer may be gone before systemd could be asked what it starts; by default it is the
// service of the same name.
void Recorder::presume_service(const std::string& timer) {
  const auto service = presumed_service(timer);
  if (tracker_.current_run(service) == nullptr) return;
  tracker_.triggers().set_unit(timer, service, {});
  const auto firings = tracker_.triggers().find(timer)->firings;
  for (const Instant firing : firings)
    tracker_.on(TimerChanged{timer, firing, {}, {}, firing}, changes_);
  watch(service);
}

void Recorder::watch(const std::string& unit) {
  UnitFacts facts;
  bool has_file = false;
  const auto add = [&](const std::string& name) {
    const auto found = unit_files_ ? unit_files_->facts(name) : std::nullopt;
    if (found) facts.override_by(*found);
    has_file = has_file || (found && unit_files_->has_file(name));
  };
  if (unit_files_)
    if (const auto found = unit_files_->facts(unit)) {
      facts = *found;
      has_file = unit_files_->has_file(unit);
    }
  for (const auto& timer : tracker_.triggers().timers_of(unit)) add(timer);
  // What files that are gone said holds on.
  if (has_file || roster_.record(unit) == nullptr) roster_.set_unit(unit, facts);
  tracker_.watch(unit, facts.oneshot && !facts.other_success, changes_);
  for (const auto& activator : tracker_.activations().activators_of(unit)) follow(activator);
  // It runs, and began before anybody listened.
  const Run* current = tracker_.current_run(unit);
  const bool is_open = current != nullptr && current->state == State::running;
  if (active_at_listing_.erase(unit) > 0 && !is_open) changes_.ask.push_back({unit, true});
}

void Recorder::on(const Listed& event, Instant now) {
  listed_ = true;
  unit_files_ = std::make_unique<UnitFiles>(event.unit_path);
  tracker_.set_boot_finished(event.boot_finished);
  active_at_listing_.clear();
  timers_awaited_.clear();
  std::set<std::string, std::less<>> activators;
  for (const auto& unit : event.units) {
    if (is_activator(unit.name)) {
      if (unit.loaded) activators.insert(unit.name);
      continue;
    }
    const bool is_timer = is_timer_name(unit.name);
    if (is_timer && unit.loaded) {
      timers_awaited_.insert(unit.name);
      questions_.timers.push_back(unit.name);
    }
    if (!is_timer && unit.active) active_at_listing_.insert(unit.name);
  }
  for (auto& timer : roster_.absent_timers(timers_awaited_)) {
    questions_.timers.push_back(timer);
    timers_awaited_.insert(std::move(timer));
  }
  roster_.keep_timers(timers_awaited_, now);
  tracker_.activations().keep(activators);
  for (const auto& activator : activators) {
    tracker_.activations().await(activator);
    questions_.activators.push_back(activator);
  }
  // What went on while nobody could be asked has the journal's stamps only.
  if (deaf_since_)
    for (auto& unit : tracker_.units_active_since(*deaf_since_ - answer_slack))
      changes_.ask.push_back({std::move(unit), false});
  deaf_since_.reset();
  for (const auto& unit : unit_files_->services_with_section()) watch(unit);
}

void Recorder::on(const OpenSeen& event, Instant) {
  for (const auto& unit : event.units) {
    const Run* current = tracker_.current_run(unit.name);
    if (current != nullptr && current->state == State::running && !unit.active)
      changes_.ask.push_back({unit.name, true});
  }
}

void Recorder::on(const ManagerChanged& event, Instant now) {
  if (event.signals_lost) {
    tracker_.triggers().unobserve();
    tracker_.activations().unobserve();
    followed_activators_.clear();
  }
  if (event.signals_lost && !deaf_since_) deaf_since_ = now;
  questions_.list = true;
}

void Recorder::on(const RunTold& event, Instant now) {
  note_boot(boot_, now);
  owe_run(event.run);
}

void Recorder::on(const UnitTold& event, Instant) {
  reads_up_ = false;
  roster_.set_unit(event.unit, event.facts);
}

void Recorder::caught_up(Instant now) {
  caught_up_ = true;
  notices_.hold_until(now + first_look);
  restore_notices(now);
  note_boot(boot_, now);
  if (!reads_up_ && seen_until_ && *seen_until_ < now)
    roster_.excuse({Absence::Kind::unwatched, *seen_until_, now});
  tracker_.booted(boot_, now, changes_);
  flush_changes();
}

void Recorder::look_around(Instant now) {
  for (const auto& timer : roster_.take_stuck_timers()) questions_.timers.push_back(timer);
  questions_.open = tracker_.units_with_open_runs();
  tracker_.forget_unwatched(now - unwatched_memory);
  rest(now);
  account(now, true);
}

// What was told while the bus or the timers were not there yet is joined once they are.
void Recorder::rest(Instant now) {
  if (!caught_up_ || deaf_since_ || !is_listed())
    whole_since_.reset();
  else if (!whole_since_)
    whole_since_ = now;
  if (whole_since_ && now - *whole_since_ > most_apart) tracker_.rest(now - most_apart);
}

bool Recorder::is_place_safe(Instant now) const {
  const auto held = tracker_.last_held();
  return is_listed() && !tracker_.is_between() && (!held || now - *held > bus_patience);
}

}  // namespace sa
