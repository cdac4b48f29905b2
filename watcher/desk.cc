#include "watcher/desk.h"

#include "core/job_file.h"
#include "core/problem.h"
#include "core/team_policy.h"
#include "watcher/supervisor.h"

#include <fstream>
#include <sstream>
#include <utility>

namespace sa {

Desk::Desk(Recorder& recorder, TimeZones& zones, std::string teams)
    : recorder_(recorder), zones_(zones), teams_(std::move(teams)) {}

void Desk::open() {
  if (bus_) return;
  try {
    bus_ = std::make_unique<WatcherBus>();
    said_closed_ = false;
  } catch (const Error& error) {
    if (!said_closed_) say(Level::notice, std::string(error.what()) + ", nothing can be retired");
    said_closed_ = true;
  }
}

WatcherBus::Poll Desk::poll_data() const {
  return bus_ ? bus_->poll_data() : WatcherBus::Poll{};
}

bool Desk::serve(Instant now) {
  if (!bus_) return false;
  try {
    bus_->process();
    for (const auto& call : bus_->take_calls()) take(call, now);
  } catch (const Error& error) {
    say(Level::warning, std::string(error.what()) + ", nothing can be retired until it is back");
    bus_.reset();
    booked_.clear();
  }
  return !booked_.empty();
}

void Desk::take(const WatcherBus::Call& call, Instant now) {
  const UnitRecord* const record = recorder_.record(call.unit);
  const std::string unit = quoted(std::string_view(call.unit));
  if (record == nullptr) {
    bus_->refuse(call, "NoSuchUnit", "no unit " + unit + " is known, see 'sa status --all'");
  } else if (!call.granted) {
    bus_->ask_person(call, record->team, group_of(record->team));
  } else {
    book(call, now);
  }
}

void Desk::book(const WatcherBus::Call& call, Instant now) {
  const bool retires = call.verb == WatcherBus::Verb::retire;
  const bool is_known = retires ? recorder_.retire(call.unit, call.by, call.reason, now)
                                : recorder_.unretire(call.unit, now);
  if (!is_known) return bus_->refuse(call, "NoSuchUnit", "no such unit is known any more");
  say(Level::notice, call.by + (retires ? " retired " : " expects again ") +
                         quoted(std::string_view(call.unit)) +
                         (call.reason.empty() ? "" : ": " + quoted(std::string_view(call.reason))));
  booked_.push_back(call);
}

void Desk::answer() {
  for (const auto& call : std::exchange(booked_, {}))
    if (bus_) bus_->answer(call);
}

// A policy that cannot be read names no group: then polkit knows of none that may.
std::string Desk::group_of(const std::string& team) const {
  if (team.empty() || team_name_problem(team)) return {};
  std::ifstream file(teams_ + "/" + team + ".yaml", std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return {};
  const auto parsed = parse_policy(text.str(), team, zones_);
  return parsed.policy ? parsed.policy->group : std::string();
}

}  // namespace sa
