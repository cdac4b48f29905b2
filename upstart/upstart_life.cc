#include "upstart/upstart_life.h"

namespace sa::upstart {
namespace {

constexpr char stopped_reason[] = "stopped while it was running";
constexpr char cancelled_reason[] = "stopped before its main process ran";
constexpr char respawned_reason[] =
    "ended against its rules and respawned; Upstart does not tell how it ended";
constexpr char lost_reason[] = "its end was not seen";

void succeed(Life& life) {
  Run& run = life.run;
  run.state = State::succeeded;
  run.result = Result::success;
  run.exit_status.reset();
  run.exit_signal.reset();
  run.reason = life.stopped_alive ? stopped_reason : "";
}

}  // namespace

bool is_open(const Life& life) {
  return life.run.state == State::running;
}

void end_life(Life& life, Instant ended) {
  life.run.ended = ended;
  life.run.pid.reset();
  if (life.failure) {
    fail_run(life.run, life.failure);
  } else if (life.stop_asked && !life.spawned) {
    life.run.state = State::interrupted;
    life.run.reason = cancelled_reason;
  } else {
    succeed(life);
  }
}

void end_by_respawn(Life& life, Instant ended) {
  life.run.ended = ended;
  life.run.pid.reset();
  life.run.state = State::failed;
  life.run.reason = respawned_reason;
}

void lose_end(Life& life) {
  life.end_seen = false;
  life.run.pid.reset();
  life.run.state = State::interrupted;
  life.run.reason = lost_reason;
}

bool take_outcome(Life& life, const Outcome& outcome, Instant heard) {
  const bool is_news = !life.end_seen || outcome.failed != life.failure.has_value() ||
                       (outcome.failure && outcome.failure != life.failure);
  if (!is_news) return false;
  if (!life.end_seen) life.run.ended = heard;
  life.end_seen = true;
  life.failure = outcome.failure;
  if (outcome.failed) {
    fail_run(life.run, outcome.failure);
  } else {
    succeed(life);
  }
  return true;
}

}  // namespace sa::upstart
