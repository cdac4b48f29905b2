#include "cli/ask_words.h"

#include "cli/exit_code.h"
#include "core/local_time.h"
#include "core/outlook.h"
#include "core/time_span.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

std::string log_advice(const std::string& service) {
  return "; 'sa log " + service + "' shows its output";
}

std::string how_long(const Run& run) {
  if (!run.began || !run.ended || *run.ended < *run.began) return "";
  return " after " + time_span(*run.ended - *run.began);
}

}  // namespace

std::string paused_words(const std::string& timer, std::optional<Instant> until,
                         const PauseAnswer& answer) {
  std::string words = timer + " is paused";
  words += until ? " until " + local_second(*until) : " until it is resumed";
  if (!answer.was_active) words += "; it was not active, and will not be started then";
  if (answer.was_active && answer.catches_up)
    words += "; if it is due meanwhile, it runs at once then";
  return words;
}

std::string resumed_words(const std::string& timer, bool is_started) {
  return timer + (is_started ? " is resumed" : " is not paused any more; it stays inactive");
}

std::string started_words(const std::string& service) {
  return service + " is started; 'sa log -f " + service + "' shows what it does";
}

std::string retired_words(const std::string& unit) {
  return unit + " is not expected any more; its history stays, 'sa unretire' takes it back";
}

std::string stopped_words(const std::string& timer, bool was_going) {
  return timer + (was_going ? " is stopped and disabled" : " was stopped and disabled already");
}

std::string unretired_words(const std::string& unit) {
  return unit + " is expected again from now on";
}

std::string cancelled_words(const std::string& service) {
  return service + " is told to end";
}

std::string ended_words(const std::string& service, const Run& run) {
  if (!run.has_invocation) return service + " did not run: " + run.reason;
  if (run.state == State::succeeded)
    return service + " succeeded" + how_long(run) + log_advice(service);
  if (run.state == State::skipped) return service + " was skipped: its ExecCondition= said no";
  return service + " failed" + how_long(run) + ": " + ending_of(run) + log_advice(service);
}

int exit_code_of(std::string_view refusal) {
  constexpr std::array<std::string_view, 4> no_look = {"", "NotAuthorized", "Failed", "Busy"};
  return std::ranges::find(no_look, refusal) == no_look.end() ? exit_unwell : exit_no_look;
}

}  // namespace sa
