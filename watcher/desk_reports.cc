#include "core/problem.h"
#include "watcher/desk.h"
#include "watcher/ids.h"
#include "watcher/supervisor.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace sa {
namespace {

constexpr std::size_t most_names = 1000;
constexpr std::size_t most_names_of_a_team = 200;

Reports::Reporter reporter_of(const WatcherCall& call) {
  return {call.uid, call.sender};
}

}  // namespace

std::optional<Refusal> Desk::bad_report(const ReportBeginning& beginning) const {
  if (auto problem = problem_of(beginning); !problem.empty())
    return Refusal{"BadReport", std::move(problem)};
  const UnitRecord* const record = recorder_.record(beginning.unit);
  if (record != nullptr && record->team != beginning.team)
    return Refusal{"OtherTeam", "'" + beginning.unit + "' is reported " +
                                    (record->team.empty() ? "without a team"
                                                          : "by the team '" + record->team + "'")};
  std::size_t names = 0;
  std::size_t of_team = 0;
  for (const auto& unit : recorder_.units()) {
    const UnitRecord& other = *recorder_.record(unit);
    if (!beginning.job.empty() && other.job == beginning.job && unit != beginning.unit)
      return Refusal{"OtherJob", "the job '" + beginning.job + "' is that of '" + unit + "'"};
    if (!is_report(unit)) continue;
    ++names;
    of_team += other.team == beginning.team ? 1U : 0U;
  }
  if (record == nullptr && (names >= most_names || of_team >= most_names_of_a_team))
    return Refusal{"Busy", "too many names are reported: at most 200 of a team and 1000 in all"};
  return std::nullopt;
}

void Desk::begin(const WatcherCall& call, Instant now) {
  const ReportBeginning& beginning = call.beginning;
  if (const auto refusal = bad_report(beginning))
    return bus_->refuse(call, refusal->name, refusal->message);
  const PolkitQuestion question{"org.scriptactivity.report", call.unit, beginning.team,
                                groups_.group_of(beginning.team)};
  if (permit(call, question) != Permit::granted) return;
  Run run = recorder_.new_run();
  run.identity = new_id();
  auto begun = reports_.begin(beginning, reporter_of(call), std::move(run), now);
  if (const auto* refusal = std::get_if<Refusal>(&begun))
    return bus_->refuse(call, refusal->name, refusal->message);
  book_begun(call, std::move(std::get<Reports::Begun>(begun)), now);
}

void Desk::book_begun(const WatcherCall& call, Reports::Begun begun, Instant now) {
  if (begun.before) recorder_.book_report(*begun.before);
  recorder_.expect_report(call.unit, call.beginning.job, call.beginning.team);
  recorder_.book_report(begun.run);
  bus_->watch_peer(call.sender);
  note_reports();
  booked_.push_back({call, to_string(begun.run.identity)});
  lose_reports(now);
}

void Desk::update(const WatcherCall& call, Instant now) {
  const auto updated = reports_.update(call.invocation, reporter_of(call), call.reason, now);
  if (const auto* refusal = std::get_if<Refusal>(&updated))
    return bus_->refuse(call, refusal->name, refusal->message);
  recorder_.book_report(std::get<Run>(updated));
  bus_->watch_peer(call.sender);
  note_reports();
  booked_.push_back({call, {}});
}

void Desk::end(const WatcherCall& call, Instant now) {
  const auto ended = reports_.end(call.invocation, reporter_of(call), call.ending, now);
  if (const auto* refusal = std::get_if<Refusal>(&ended))
    return bus_->refuse(call, refusal->name, refusal->message);
  recorder_.book_report(std::get<Run>(ended));
  note_reports();
  booked_.push_back({call, {}});
}

void Desk::lose_reports(Instant now) {
  for (const Run& run : reports_.take_lost(now)) {
    recorder_.book_report(run);
    reports_lost_ = true;
  }
  if (reports_lost_) note_reports();
}

void Desk::note_reports() {
  recorder_.note_reports(reports_.to_note(bus_id_));
}

// From the log once; later a bus is back, and may be another.
void Desk::restore_reports() {
  const std::string note = bus_id_.empty() ? recorder_.reports_note() : reports_.to_note(bus_id_);
  bus_id_ = bus_->bus_id();
  reports_.restore(recorder_.take_open_reports(), note, bus_id_, recorder_.boot());
  for (const auto& peer : reports_.peers()) bus_->watch_peer(peer);
}

}  // namespace sa
