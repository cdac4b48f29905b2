#pragma once

#include "core/instant.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sa {

// systemd's 128-bit id of one start of a unit; also used for boot ids.
struct Id128 {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Id128&, const Id128&) = default;
};

// 32 lower-case hex digits.
std::string to_string(const Id128& id);
// Reads 32 hex digits, upper or lower case, or the same with dashes; nullopt for anything else and
// for the null id, which systemd writes where it has none.
std::optional<Id128> parse_id128(std::string_view text);

enum class State : std::uint8_t {
  running,
  succeeded,
  failed,
  interrupted,
  skipped,
  refused,
  missed
};

// systemd's Result property of a service (252); the text is systemd's word ("exit-code").
enum class Result : std::uint8_t {
  success,
  resources,
  protocol,
  timeout,
  exit_code,
  signal,
  core_dump,
  watchdog,
  start_limit_hit,
  oom_kill,
  exec_condition
};

enum class TriggerType : std::uint8_t { unknown, timer, manual, path, socket, unit, event, boot };

// Who told us of the run. `both`: the bus and the journal agree on it.
enum class RecordedBy : std::uint8_t { bus, journal, both, upstart, schedule };

std::string_view to_string(State state);
std::string_view to_string(Result result);
std::string_view to_string(TriggerType type);
std::string_view to_string(RecordedBy source);
// nullopt: not a word of the enum.
std::optional<State> parse_state(std::string_view word);
std::optional<Result> parse_result(std::string_view word);

// What caused a run. Default: not known.
struct Trigger {
  TriggerType type = TriggerType::unknown;
  std::string unit;  // the timer, path, socket or unit; empty: none or not known
  std::optional<Instant>
      time;  // the timer's LastTriggerUSec; for a start that never began, when it was asked for
  bool inferred = false;  // concluded from a due instant, not told by systemd
  std::string by{};       // the user who started it through sa-control; empty: none, or not known
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

// One invocation of a unit, or one start that never became one. The record of the log.
struct Run {
  // What makes it the same run when it is heard of twice: the invocation, or where systemd gave
  // none an id derived from host boot, unit and start (derived_identity). Never null.
  Id128 identity;
  bool has_invocation = true;  // false: identity is derived, and `invocation` is null in the output

  std::string unit;           // full name, "backup.service"
  std::uint32_t attempt = 1;  // 1, then 2, 3 ... for automatic restarts of one trigger
  Trigger trigger;
  std::optional<Instant> due;  // the instant at which the schedule wanted it
  // How long after `due` it began, where that was more than the timer's allowance.
  std::optional<Duration> late{};
  State state = State::running;

  // Orders the log: began as first heard, or when a start was refused, skipped or found missing.
  // Never changes once the run is stored.
  Instant at;
  std::optional<Instant> began;  // systemd's InactiveExitTimestamp
  std::optional<Instant> ended;  // systemd's InactiveEnterTimestamp
  std::optional<Result> result;
  std::optional<std::int32_t> exit_status;  // 0..255, of the process that made the result
  std::optional<std::int32_t>
      exit_signal;                   // number as in <signal.h>; never together with exit_status
  std::optional<std::uint32_t> pid;  // main process, while running
  std::string reason;                // in words; empty: nothing to add
  std::optional<Duration> cpu;       // CPU time used
  std::string host;
  Id128 boot;
  RecordedBy recorded_by = RecordedBy::bus;

  friend bool operator==(const Run&, const Run&) = default;
};

// "SEGV" for 11, without "SIG"; the number as text where the name is not known.
std::string signal_name(int number);

}  // namespace sa
