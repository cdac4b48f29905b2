#include "upstart/upstart_tracker.h"

#include <algorithm>
#include <utility>

namespace sa::upstart {
namespace {

constexpr char unseen_reason[] = "was running when it was first seen";

}  // namespace

void Tracker::restore(const Run& run) {
  Life life;
  life.run = run;
  life.chain = run.identity;
  life.spawned = true;
  life.decided = true;
  restored_.insert_or_assign(run.unit, std::move(life));
}

void Tracker::on(const Signal& signal, Instant heard, Changes& out) {
  close(heard);
  std::visit([&](const auto& known) { on_signal(known, heard, out); }, signal);
}

// nullptr: not an instance of ours.
Tracker::Instance* Tracker::instance(const std::string& path) {
  if (const auto found = instances_.find(path); found != instances_.end()) return &found->second;
  const auto object = instance_of_path(path);
  if (!object) return nullptr;
  Instance& added = instances_[path];
  added.object = *object;
  added.unit = unit_of(*object);
  if (auto known = restored_.extract(added.unit)) {
    added.life = std::move(known.mapped());
    added.life->job = object->job;
  }
  return &added;
}

// ---- the life of a run

Life Tracker::new_life(const Instance& instance, Instant heard) const {
  Life life;
  life.job = instance.object.job;
  Run& run = life.run;
  run.identity = life.chain = host_.identity(instance.unit, heard);
  run.unit = instance.unit;
  run.at = heard;
  run.host = host_.name;
  run.boot = host_.boot;
  run.recorded_by = RecordedBy::upstart;
  return life;
}

void Tracker::begin(Instance& instance, Instant heard, const Life* before, Changes& out) {
  Life life = new_life(instance, heard);
  life.run.began = heard;
  if (before != nullptr) {
    life.run.attempt = before->run.attempt + 1;
    life.run.trigger = before->run.trigger;
    life.chain = before->chain;
    life.decided = before->decided;
  }
  decide(life, out);
  out.runs.push_back(life.run);
  instance.life = std::move(life);
}

void Tracker::begin_unseen(Instance& instance, Instant heard, Changes& out) {
  Life life = new_life(instance, heard);
  life.run.reason = unseen_reason;
  life.spawned = true;
  life.decided = true;
  out.runs.push_back(life.run);
  instance.life = std::move(life);
}

Life& Tracker::live(Instance& instance, Instant heard, Changes& out) {
  if (!instance.life) begin_unseen(instance, heard, out);
  return *instance.life;
}

void Tracker::end(Instance& instance, Instant heard, bool stopped_follows, Changes& out) {
  Life life = std::move(*instance.life);
  instance.life.reset();
  end_life(life, heard);
  life.awaits_stopped = stopped_follows && host_.tells_events;
  listen(life);
  if (!life.awaits_stopped) life.listen_until = heard;
  decide(life, out);
  if (!life.awaits_stopped) presume_manual(life, out);
  out.runs.push_back(life.run);
  retire(std::move(life));
}

void Tracker::start_again(Instance& instance, Instant heard, Changes& out) {
  if (instance.life->stop_asked) {
    end(instance, heard, false, out);
    begin(instance, heard, nullptr, out);
    return;
  }
  Life before = std::move(*instance.life);
  end_by_respawn(before, heard);
  before.listening = false;
  out.runs.push_back(before.run);
  begin(instance, heard, &before, out);
  retire(std::move(before));
}

void Tracker::lose(Instance& instance, Changes& out) {
  Life life = std::move(*instance.life);
  instance.life.reset();
  lose_end(life);
  life.awaits_stopped = host_.tells_events;
  life.listening = false;
  out.runs.push_back(life.run);
  retire(std::move(life));
}

// ---- signals of an instance

void Tracker::on_signal(const InstanceAdded& signal, Instant, Changes& out) {
  Instance* const known = instance(signal.path);
  if (known == nullptr) return;
  if (known->life) lose(*known, out);
  if (!jobs_.contains(known->object.job)) {
    const auto slash = signal.path.rfind('/');
    out.jobs.push_back(signal.path.substr(0, slash));
  }
}

void Tracker::on_signal(const InstanceRemoved& signal, Instant heard, Changes& out) {
  const auto found = instances_.find(signal.path);
  if (found == instances_.end()) return;
  if (found->second.life) end(found->second, heard, true, out);
  instances_.erase(found);
}

void Tracker::on_signal(const GoalChanged& signal, Instant heard, Changes& out) {
  if (signal.goal != "stop") return;
  Instance* const known = instance(signal.path);
  if (known != nullptr) live(*known, heard, out).stop_asked = true;
}

void Tracker::on_signal(const StateChanged& signal, Instant heard, Changes& out) {
  Instance* const known = instance(signal.path);
  if (known == nullptr) return;
  known->state = signal.state;
  if (signal.state == "waiting") {
    if (known->life) end(*known, heard, true, out);
  } else if (signal.state != "starting") {
    advance(live(*known, heard, out), signal.path, signal.state, out);
  } else if (known->life) {
    start_again(*known, heard, out);
  } else {
    begin(*known, heard, nullptr, out);
  }
}

void Tracker::advance(Life& life, const std::string& path, const std::string& state, Changes& out) {
  if (state == "spawning" || state == "spawned" || state == "running") life.spawned = true;
  if (state == "pre-stopping" || state == "pre-stop") life.stopped_alive = true;
  if (state != "running") return;
  life.stop_asked = false;
  life.stopped_alive = false;
  listen(life);
  out.instances.push_back(path);
}

void Tracker::on_signal(const Failed& signal, Instant heard, Changes& out) {
  Instance* const known = instance(signal.path);
  if (known == nullptr) return;
  Life& life = live(*known, heard, out);
  life.failure = failure_of(signal.status, known->state);
  listen(life);
}

// ---- answers

void Tracker::on_signal(const InstanceSeen& signal, Instant heard, Changes& out) {
  if (signal.state == "waiting") return;
  Instance* const known = instance(signal.path);
  // Of a run that has ended meanwhile nothing is left to tell.
  if (known == nullptr || (!known->life && !signal.listed)) return;
  const bool has_other_process = signal.listed && known->life && known->life->run.pid &&
                                 signal.pid && known->life->run.pid != signal.pid;
  if (has_other_process) lose(*known, out);
  known->state = signal.state;
  Life& life = live(*known, heard, out);
  if (signal.goal == "stop") life.stop_asked = true;
  if (!signal.pid || life.run.pid == signal.pid) return;
  life.run.pid = signal.pid;
  out.runs.push_back(life.run);
}

void Tracker::on_signal(const JobsListed& signal, Instant, Changes& out) {
  for (auto& [path, known] : instances_) {
    const std::string job_path = path.substr(0, path.rfind('/'));
    if (known.life && std::ranges::find(signal.paths, job_path) == signal.paths.end())
      lose(known, out);
  }
  std::erase_if(instances_, [](const auto& known) { return !known.second.life; });
}

void Tracker::on_signal(const InstancesListed& signal, Instant, Changes& out) {
  for (auto& [path, known] : instances_) {
    const bool is_of_it = path.substr(0, path.rfind('/')) == signal.job_path;
    if (is_of_it && known.life && std::ranges::find(signal.paths, path) == signal.paths.end())
      lose(known, out);
  }
}

void Tracker::on_signal(const ListingDone&, Instant, Changes& out) {
  for (auto& [unit, life] : std::exchange(restored_, {})) {
    lose_end(life);
    life.awaits_stopped = host_.tells_events;
    out.runs.push_back(life.run);
    retire(std::move(life));
  }
}

}  // namespace sa::upstart
