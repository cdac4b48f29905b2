#include "watcher/desk.h"

#include "core/problem.h"
#include "watcher/supervisor.h"

#include <utility>

namespace sa {
namespace {

using Verb = WatcherCall::Verb;

std::string words_of(Verb verb) {
  switch (verb) {
    case Verb::retire:
      return "retire";
    case Verb::unretire:
      return "unretire";
    case Verb::read:
      return "read the log of";
    default:
      return "report runs of";
  }
}

}  // namespace

Desk::Desk(Recorder& recorder, TimeZones& zones, const Places& places)
    : recorder_(recorder), groups_(places.teams, zones), readers_(places.reader, places.store) {}

void Desk::open() {
  if (bus_) return;
  try {
    bus_ = std::make_unique<WatcherBus>();
    bus_->set_state(state_);
    restore_reports();
    said_closed_ = false;
  } catch (const Error& error) {
    if (!said_closed_)
      say(Level::notice, std::string(error.what()) + ", nobody can ask the watcher");
    said_closed_ = true;
  }
}

BusPoll Desk::poll_data() const {
  return bus_ ? bus_->poll_data() : BusPoll{};
}

void Desk::set_state(const WatcherState& state) {
  state_ = state;
  if (bus_) bus_->set_state(state);
}

bool Desk::serve(Instant now) {
  if (!bus_) return false;
  try {
    bus_->process();
    for (const auto& call : bus_->take_calls()) take(call, now);
    for (const auto& peer : bus_->take_gone_peers()) {
      readers_.end_of(peer);
      reports_.peer_left(peer);
    }
    lose_reports(now);
    const bool listens = bus_->has_listeners();
    if (listens && !recorder_.keeps_written()) news_.listen(now);
    recorder_.keep_written(listens);
  } catch (const Error& error) {
    lose_bus(error);
  }
  return !booked_.empty() || std::exchange(reports_lost_, false);
}

void Desk::lose_bus(const Error& error) {
  say(Level::warning, std::string(error.what()) + ", nobody can ask the watcher until it is back");
  bus_.reset();
  recorder_.keep_written(false);
  booked_.clear();
  teams_asked_.clear();
}

void Desk::take(const WatcherCall& call, Instant now) {
  switch (call.verb) {
    case Verb::retire:
    case Verb::unretire:
      return take_retirement(call, now);
    case Verb::read:
      return take_reading(call);
    case Verb::begin:
      return begin(call, now);
    case Verb::update:
      return update(call, now);
    case Verb::end:
      return end(call, now);
  }
}

// nullptr: it is refused.
const UnitRecord* Desk::known(const WatcherCall& call) {
  const UnitRecord* const record = recorder_.record(call.unit);
  if (record == nullptr)
    bus_->refuse(
        call, "NoSuchUnit",
        "no unit " + quoted(std::string_view(call.unit)) + " is known, see 'sa status --all'");
  return record;
}

// ---- who may

std::string Desk::who_may(const WatcherCall& call, const PolkitQuestion& question) const {
  const std::string about =
      call.by + " may not " + words_of(call.verb) + " " + quoted(std::string_view(call.unit));
  if (call.is_polkit_silent) return about + ": only root may, because polkit does not answer";
  if (question.group.empty()) return about + ": do it as an administrator, with sudo";
  return about + ": members of the group '" + question.group +
         "' may, or do it as an administrator, with sudo";
}

Desk::Permit Desk::permit(const WatcherCall& call, const PolkitQuestion& question) {
  if (!call.may) {
    bus_->ask_polkit(call, question);
    return Permit::pending;
  }
  if (*call.may) return Permit::granted;
  bus_->refuse(call, "NotAuthorized", who_may(call, question));
  return Permit::refused;
}

// ---- retire, unretire

void Desk::take_retirement(const WatcherCall& call, Instant now) {
  const UnitRecord* const record = known(call);
  if (record == nullptr) return;
  const PolkitQuestion question{"org.scriptactivity.retire", call.unit, record->team,
                                groups_.group_of(record->team)};
  if (permit(call, question) == Permit::granted) book_retirement(call, now);
}

void Desk::book_retirement(const WatcherCall& call, Instant now) {
  const bool retires = call.verb == Verb::retire;
  if (retires)
    recorder_.retire(call.unit, call.by, call.reason, now);
  else
    recorder_.unretire(call.unit, call.by, now);
  say(Level::notice, call.by + (retires ? " retired " : " expects again ") +
                         quoted(std::string_view(call.unit)) +
                         (call.reason.empty() ? "" : ": " + quoted(std::string_view(call.reason))));
  booked_.push_back({call, {}});
}

void Desk::answer() try {
  for (const auto& booked : std::exchange(booked_, {})) {
    if (!bus_) continue;
    if (booked.answer.empty())
      bus_->answer(booked.call);
    else
      bus_->answer(booked.call, booked.answer);
  }
} catch (const Error& error) {
  lose_bus(error);
}

// ---- signals

void Desk::tell(const HealthNews& news) try {
  if (bus_) bus_->tell_health(news.unit, news.was, news.verdict);
} catch (const Error& error) {
  lose_bus(error);
}

void Desk::tell(const std::vector<Run>& written) try {
  if (!bus_) return;
  for (const Run& run : written) {
    const auto news = news_.of(run);
    const UnitRecord* const record = recorder_.record(run.unit);
    const std::string job = record == nullptr ? "" : record->job;
    const std::string team = record == nullptr ? "" : record->team;
    if (news.began) bus_->tell_began(run, job, team);
    if (news.ended) bus_->tell_ended(run, job, team);
  }
} catch (const Error& error) {
  lose_bus(error);
}

}  // namespace sa
