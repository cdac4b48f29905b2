#include "core/report.h"

#include "core/utf8.h"

#include <algorithm>

namespace sa {
namespace {

constexpr int greatest_signal = 64;
constexpr std::size_t longest_word = 64;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_.-@:").find(c) != std::string_view::npos;
}

bool is_letter_or_digit(char c) {
  return is_name_character(c) && std::string_view("_.-@:").find(c) == std::string_view::npos;
}

bool is_word(std::string_view word) {
  return word.size() <= longest_word && std::ranges::all_of(word, is_name_character);
}

std::string got(std::string_view expected, std::string_view value) {
  return "expected " + std::string(expected) + ", got '" + std::string(value.substr(0, 200)) + "'";
}

std::optional<std::int32_t> signal_of(std::string_view name) {
  if (name.starts_with("SIG")) name.remove_prefix(3);
  for (int number = 1; number <= greatest_signal; ++number)
    if (name == signal_name(number)) return number;
  return std::nullopt;
}

Result result_of(const ReportEnding& ending) {
  if (const auto told = parse_result(ending.result)) return *told;
  if (!ending.exit_signal.empty()) return Result::signal;
  return ending.exit_status.value_or(0) == 0 ? Result::success : Result::exit_code;
}

State state_of(Result result) {
  if (result == Result::success) return State::succeeded;
  return result == Result::exec_condition ? State::skipped : State::failed;
}

}  // namespace

bool is_report(std::string_view unit) {
  return unit.ends_with(report_suffix);
}

std::string problem_of(const ReportBeginning& beginning) {
  const std::string_view name = beginning.unit;
  const bool is_name = is_report(name) && name.size() > report_suffix.size() &&
                       name.size() <= longest_report_name && is_letter_or_digit(name.front()) &&
                       std::ranges::all_of(name, is_name_character);
  if (!is_name)
    return got("a name of at most 128 letters, digits and '_.-@:' that ends in '.report'", name);
  if (!is_word(beginning.job))
    return got("a job of at most 64 letters, digits and '_.-@:'", beginning.job);
  if (!is_word(beginning.team))
    return got("a team of at most 64 letters, digits and '_.-@:'", beginning.team);
  if (beginning.keep > longest_keep)
    return got("at most 2592000 seconds (30 days) to keep it", std::to_string(beginning.keep));
  return reason_problem(beginning.reason);
}

std::string problem_of(const ReportEnding& ending) {
  const auto& status = ending.exit_status;
  if (!status && ending.exit_signal.empty() && ending.result.empty())
    return "expected 'exit_status', 'exit_signal' or 'result'";
  if (status && !ending.exit_signal.empty())
    return "expected 'exit_status' or 'exit_signal', got both";
  if (status && (*status < 0 || *status > 255))
    return got("an exit status from 0 to 255", std::to_string(*status));
  if (!ending.exit_signal.empty() && !signal_of(ending.exit_signal))
    return got("a signal such as 'TERM'", ending.exit_signal);
  if (!ending.result.empty() && !parse_result(ending.result))
    return got("a result of systemd such as 'success' or 'timeout'", ending.result);
  return reason_problem(ending.reason);
}

std::string reason_problem(std::string_view reason) {
  const bool is_line = std::ranges::none_of(
      reason, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
  if (reason.size() <= longest_report_reason && is_line && is_utf8(reason)) return {};
  return "expected a reason of one line and at most 500 bytes";
}

void end_run(Run& run, const ReportEnding& ending, Instant now) {
  run.ended = std::max(now, run.began.value_or(now));
  run.result = result_of(ending);
  run.state = state_of(*run.result);
  run.exit_status = ending.exit_status;
  run.exit_signal = signal_of(ending.exit_signal);
  if (!ending.reason.empty()) run.reason = ending.reason;
}

void interrupt_run(Run& run, const std::string& reason, Instant now) {
  run.ended = std::max(now, run.began.value_or(now));
  run.state = State::interrupted;
  run.reason = reason;
}

}  // namespace sa
