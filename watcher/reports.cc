#include "watcher/reports.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace sa {
namespace {

const std::string left_without_a_word = "its reporter left without saying how it ended";

std::chrono::seconds seconds_of(std::uint32_t keep) {
  return std::chrono::seconds(keep);
}

}  // namespace

std::optional<Refusal> Reports::no_room(const Reporter& reporter, Instant now) {
  const auto of_one = std::ranges::count_if(
      open_, [&](const auto& open) { return open.second.reporter.uid == reporter.uid; });
  if (open_.size() >= most_open || static_cast<std::size_t>(of_one) >= most_open_of_one)
    return Refusal{"Busy", "too many reported runs are open: at most 64 of a user and 256 in all"};
  if (reporter.uid == 0) return std::nullopt;
  Allowance& allowance =
      allowances_.try_emplace(reporter.uid, Allowance{begins_at_once, now}).first->second;
  const double gained = std::chrono::duration<double>(now - allowance.at) / begin_every;
  allowance.left = std::min<double>(begins_at_once, allowance.left + std::max(gained, 0.0));
  allowance.at = now;
  if (allowance.left < 1)
    return Refusal{"TooFast", "expected at most 100 runs at once and one every 10 s from then on"};
  --allowance.left;
  return std::nullopt;
}

std::variant<Reports::Begun, Refusal> Reports::begin(const ReportBeginning& beginning,
                                                     const Reporter& reporter, Run run,
                                                     Instant now) {
  Begun begun;
  const auto before = std::ranges::find_if(
      open_, [&](const auto& open) { return open.second.run.unit == beginning.unit; });
  if (before != open_.end() && before->second.reporter.uid != reporter.uid && reporter.uid != 0)
    return Refusal{"AlreadyRunning",
                   "'" + beginning.unit + "' runs already, and somebody else " + "reports it"};
  if (auto refusal = no_room(reporter, now)) return std::move(*refusal);
  if (before != open_.end()) {
    begun.before = std::move(before->second.run);
    interrupt_run(*begun.before, "another run of it began before it was said how it ended", now);
    open_.erase(before);
  }
  run.unit = beginning.unit;
  run.reason = beginning.reason;
  run.state = State::running;
  run.at = now;
  run.began = now;
  begun.run = run;
  open_.insert_or_assign(to_string(run.identity),
                         Open{std::move(run), reporter, beginning.keep, now, false});
  return begun;
}

std::variant<Reports::At, Refusal> Reports::find(const std::string& invocation,
                                                 const Reporter& reporter) {
  const auto id = parse_id128(invocation);
  const auto found = id ? open_.find(to_string(*id)) : open_.end();
  if (found == open_.end())
    return Refusal{"NotRunning", "no reported run '" + invocation.substr(0, 100) + "' is open"};
  if (found->second.reporter.uid != reporter.uid && reporter.uid != 0)
    return Refusal{"NotAuthorized", "the run '" + invocation + "' was begun by another user"};
  return found;
}

std::variant<Run, Refusal> Reports::update(const std::string& invocation, const Reporter& reporter,
                                           const std::string& reason, Instant now) {
  const auto found = find(invocation, reporter);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  if (auto problem = reason_problem(reason); !problem.empty())
    return Refusal{"BadReason", std::move(problem)};
  Open& open = std::get<At>(found)->second;
  if (now >= open.last_word && now - open.last_word < update_every)
    return Refusal{"TooFast", "expected at most one update a second"};
  open.run.reason = reason;
  open.reporter.peer = reporter.peer;
  open.is_gone = false;
  open.last_word = now;
  return open.run;
}

std::variant<Run, Refusal> Reports::end(const std::string& invocation, const Reporter& reporter,
                                        const ReportEnding& ending, Instant now) {
  const auto found = find(invocation, reporter);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  if (auto problem = problem_of(ending); !problem.empty())
    return Refusal{"BadEnding", std::move(problem)};
  const At at = std::get<At>(found);
  Run run = std::move(at->second.run);
  end_run(run, ending, now);
  open_.erase(at);
  return run;
}

// ---- reporters that leave

void Reports::peer_left(const std::string& peer) {
  for (auto& [invocation, open] : open_)
    if (open.reporter.peer == peer) open.is_gone = true;
}

Instant Reports::loss_of(const Open& open) {
  return open.last_word + seconds_of(open.keep);
}

std::vector<Run> Reports::take_lost(Instant now) {
  std::vector<Run> lost;
  for (auto at = open_.begin(); at != open_.end();) {
    const Open& open = at->second;
    const bool is_lost = open.is_gone && loss_of(open) <= now;
    if (is_lost) lost.push_back(open.run);
    at = is_lost ? open_.erase(at) : std::next(at);
  }
  for (Run& run : lost) interrupt_run(run, left_without_a_word, now);
  return lost;
}

std::optional<Instant> Reports::next_loss() const {
  std::optional<Instant> next;
  for (const auto& [invocation, open] : open_)
    if (open.is_gone) next = std::min(next.value_or(loss_of(open)), loss_of(open));
  return next;
}

// ---- over a restart of the watcher

std::string Reports::to_note(const std::string& bus) const {
  std::string note;
  for (const auto& [invocation, open] : open_)
    note += invocation + " " + std::to_string(open.reporter.uid) + " " + open.reporter.peer + " " +
            std::to_string(open.keep) + " " + rfc3339(open.last_word) + " " + bus + "\n";
  return note;
}

void Reports::restore(const std::vector<Run>& open, const std::string& note, const std::string& bus,
                      const Id128& boot) {
  for (const Run& run : open) open_[to_string(run.identity)] = Open{run, {}, 0, run.at, true};
  std::istringstream lines(note);
  std::string invocation, peer, last_word, on_bus;
  Reporter reporter;
  std::uint32_t keep = 0;
  while (lines >> invocation >> reporter.uid >> reporter.peer >> keep >> last_word >> on_bus) {
    const auto found = open_.find(invocation);
    const auto at = parse_rfc3339(last_word);
    if (found == open_.end() || !at || found->second.run.boot != boot) continue;
    found->second.reporter = reporter;
    found->second.keep = keep;
    found->second.last_word = *at;
    found->second.is_gone = on_bus != bus;
  }
}

std::vector<std::string> Reports::peers() const {
  std::vector<std::string> peers;
  for (const auto& [invocation, open] : open_)
    if (!open.is_gone) peers.push_back(open.reporter.peer);
  return peers;
}

}  // namespace sa
