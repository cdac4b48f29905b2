#include "cli/ask.h"
#include "cli/ask_words.h"
#include "cli/bus_client.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/paused_timers.h"
#include "cli/process.h"

#include <algorithm>
#include <csignal>

#include <unistd.h>

namespace sa {
namespace {

// One call's, or one timer's.
struct Outcome {
  std::string words;
  int exit_code = exit_done;
};

Outcome run(const Ask& ask, const std::string& service, BusClient& bus) {
  if (ask.wait) {
    const Run run = bus.run_to_the_end(service, ask.interactive);
    return {ended_words(service, run), run.state == State::succeeded ? exit_done : exit_unwell};
  }
  bus.run(service, ask.interactive);
  return {started_words(service)};
}

Outcome call(const Ask& ask, const std::string& unit, BusClient& bus) {
  if (ask.verb == "run") return run(ask, unit, bus);
  if (ask.verb == "pause")
    return {paused_words(unit, ask.until, bus.pause(unit, ask.until, ask.reason, ask.interactive))};
  if (ask.verb == "resume") return {resumed_words(unit, bus.resume(unit, ask.interactive))};
  if (ask.verb == "retire") {
    bus.retire(unit, ask.reason, ask.interactive);
    return {retired_words(unit)};
  }
  if (ask.verb == "unretire") {
    bus.unretire(unit, ask.interactive);
    return {unretired_words(unit)};
  }
  bus.cancel(unit, ask.interactive);
  return {cancelled_words(unit)};
}

// A pause of a service is one of all its timers.
std::vector<std::string> units_of(const Ask& ask, const std::string& unit, BusClient& bus) {
  const bool is_for_timers = ask.verb == "pause" || ask.verb == "resume";
  if (!is_for_timers || unit.ends_with(".timer")) return {unit};
  const auto paused = paused_timers(SA_CONTROL_STATE_DIR "/paused");
  auto timers = bus.timers_of(unit, paused);
  if (ask.verb == "resume")
    std::erase_if(timers, [&](const std::string& timer) {
      return std::ranges::find(paused, timer) == paused.end();
    });
  if (!timers.empty()) return timers;
  throw CallRefused("NoSuchUnit",
                    "'" + unit + (ask.verb == "pause" ? "' has no timer" : "' is not paused"));
}

template <typename Action>
int guarded(Output& err, const Action& action) {
  try {
    return action();
  } catch (const CallRefused& refused) {
    say(err, refused.what());
    return exit_code_of(refused.name);
  }
}

int perform(const Ask& ask, Output& out, Output& err) {
  BusClient bus;
  int code = exit_done;
  for (const auto& unit : ask.units) {
    const int of_unit = guarded(err, [&] {
      int worst = exit_done;
      for (const auto& timer : units_of(ask, unit, bus)) {
        const int of_timer = guarded(err, [&] {
          const Outcome outcome = call(ask, timer, bus);
          out.put(outcome.words + '\n');
          out.flush();
          return outcome.exit_code;
        });
        worst = std::max(worst, of_timer);
      }
      return worst;
    });
    code = std::max(code, of_unit);
  }
  return code;
}

int guarded_main(const std::vector<std::string>& arguments) {
  Output out(fd_sink(STDOUT_FILENO));
  Output err(message_sink(STDERR_FILENO));
  try {
    const auto ask = ask_of(arguments);
    if (ask) return perform(*ask, out, err);
    say(err, "sa-ask is a part of 'sa', see 'sa pause --help'");
    return exit_usage;
  } catch (const OutputClosed&) {
    return exit_done;
  } catch (const std::exception& error) {
    say(err, error.what());
    return exit_no_look;
  }
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  sa::occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  return sa::guarded_main({argv + 1, argv + argc});
}
