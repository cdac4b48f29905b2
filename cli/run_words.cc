#include "cli/run_words.h"

#include "core/outlook.h"
#include "core/time_span.h"

namespace sa {
std::string outcome(const Run& run) {
  if (!run.result) return "";
  if (run.result == Result::success && run.exit_status.value_or(0) != 0)
    return "success, exit " + std::to_string(*run.exit_status);
  return ending_of(run);
}

std::string outcome_or_state(const Run& run) {
  const bool ended_by_itself = run.state == State::succeeded || run.state == State::failed;
  const std::string words = ended_by_itself ? outcome(run) : "";
  return words.empty() ? std::string(to_string(run.state)) : words;
}

std::optional<Duration> duration_of(const Run& run) {
  if (!run.began || !run.ended) return std::nullopt;
  return *run.ended - *run.began;
}

std::string span_words(Duration span) {
  using namespace std::chrono_literals;
  if (span < 1s || span >= 60s) return time_span(span);
  const auto tenths = span / 100ms;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "s";
}

std::string duration_words(const Run& run, Instant now) {
  if (const auto duration = duration_of(run)) return span_words(*duration);
  if (run.state == State::running && run.began && *run.began <= now)
    return span_words(std::chrono::floor<std::chrono::seconds>(now - *run.began));
  return "";
}

std::string trigger_words(const Run& run) {
  std::string text(to_string(run.trigger.type));
  if (!run.trigger.by.empty()) text += ", by " + run.trigger.by;
  if (run.trigger.inferred) text += " (inferred)";
  if (run.attempt > 1) text += ", attempt " + std::to_string(run.attempt);
  return text;
}

Instant happened(const Run& run) {
  return run.began.value_or(run.at);
}

}  // namespace sa
