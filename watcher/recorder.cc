#include "watcher/recorder.h"

#include "core/report.h"
#include "store/identity.h"

#include <utility>

namespace sa {
namespace {

// By whose name sa-control knows the watcher.
constexpr char own_user[] = "scriptactivity";

constexpr char cursor_note[] = "journal-cursor";
constexpr char seen_until_note[] = "seen-until";
constexpr char boot_note[] = "boot";
constexpr char control_cursor_note[] = "control-cursor";
constexpr char absences_note[] = "absences";
constexpr char reports_note_name[] = "reports";
// Stands where people are told of changes: what was before the first of them is no news.
constexpr char tells_note[] = "tells";

// Units that nobody watches are remembered this long, in case a timer names them a moment later.
constexpr Duration unwatched_memory = std::chrono::minutes(2);

// What the bus and the journal tell of one thing is at most this far apart.
constexpr Duration most_apart = std::chrono::minutes(10);

// How long before the bus was lost a question may have gone unanswered.
constexpr Duration answer_slack = std::chrono::seconds(1);

// The bus tells of a new timer at most this long after the journal told of its run.
constexpr Duration bus_patience = std::chrono::seconds(1);

constexpr std::size_t prune_at_most = 1000;

std::string key_of(const Run& run) {
  return {reinterpret_cast<const char*>(run.identity.bytes.data()), run.identity.bytes.size()};
}

// The run tracker has no part in it, but that its boot is over.
bool is_told_whole(const Run& run, const Id128& boot) {
  return run.recorded_by == RecordedBy::upstart && run.boot == boot;
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
      roster_(parts.zones),
      notices_(own_user) {
  tracker_.set_running_boot(boot);
}

// A clock that was put back leaves runs ahead, which are not the newest.
std::optional<Run> Recorder::newest_run(const std::string& unit, Instant now) const {
  const auto run = store_.last_run(unit, now);
  return run ? run : store_.last_run(unit);
}

void Recorder::put_back(Instant now) {
  tracker_.triggers().put_back(now);
  tracker_.activations().put_back(now);
  roster_.put_back(now);
}

void Recorder::restore(Instant now) {
  was_looked_at_ = store_.note(tells_note).has_value();
  const auto open_runs = store_.open_runs();
  for (const auto& run : open_runs) {
    if (is_report(run.unit))
      open_reports_.push_back(run);
    else if (!is_told_whole(run, boot_))
      tracker_.restore(run);
  }
  for (const auto& record : store_.units()) {
    const auto last = newest_run(record.unit, now);
    roster_.restore(record, last);
    if (is_report(record.unit)) continue;
    if (last && last->state != State::running) tracker_.restore(*last);
    for (const auto& timer : record.timers) {
      tracker_.triggers().set_unit(timer.name, record.unit, {});
      tracker_.triggers().set_used(timer.name, timer.last_used_trigger);
    }
    tracker_.watch(record.unit, false, changes_);
  }
  for (const auto& run : open_runs)
    if (!is_report(run.unit)) tracker_.watch(run.unit, false, changes_);
  put_back(now);
  if (const auto absences = store_.note(absences_note))
    for (const auto& absence : absences_of_note(*absences)) roster_.add_absence(absence);
  const auto note = store_.note(seen_until_note);
  const auto seen_until = note ? parse_rfc3339(*note) : std::nullopt;
  if (!seen_until) return;
  tracker_.restore_seen_until(*seen_until);
  last_told_ = *seen_until;
  if (const auto boot = store_.note(boot_note)) last_boot_ = parse_id128(*boot);
  if (last_boot_ == boot_) seen_until_ = *seen_until;
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

// ---- what comes of them

void Recorder::flush_changes() {
  // Watching a unit below may bring out more.
  auto changes = std::exchange(changes_, {});
  for (auto& timer : changes.ask_timers) {
    if (roster_.timer(timer) == nullptr) timers_awaited_.insert(timer);
    questions_.timers.push_back(std::move(timer));
  }
  for (auto& run : changes.runs) owe_run(std::move(run));
  for (auto& question : changes.ask) questions_.services.push_back(std::move(question));
  for (auto& [timer, reason] : changes.dead_timers) {
    roster_.set_dead(timer, reason);
    questions_.timers.push_back(std::move(timer));
  }
  owe_changed_rows();
}

void Recorder::owe_run(Run run) {
  heard_manual_ =
      heard_manual_ || run.trigger.type == TriggerType::manual || run.state == State::interrupted;
  roster_.take(run);
  if (started_by_.complete(run)) roster_.take(run);
  const bool may_be_known_better =
      run.trigger.type == TriggerType::unknown ||
      (run.trigger.type == TriggerType::timer && !run.due) ||
      (run.state == State::succeeded && !run.exit_status && !run.exit_signal);
  if (!is_listed() && may_be_known_better) {
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

void Recorder::take_clock_change(const std::optional<Absence>& absence, Instant now) {
  if (absence) {
    roster_.add_absence(*absence);
  } else {
    put_back(now);
  }
  roster_.look_again();
  whole_since_.reset();
  for (const auto& timer : roster_.monotonic_timers()) questions_.timers.push_back(timer);
  owe_all_rows();
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
  roster_.take_change({now, "retire", std::string(unit), by, {}, reason});
  owe_changed_rows();
  return is_known;
}

std::string Recorder::control_cursor() const {
  return store_.note(control_cursor_note).value_or("");
}

void Recorder::take_changes(const std::vector<Change>& changes, const std::string& cursor) {
  control_cursor_ = cursor;
  for (const Change& change : changes) {
    roster_.take_change(change);
    if (change.verb != "run") continue;
    started_by_.add(change);
    if (const Run* newest = roster_.newest(change.unit))
      if (Run run = *newest; started_by_.complete(run)) owe_run(std::move(run));
  }
  owe_changed_rows();
}

bool Recorder::unretire(std::string_view unit, const std::string& by, Instant now) {
  const bool is_known = roster_.unretire(unit, now);
  roster_.take_change({now, "unretire", std::string(unit), by, {}, {}});
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
  if (owed_reports_) store_.put_note(reports_note_name, *owed_reports_);
  if (!control_cursor_.empty()) store_.put_note(control_cursor_note, control_cursor_);
  if (was_looked_at_) store_.put_note(tells_note, "yes");
  store_.put_note(seen_until_note, rfc3339(now));
  store_.commit();
  notices_.written();
  if (keep_written_) written_.insert(written_.end(), owed_runs_.begin(), owed_runs_.end());
  owed_reports_.reset();
  owed_runs_.clear();
  owed_index_.clear();
  owed_units_.clear();
  owed_slots_.clear();
}

void Recorder::publish(Instant now) {
  for (const auto& unit : owed_rows_) {
    if (const auto row = look_at(unit, now)) {
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
