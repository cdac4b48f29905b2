#include "watcher/recorder.h"

#include "store/identity.h"

#include <utility>

namespace sa {
namespace {

constexpr char cursor_note[] = "journal-cursor";
constexpr char seen_until_note[] = "seen-until";
constexpr char boot_note[] = "boot";
constexpr char absences_note[] = "absences";

// Units that nobody watches are remembered this long, in case a timer names them a moment later.
constexpr Duration unwatched_memory = std::chrono::minutes(2);

// How long before the bus was lost a question may have gone unanswered.
constexpr Duration answer_slack = std::chrono::seconds(1);

// The bus tells of a new timer at most this long after the journal told of its run.
constexpr Duration bus_patience = std::chrono::seconds(1);

constexpr std::size_t prune_at_most = 1000;

std::string key_of(const Run& run) {
  return {reinterpret_cast<const char*>(run.identity.bytes.data()), run.identity.bytes.size()};
}

std::string presumed_service(const std::string& timer) {
  return timer.substr(0, timer.rfind('.')) + ".service";
}

}  // namespace

Recorder::Recorder(const Parts& parts, std::string host, const Id128& boot,
                   RunTracker::Journal journal)
    : store_(parts.store),
      status_(parts.status),
      host_(host),
      boot_(boot),
      tracker_(std::move(host), journal),
      roster_(parts.zones) {
  tracker_.set_running_boot(boot);
}

void Recorder::restore() {
  const auto open_runs = store_.open_runs();
  for (const auto& run : open_runs) tracker_.restore(run);
  for (const auto& record : store_.units()) {
    const auto last = store_.last_run(record.unit);
    if (last && last->state != State::running) tracker_.restore(*last);
    roster_.restore(record, last);
    for (const auto& timer : record.timers) {
      tracker_.triggers().set_unit(timer.name, record.unit, {});
      tracker_.triggers().set_used(timer.name, timer.last_used_trigger);
    }
    tracker_.watch(record.unit, false, changes_);
  }
  for (const auto& run : open_runs) tracker_.watch(run.unit, false, changes_);
  if (const auto absences = store_.note(absences_note))
    for (const auto& absence : absences_of_note(*absences)) roster_.add_absence(absence);
  const auto note = store_.note(seen_until_note);
  const auto seen_until = note ? parse_rfc3339(*note) : std::nullopt;
  if (!seen_until) return;
  tracker_.restore_seen_until(*seen_until);
  last_told_ = *seen_until;
  if (const auto boot = store_.note(boot_note)) last_boot_ = parse_id128(*boot);
}

// Between the last word of one boot and the first of the next the host was off.
void Recorder::note_boot(const Id128& boot, Instant at) {
  if (last_boot_ && *last_boot_ != boot && last_told_ < at)
    roster_.add_absence({Absence::Kind::off, last_told_, at});
  last_boot_ = boot;
  last_told_ = std::max(last_told_, at);
}

// After a restart the journal is read from a place that may lie before what the log has: what is
// told again keeps what only the bus could tell.
void Recorder::restore_told_again(const JournalEvent& event) {
  Id128 identity;
  if (std::holds_alternative<JournalStarting>(event.what) ||
      std::holds_alternative<JournalUp>(event.what)) {
    identity = event.invocation.value_or(Id128{});
  } else if (std::holds_alternative<JournalSkipped>(event.what) ||
             std::holds_alternative<JournalStartFailed>(event.what)) {
    identity = derived_identity(event.boot, event.unit, event.start);
  }
  if (identity == Id128{} || tracker_.knows(event.unit, identity)) return;
  if (const auto run = store_.run(identity)) tracker_.restore(*run);
}

std::optional<std::string> Recorder::journal_cursor() const {
  return store_.note(cursor_note);
}

// ---- events

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
  tracker_.on(event, changes_);
}
// That a timer was stopped, or started again, is told by nothing else.
void Recorder::on(const Dequeued& event, Instant) {
  if (roster_.timer(event.unit) != nullptr) changes_.ask_timers.push_back(event.unit);
  tracker_.on(event, changes_);
}
void Recorder::on(const ServiceSeen& event, Instant) {
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
  listed_timers_.insert(event.timer);
  tracker_.triggers().set_unit(event.timer, event.unit, event.members);
  tracker_.triggers().set_active_since(event.timer, event.active_since);
  tracker_.on(TimerChanged{event.timer, event.last_trigger, {}, {}, event.heard}, changes_);
  for (const auto& unit : tracker_.triggers().started_by(event.timer))
    if (unit.ends_with(".service")) watch(unit);
  if (event.is_transient) questions_.follow.push_back(event.unit);
  if (is_listed()) decide_undecided();
}

// What the journal told before the timers were known may have been theirs.
void Recorder::decide_undecided() {
  for (auto& [identity, run] : std::exchange(undecided_, {})) owe_run(std::move(run));
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
  listed_timers_.clear();
  timers_awaited_.clear();
  for (const auto& unit : event.units) {
    const bool is_timer = unit.name.ends_with(".timer");
    if (is_timer && unit.loaded) {
      listed_timers_.insert(unit.name);
      timers_awaited_.insert(unit.name);
      questions_.timers.push_back(unit.name);
    }
    if (!is_timer && unit.active) active_at_listing_.insert(unit.name);
  }
  roster_.keep_timers(listed_timers_, now);
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
  if (event.signals_lost) tracker_.triggers().unobserve();
  if (event.signals_lost && !deaf_since_) deaf_since_ = now;
  questions_.list = true;
}

void Recorder::caught_up(Instant now) {
  caught_up_ = true;
  note_boot(boot_, now);
  tracker_.booted(boot_, now, changes_);
  flush_changes();
}

void Recorder::look_around(Instant now) {
  for (const auto& timer : roster_.take_stuck_timers()) questions_.timers.push_back(timer);
  questions_.open = tracker_.units_with_open_runs();
  tracker_.forget_unwatched(now - unwatched_memory);
  account(now, true);
}

bool Recorder::is_place_safe(Instant now) const {
  const auto held = tracker_.last_held();
  return is_listed() && !tracker_.is_between() && (!held || now - *held > bus_patience);
}

// ---- what comes of them

void Recorder::flush_changes() {
  // Watching a unit below may bring out more.
  auto changes = std::exchange(changes_, {});
  for (auto& run : changes.runs) owe_run(std::move(run));
  for (auto& question : changes.ask) questions_.services.push_back(std::move(question));
  for (auto& timer : changes.ask_timers) {
    if (roster_.timer(timer) == nullptr) timers_awaited_.insert(timer);
    questions_.timers.push_back(std::move(timer));
  }
  for (auto& [timer, reason] : changes.dead_timers) {
    roster_.set_dead(timer, reason);
    questions_.timers.push_back(std::move(timer));
  }
  owe_changed_rows();
}

void Recorder::owe_run(Run run) {
  roster_.take(run);
  if (!is_listed() && run.trigger.type == TriggerType::unknown) {
    undecided_.insert_or_assign(run.identity, run);
  } else {
    undecided_.erase(run.identity);
  }
  roster_.set_remains_active(run.unit, tracker_.remains_active(run.unit));
  for (const auto& timer : tracker_.triggers().timers_of(run.unit)) {
    const auto* known = tracker_.triggers().find(timer);
    if (known != nullptr && known->unit == run.unit && known->last_used)
      roster_.set_used_trigger(run.unit, timer, *known->last_used);
  }
  owed_units_.insert(run.unit);
  owe(std::move(run));
}

void Recorder::owe(Run run) {
  const auto [place, is_new] = owed_index_.emplace(key_of(run), owed_runs_.size());
  if (is_new) {
    owed_runs_.push_back(std::move(run));
  } else {
    owed_runs_[place->second] = std::move(run);
  }
}

void Recorder::take_refused(const std::vector<RefusedJob>& jobs) {
  roster_.set_refused(jobs);
  owe_changed_rows();
}

void Recorder::owe_changed_rows() {
  for (const auto& unit : roster_.take_changed()) owed_rows_.insert(unit);
  for (const auto& unit : roster_.take_changed_records()) owed_units_.insert(unit);
}

// ---- what became of due instants

void Recorder::take_pauses(HeldTimers held) {
  roster_.set_pauses(std::move(held));
}

void Recorder::take_clock_change(const std::optional<Absence>& absence) {
  if (absence) roster_.add_absence(*absence);
  roster_.look_again();
  for (const auto& timer : roster_.monotonic_timers()) questions_.timers.push_back(timer);
}

void Recorder::account(Instant now) {
  account(now, false);
}

void Recorder::account(Instant now, bool all) {
  if (!caught_up_ || !is_listed()) return;
  for (const auto& booked : roster_.account(now, all)) owe_verdicts(booked);
  owe_changed_rows();
}

void Recorder::owe_verdicts(const Roster::Booked& booked) {
  for (const auto& missed : booked.step.missed) {
    Run run;
    run.identity = missed_identity(booked.unit, missed.due);
    run.has_invocation = false;
    run.unit = booked.unit;
    run.trigger = {TriggerType::timer, missed.timer, std::nullopt, false};
    run.due = missed.due;
    run.state = State::missed;
    run.at = missed.due;
    run.reason = missed.reason;
    run.host = host_;
    run.boot = boot_;
    run.recorded_by = RecordedBy::schedule;
    owe(std::move(run));
  }
  owed_slots_.insert(owed_slots_.end(), booked.step.ranges.begin(), booked.step.ranges.end());
}

bool Recorder::retire(std::string_view unit, const std::string& by, const std::string& reason,
                      Instant now) {
  const bool is_known = roster_.retire(unit, {by, now, reason});
  owe_changed_rows();
  return is_known;
}

bool Recorder::unretire(std::string_view unit, Instant now) {
  const bool is_known = roster_.unretire(unit, now);
  owe_changed_rows();
  return is_known;
}

// ---- what is written

void Recorder::commit(const std::string& cursor, Instant now) {
  for (const auto& run : owed_runs_) store_.put(run);
  for (const auto& unit : owed_units_)
    if (const UnitRecord* record = roster_.record(unit)) store_.put_unit(*record);
  for (const auto& slots : owed_slots_) store_.put_slots(slots);
  if (!cursor.empty()) store_.put_note(cursor_note, cursor);
  if (last_boot_) store_.put_note(boot_note, to_string(*last_boot_));
  if (!roster_.absences().empty()) store_.put_note(absences_note, to_note(roster_.absences()));
  store_.put_note(seen_until_note, rfc3339(now));
  store_.commit();
  owed_runs_.clear();
  owed_index_.clear();
  owed_units_.clear();
  owed_slots_.clear();
}

void Recorder::publish(Instant now) {
  for (const auto& unit : owed_rows_) {
    if (const auto row = roster_.row(unit, now)) {
      status_.set(*row);
    } else {
      status_.remove(unit);
    }
  }
  status_.write(host_, boot_, now);
  owed_rows_.clear();
}

void Recorder::owe_all_rows() {
  for (const auto& unit : roster_.units()) owed_rows_.insert(unit);
}

std::size_t Recorder::prune(const Retention& retention, Instant now) {
  const std::size_t dropped = store_.prune(retention, now, prune_at_most);
  if (dropped > 0) store_.commit();
  return dropped;
}

}  // namespace sa
