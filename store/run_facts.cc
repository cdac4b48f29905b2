#include "store/run_facts.h"

namespace sa::flat {
namespace {

enum Present : std::uint16_t {
  with_began = 1,
  with_ended = 2,
  with_due = 4,
  with_trigger_time = 8,
  with_cpu = 16,
  with_pid = 32,
  with_exit_status = 64,
  with_exit_signal = 128,
  with_result = 256,
  with_invocation = 512,
  with_reason = 1024,
  is_inferred = 2048,
  all_present = 4095
};

std::uint16_t present_of(const Run& run) {
  const int bits =
      (run.began ? with_began : 0) | (run.ended ? with_ended : 0) | (run.due ? with_due : 0) |
      (run.trigger.time ? with_trigger_time : 0) | (run.cpu ? with_cpu : 0) |
      (run.pid ? with_pid : 0) | (run.exit_status ? with_exit_status : 0) |
      (run.exit_signal ? with_exit_signal : 0) | (run.result ? with_result : 0) |
      (run.has_invocation ? with_invocation : 0) | (run.reason.empty() ? 0 : with_reason) |
      (run.trigger.inferred ? is_inferred : 0);
  return static_cast<std::uint16_t>(bits);
}

template <typename Time>
std::int64_t usec_or_0(const std::optional<Time>& time) {
  return time ? usec(*time) : 0;
}

template <typename Value, typename Raw>
std::optional<Value> if_present(std::uint16_t present, Present bit, Raw value) {
  return (present & bit) != 0 ? std::optional<Value>(Value(value)) : std::nullopt;
}
std::optional<Instant> instant_if(std::uint16_t present, Present bit, std::int64_t value) {
  return (present & bit) != 0 ? std::optional(instant(value)) : std::nullopt;
}

void set_words(const format::RunFacts& facts, Run& run) {
  run.state = word(facts.state(), State::missed, "a run");
  run.trigger.type = word(facts.trigger_type(), TriggerType::boot, "a run");
  run.recorded_by = word(facts.recorded_by(), RecordedBy::schedule, "a run");
  const auto result = word(facts.result(), Result::exec_condition, "a run");
  run.result = if_present<Result>(facts.present(), with_result, result);
}

}  // namespace

format::RunFacts facts_of(const Run& run, const RunNames& names, std::uint16_t shift) {
  return {usec_or_0(run.began),
          usec_or_0(run.ended),
          usec_or_0(run.due),
          usec_or_0(run.trigger.time),
          usec_or_0(run.cpu),
          fb::span<const std::uint8_t, 16>(run.identity.bytes),
          names.unit,
          names.host,
          names.boot,
          names.trigger_unit,
          run.attempt,
          run.pid.value_or(0),
          run.exit_status.value_or(0),
          run.exit_signal.value_or(0),
          number(run.state),
          number(run.result.value_or(Result::success)),
          number(run.trigger.type),
          number(run.recorded_by),
          present_of(run),
          shift};
}

void set_run(const format::RunFacts& facts, Run& run) {
  const auto present = facts.present();
  if (present > all_present) throw Damaged("cannot read a run: it holds unknown fields");
  std::memcpy(run.identity.bytes.data(), facts.identity()->Data(), 16);
  run.has_invocation = (present & with_invocation) != 0;
  run.attempt = facts.attempt();
  run.trigger.time = instant_if(present, with_trigger_time, facts.trigger_time());
  run.trigger.inferred = (present & is_inferred) != 0;
  run.due = instant_if(present, with_due, facts.due());
  run.began = instant_if(present, with_began, facts.began());
  run.ended = instant_if(present, with_ended, facts.ended());
  run.exit_status = if_present<std::int32_t>(present, with_exit_status, facts.exit_status());
  run.exit_signal = if_present<std::int32_t>(present, with_exit_signal, facts.exit_signal());
  run.pid = if_present<std::uint32_t>(present, with_pid, facts.pid());
  run.cpu = if_present<Duration>(present, with_cpu, facts.cpu());
  set_words(facts, run);
}

bool has_reason(const format::RunFacts& facts) {
  return (facts.present() & with_reason) != 0;
}

}  // namespace sa::flat
