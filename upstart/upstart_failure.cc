#include "upstart/upstart_failure.h"

#include <charconv>
#include <csignal>

namespace sa::upstart {
namespace {

std::optional<std::int32_t> number_in(std::string_view text) {
  std::int32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool is_number = read.ec == std::errc() && read.ptr == end;
  return is_number ? std::optional(number) : std::nullopt;
}

std::optional<std::int32_t> signal_number(std::string_view name) {
  for (int number = 1; number < NSIG; ++number)
    if (signal_name(number) == name) return number;
  return number_in(name);
}

std::string process_in(std::string_view state) {
  if (state.starts_with("security")) return "security";
  if (state.starts_with("pre-start")) return "pre-start";
  if (state.starts_with("post-stop")) return "post-stop";
  return "main";
}

Result result_of(const Failure& failure) {
  if (failure.process == "respawn") return Result::start_limit_hit;
  if (failure.exit_signal) return Result::signal;
  return failure.exit_status ? Result::exit_code : Result::resources;
}

std::string reason_of(const Failure& failure) {
  if (failure.process == "respawn") return "respawning too fast, stopped";
  const bool was_spawned = failure.exit_signal || failure.exit_status;
  if (!was_spawned) return "the " + failure.process + " process could not be spawned";
  if (failure.process == "main") return {};
  if (failure.exit_signal)
    return failure.process + " was killed by " + signal_name(*failure.exit_signal);
  return failure.process + " exited with " + std::to_string(*failure.exit_status);
}

}  // namespace

Failure failure_of(std::int32_t status, std::string_view state) {
  const std::string process = process_in(state);
  if (status < 0) return {process, std::nullopt, std::nullopt};
  if (status > 0xff) return {process, std::nullopt, status >> 8};
  if (status == 0 && process == "main") return {"respawn", std::nullopt, std::nullopt};
  return {process, status, std::nullopt};
}

std::string_view value_in(const std::vector<std::string>& env, std::string_view key) {
  for (const std::string_view entry : env) {
    const auto equals = entry.find('=');
    if (equals != std::string_view::npos && entry.substr(0, equals) == key)
      return entry.substr(equals + 1);
  }
  return {};
}

Outcome outcome_of(const std::vector<std::string>& env) {
  Outcome outcome{value_in(env, "RESULT") == "failed", std::nullopt};
  const auto process = value_in(env, "PROCESS");
  if (!outcome.failed || process.empty()) return outcome;
  outcome.failure = Failure{std::string(process), number_in(value_in(env, "EXIT_STATUS")),
                            signal_number(value_in(env, "EXIT_SIGNAL"))};
  return outcome;
}

void fail_run(Run& run, const std::optional<Failure>& failure) {
  run.state = State::failed;
  run.result.reset();
  run.exit_status.reset();
  run.exit_signal.reset();
  run.reason.clear();
  if (!failure) return;
  run.result = result_of(*failure);
  run.exit_status = failure->exit_status;
  run.exit_signal = failure->exit_signal;
  run.reason = reason_of(*failure);
}

}  // namespace sa::upstart
