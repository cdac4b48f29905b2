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

constexpr std::size_t prune_at_most = 1000;

// Runs of a unit between two commits of its record.
constexpr std::size_t most_unaccounted = 100;

std::string key_of(const Run& run) {
  return {reinterpret_cast<const char*>(run.identity.bytes.data()), run.identity.bytes.size()};
}

// The run tracker has no part in it, but that its boot is over.
bool is_told_whole(const Run& run, const Id128& boot) {
  return run.recorded_by == RecordedBy::upstart && run.boot == boot;
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

// What the record is accounted for may be older than the runs that the log got since.
void Recorder::restore_unaccounted(const UnitRecord& record, const Run& last) {
  if (!record.accounted_up_to) return;
  Instant at = last.at;
  for (std::size_t count = 0; count < most_unaccounted && at > *record.accounted_up_to; ++count) {
    const auto before = store_.last_run(record.unit, at - Duration(1));
    if (!before) return;
    roster_.restore_unaccounted(*before);
    at = before->at;
  }
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
    if (last) restore_unaccounted(record, *last);
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

std::string Recorder::control_cursor() const {
  return store_.note(control_cursor_note).value_or("");
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
