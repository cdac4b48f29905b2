#include "watcher/journal_entry.h"

#include <charconv>
#include <string>

namespace sa {
namespace {

constexpr std::string_view starting_id = "7d4958e842da4a758f6c1cdc7b36dcc5";
constexpr std::string_view started_id = "39f53479d3a045ac8e11786248231fbf";
constexpr std::string_view start_failed_id = "be02cf6855d2428ba40df7e9d022f03d";
constexpr std::string_view process_exit_id = "98e322203f7a4ed290d09fe03c09fe15";
constexpr std::string_view failure_result_id = "d9b373ed55a64feb8242e02dbe79a49c";
constexpr std::string_view success_id = "7ad2d189f7e94e70a38c781354912448";
constexpr std::string_view skip_result_id = "0e4284a0caca4bfc81c0bb6786972673";
constexpr std::string_view stopping_id = "de5b426a63be47a7b6ac3eaac82e2f6f";
constexpr std::string_view stopped_id = "9d1aaa27d60140bd96365438aad20286";
constexpr std::string_view restart_scheduled_id = "5eb03494b6584870a536b337290809b3";
constexpr std::string_view resources_id = "ae8f7b866b0347b9af31fe1c80b127c0";

template <typename Number>
Number number(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "x.service was skipped because of an unmet condition check (ConditionPathExists=/nope)."
std::string skip_reason(std::string_view message) {
  const auto because = message.find("because of ");
  if (because == std::string_view::npos) return "a condition check failed";
  std::string reason(message.substr(because + 11));
  if (reason.ends_with('.')) reason.pop_back();
  return reason;
}

using What = decltype(JournalEvent::what);

std::optional<What> what_started(const JournalFields& fields) {
  if (fields.message.starts_with("Started ")) return JournalUp{};
  if (fields.message.starts_with("Finished ")) return JournalFinished{};
  if (fields.message.find("skipped") != std::string_view::npos)
    return JournalSkipped{skip_reason(fields.message)};
  return std::nullopt;
}

std::optional<What> what_without_id(const JournalFields& fields) {
  if (fields.code_func == "unit_test_start_limit" ||
      fields.message.ends_with("Start request repeated too quickly."))
    return JournalStartLimit{};
  const auto queue_failed = fields.message.find("Failed to queue unit startup job: ");
  if (queue_failed == std::string_view::npos || !fields.unit.ends_with(".timer"))
    return std::nullopt;
  return JournalQueueFailed{std::string(fields.message.substr(queue_failed + 34))};
}

std::optional<What> what_of(const JournalFields& fields) {
  const auto id = fields.message_id;
  const bool restart = fields.job_type == "restart";
  if (id.empty()) return what_without_id(fields);
  if (id == starting_id) return JournalStarting{};
  if (id == started_id) return what_started(fields);
  if (id == success_id) return JournalResult{Result::success};
  if (id == process_exit_id)
    return JournalExit{std::string(fields.command), fields.exit_code != "exited",
                       number<std::int32_t>(fields.exit_status)};
  if (id == failure_result_id || id == skip_result_id)
    return JournalResult{parse_result(fields.unit_result).value_or(Result::protocol)};
  if (id == start_failed_id) return JournalStartFailed{parse_queue_result(fields.job_result)};
  if (id == stopping_id) return JournalStopping{restart};
  if (id == stopped_id) return JournalStopped{restart};
  if (id == restart_scheduled_id)
    return JournalRestartScheduled{number<std::uint32_t>(fields.n_restarts)};
  if (id == resources_id && !fields.cpu_nsec.empty())
    return JournalCpu{Duration(number<std::int64_t>(fields.cpu_nsec) / 1000)};
  return std::nullopt;
}

}  // namespace

std::optional<JournalEvent> unit_event_of(const JournalFields& fields, Instant at,
                                          const Id128& boot) {
  if (!fields.unit.ends_with(".service") && !fields.unit.ends_with(".timer")) return std::nullopt;
  auto what = what_of(fields);
  if (!what) return std::nullopt;
  JournalEvent event;
  event.unit = fields.unit;
  event.invocation = parse_id128(fields.invocation);
  event.start = number<std::uint32_t>(fields.job_id);
  const auto source = instant_from_usec(number<std::uint64_t>(fields.source_time));
  event.at = source.value_or(at);
  event.boot = boot;
  event.what = std::move(*what);
  return event;
}

}  // namespace sa
