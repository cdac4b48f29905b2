#pragma once

#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa::upstart {

// What made a job fail, as Upstart tells it. Neither status nor signal: the process could not be
// spawned.
struct Failure {
  std::string process;  // "main", "pre-start", "post-stop", "security"; "respawn": too fast
  std::optional<std::int32_t> exit_status;
  std::optional<std::int32_t> exit_signal;
  friend bool operator==(const Failure&, const Failure&) = default;
};

// By Failed(status) of an instance in this state: only the process that the state waits for can
// have failed, and of those that run beside it only the main one counts.
Failure failure_of(std::int32_t status, std::string_view state);

// What `stopped` says: RESULT=, PROCESS=, EXIT_STATUS= or EXIT_SIGNAL= (a name without "SIG", a
// number where Upstart knows none).
struct Outcome {
  bool failed = false;
  std::optional<Failure> failure;  // nullopt: it did not fail, or nothing more is told
};
Outcome outcome_of(const std::vector<std::string>& env);

// The value of KEY= in an event's environment; empty: there is none.
std::string_view value_in(const std::vector<std::string>& env, std::string_view key);

// Writes into the run how it failed: state, result, exit status or signal, and the reason where it
// was not the main process that ran.
void fail_run(Run& run, const std::optional<Failure>& failure);

}  // namespace sa::upstart
