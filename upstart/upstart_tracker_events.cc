#include "upstart/upstart_tracker.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sa::upstart {
namespace {

using namespace std::chrono_literals;

// Jobs that one event starts begin within this, as far as they are heard.
constexpr Duration same_moment = 100ms;

// Runs that wait for their `stopped`, or to be told what started them, at most.
constexpr std::size_t most_incomplete = 1000;
constexpr std::size_t most_candidates = 32;

constexpr char untold_trigger[] = "this Upstart does not tell which events started it";

Duration between(Instant a, Instant b) {
  return a < b ? b - a : a - b;
}

void say_untold(Run& run) {
  if (run.reason.find(untold_trigger) != std::string::npos) return;
  if (!run.reason.empty()) run.reason += "; ";
  run.reason += untold_trigger;
}

std::string names_of(const std::vector<EventEmitted>& events) {
  std::string names;
  for (const auto& event : events) {
    if (!names.empty()) names += ' ';
    names += event.name;
  }
  return names;
}

}  // namespace

template <typename Visit>
void Tracker::each_life(const Visit& visit) {
  for (auto& life : ended_) visit(life);
  for (auto& [path, known] : instances_)
    if (known.life) visit(*known.life);
}

void Tracker::on_signal(const JobSeen& signal, Instant, Changes& out) {
  jobs_.erase(signal.job);
  jobs_.emplace(signal.job, signal.start_on);
  each_life([&](Life& life) {
    if (life.job == signal.job) decide(life, out);
  });
}

// ---- events

void Tracker::on_signal(const EventEmitted& signal, Instant heard, Changes& out) {
  offer(signal, heard, out);
  const auto job = value_in(signal.env, "JOB");
  if (job.empty()) return;
  const auto unit = unit_of({std::string(job), std::string(value_in(signal.env, "INSTANCE"))});
  if (signal.name == "started") take_started(unit, heard, out);
  if (signal.name == "stopped") take_stopped(unit, signal, heard, out);
}

// It has come to rest: what waited for it finishes now.
void Tracker::listen(Life& life) {
  life.listening = !life.decided;
  life.listen_until.reset();
}

void Tracker::take_started(const std::string& unit, Instant heard, Changes& out) {
  for (auto& [path, known] : instances_) {
    if (known.unit != unit || !known.life || !known.life->listening) continue;
    known.life->listen_until = heard + same_moment;
    presume_manual(*known.life, out);
  }
}

// The event that started a task finishes with it: until then it looks as if a person had.
void Tracker::presume_manual(Life& life, Changes& out) {
  if (life.decided || life.run.trigger.type != TriggerType::unknown || !host_.tells_events) return;
  life.run.trigger.type = TriggerType::manual;
  out.runs.push_back(life.run);
  decide_chain(life, out);
}

// The one that ended so, else the one whose end was not seen, else the oldest.
Life* Tracker::stopped_one(const std::string& unit, const Outcome& outcome) {
  Life* oldest = nullptr;
  Life* unseen = nullptr;
  for (auto& life : ended_) {
    if (life.run.unit != unit || !life.awaits_stopped) continue;
    const bool ended_so = life.end_seen && outcome.failure == life.failure;
    if (ended_so) return &life;
    if (oldest == nullptr) oldest = &life;
    if (unseen == nullptr && !life.end_seen) unseen = &life;
  }
  return unseen != nullptr ? unseen : oldest;
}

void Tracker::take_stopped(const std::string& unit, const EventEmitted& event, Instant heard,
                           Changes& out) {
  const Outcome outcome = outcome_of(event.env);
  Life* const life = stopped_one(unit, outcome);
  if (life == nullptr) return;
  life->awaits_stopped = false;
  life->listen_until = heard + same_moment;
  if (take_outcome(*life, outcome, heard)) out.runs.push_back(life->run);
  presume_manual(*life, out);
}

// ---- what started a run

bool Tracker::is_named_by(const Life& life, const EventEmitted& event) const {
  const auto job = jobs_.find(life.job);
  return job == jobs_.end() || job->second.names(event);
}

void Tracker::offer(const EventEmitted& event, Instant, Changes& out) {
  std::vector<Instant> started;
  each_life([&](Life& life) {
    const bool may_wait = life.listening && !life.decided && is_named_by(life, event);
    if (!may_wait || life.candidates.size() == most_candidates) return;
    life.candidates.push_back(event);
    if (jobs_.contains(life.job)) started.push_back(life.run.at);
    decide(life, out);
  });
  if (!started.empty()) offer_to_siblings(event, started, out);
}

void Tracker::offer_to_siblings(const EventEmitted& event, const std::vector<Instant>& started,
                                Changes& out) {
  const auto began_then = [&](const Life& life) {
    return std::ranges::any_of(started,
                               [&](Instant at) { return between(at, life.run.at) <= same_moment; });
  };
  each_life([&](Life& life) {
    const bool is_one = !life.listening && life.run.began && life.run.attempt == 1 &&
                        life.run.trigger.type != TriggerType::event && jobs_.contains(life.job);
    if (!is_one || !began_then(life) || !is_named_by(life, event)) return;
    life.candidates = {event};
    life.decided = false;
    decide(life, out);
    life.decided = true;
  });
}

void Tracker::decide(Life& life, Changes& out) {
  const auto job = jobs_.find(life.job);
  if (life.decided || job == jobs_.end()) return;
  std::erase_if(life.candidates, [&](const auto& event) { return !job->second.names(event); });
  const Run before = life.run;
  life.decided = job->second.is_empty();
  if (!life.candidates.empty()) {
    life.run.trigger = {TriggerType::event, names_of(life.candidates), std::nullopt, true};
  } else if (life.decided) {
    life.run.trigger = {TriggerType::manual, {}, std::nullopt, false};
  } else if (!host_.tells_events) {
    say_untold(life.run);
  }
  if (life.run == before) return;
  out.runs.push_back(life.run);
  decide_chain(life, out);
}

// Earlier attempts were started by what started the last.
void Tracker::decide_chain(const Life& life, Changes& out) {
  for (auto& earlier : ended_) {
    if (earlier.chain != life.chain || earlier.run.identity == life.run.identity) continue;
    if (earlier.run.trigger == life.run.trigger) continue;
    earlier.run.trigger = life.run.trigger;
    out.runs.push_back(earlier.run);
  }
}

// ---- what is not complete

void Tracker::retire(Life life) {
  ended_.push_back(std::move(life));
}

// What came to rest a moment ago: what is said from now on did not wait for it.
void Tracker::close(Instant heard) {
  each_life([&](Life& life) {
    if (!life.listening || !life.listen_until || heard <= *life.listen_until) return;
    life.listening = false;
    if (life.run.trigger.type == TriggerType::event) life.decided = true;
  });
  std::set<Id128> going_on;  // chains
  each_life([&](Life& life) {
    if (is_open(life) || life.awaits_stopped || life.listening) going_on.insert(life.chain);
  });
  std::erase_if(ended_, [&](const Life& life) { return !going_on.contains(life.chain); });
  while (ended_.size() > most_incomplete) ended_.pop_front();
}

}  // namespace sa::upstart
