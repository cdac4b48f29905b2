#include "core/problem.h"
#include "watcher/desk.h"
#include "watcher/supervisor.h"

#include <algorithm>
#include <set>
#include <utility>

#include <unistd.h>

namespace sa {
namespace {

constexpr const char* action = "org.scriptactivity.log";
constexpr std::size_t most_groups_told = 3;

}  // namespace

void Desk::take_reading(const WatcherCall& call) {
  if (call.unit.empty() && call.reading.what == Reading::What::runs) return read_all(call);
  const UnitRecord* const record = known(call);
  if (record == nullptr) return;
  const PolkitQuestion question{action, call.unit, record->team, groups_.group_of(record->team)};
  if (permit(call, question) == Permit::granted) read(call, {call.unit});
}

void Desk::read(const WatcherCall& call, std::vector<std::string> units) {
  Reading reading = call.reading;
  reading.units = std::move(units);
  if (const auto id = parse_id128(reading.invocation)) {
    const auto run = recorder_.run(*id);
    if (!run || run->unit != call.unit)
      return bus_->refuse(call, "NoSuchRun",
                          "no run '" + reading.invocation + "' of " +
                              quoted(std::string_view(call.unit)) + " is known");
  }
  if (!readers_.has_room(call.uid))
    return bus_->refuse(call, "Busy",
                        "the log is being read by too many: at most 4 at once of a user and 16 in "
                        "all, try again soon");
  try {
    const int fd = readers_.start(reading, call.uid, call.sender);
    bus_->watch_peer(call.sender);
    bus_->answer_with_fd(call, fd);
    close(fd);
  } catch (const Error& error) {
    say(Level::warning, error.what());
    bus_->refuse(call, "Failed", error.what());
  }
}

// ---- all that a person may read

std::vector<std::string> Desk::teams() const {
  std::set<std::string> teams;
  for (const auto& unit : recorder_.units()) teams.insert(recorder_.record(unit)->team);
  std::erase_if(teams, [&](const std::string& team) { return groups_.group_of(team).empty(); });
  return {teams.begin(), teams.end()};
}

std::vector<std::string> Desk::units_of(const std::vector<std::string>& teams) const {
  std::vector<std::string> units;
  for (auto& unit : recorder_.units())
    if (std::ranges::find(teams, recorder_.record(unit)->team) != teams.end())
      units.push_back(std::move(unit));
  return units;
}

// Nobody is asked for a password for each team.
void Desk::read_all(const WatcherCall& call) {
  if (call.uid == 0) return read(call, recorder_.units());
  auto asked = teams_asked_.find(call.id);
  if (asked == teams_asked_.end()) {
    teams_asked_.emplace(call.id, TeamsAsked{teams(), 0, {}});
  } else {
    TeamsAsked& known = asked->second;
    if (call.may == true) known.granted.push_back(known.teams[known.next]);
    ++known.next;
  }
  ask_next_team(call);
}

void Desk::ask_next_team(const WatcherCall& call) {
  const TeamsAsked& asked = teams_asked_.at(call.id);
  if (asked.next < asked.teams.size()) {
    const std::string& team = asked.teams[asked.next];
    WatcherCall quiet = call;
    quiet.interactive = false;
    return bus_->ask_polkit(quiet, {action, "", team, groups_.group_of(team)});
  }
  const TeamsAsked all = std::move(teams_asked_.extract(call.id).mapped());
  if (!all.granted.empty()) return read(call, units_of(all.granted));
  std::string groups;
  for (std::size_t i = 0; i < std::min(all.teams.size(), most_groups_told); ++i)
    groups += (i == 0 ? " '" : ", '") + groups_.group_of(all.teams[i]) + "'";
  const std::string own =
      groups.empty() ? ""
                     : "; members of a team's group may read its own (" + groups.substr(1) + ")";
  bus_->refuse(call, "NotAuthorized",
               call.by +
                   " may not read the log: add yourself to the group 'scriptactivity' ('sudo "
                   "adduser " +
                   call.by + " scriptactivity') and log in again, or run it with sudo" + own);
}

}  // namespace sa
