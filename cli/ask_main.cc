#include "cli/ask.h"
#include "cli/ask_words.h"
#include "cli/bus_client.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/paused_timers.h"
#include "cli/program.h"
#include "cli/shown_pauses.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <unistd.h>

namespace sa {
namespace {

// One call's, or one timer's.
struct Outcome {
  std::string words;
  int exit_code = exit_done;
};

constexpr char paused_dir[] = SA_CONTROL_STATE_DIR "/paused";

bool is_of_timers(const Ask& ask) {
  return ask.verb == "pause" || ask.verb == "resume";
}

Outcome run(const Ask& ask, const std::string& service, BusClient& bus) {
  if (ask.wait) {
    const Run run = bus.run_to_the_end(service, ask.interactive);
    return {ended_words(service, run), run.state == State::succeeded ? exit_done : exit_unwell};
  }
  bus.run(service, ask.interactive);
  return {started_words(service)};
}

// What was retired stays so, whatever becomes of its timers.
void stop_timers(const Ask& ask, const std::string& unit, BusClient& bus, Outcome& outcome) try {
  const auto timers = bus.timers_of(unit, paused_timers(paused_dir));
  if (timers.empty()) outcome.words += "\n" + unit + " has no timer to stop";
  for (const auto& timer : timers)
    outcome.words += "\n" + stopped_words(timer, bus.stop_timer(timer, ask.interactive));
} catch (const CallRefused& refused) {
  outcome.words += std::string("\nits timer is not stopped: ") + refused.what();
  outcome.exit_code = exit_code_of(refused.name);
}

Outcome call(const Ask& ask, const std::string& unit, BusClient& bus) {
  if (ask.verb == "run") return run(ask, unit, bus);
  if (ask.verb == "pause")
    return {paused_words(unit, ask.until, bus.pause(unit, ask.until, ask.reason, ask.interactive))};
  if (ask.verb == "resume") return {resumed_words(unit, bus.resume(unit, ask.interactive))};
  if (ask.verb == "retire") {
    bus.retire(unit, ask.reason, ask.interactive);
    Outcome outcome{retired_words(unit)};
    if (ask.stop) stop_timers(ask, unit, bus, outcome);
    return outcome;
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
  if (!is_of_timers(ask) || unit.ends_with(".timer")) return {unit};
  const auto paused = paused_timers(paused_dir);
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
  std::vector<std::string> asked;
  for (const auto& unit : ask.units) {
    const int of_unit = guarded(err, [&] {
      int worst = exit_done;
      for (const auto& timer : units_of(ask, unit, bus)) {
        const int of_timer = guarded(err, [&] {
          const Outcome outcome = call(ask, timer, bus);
          out.put(outcome.words + '\n');
          out.flush();
          asked.push_back(timer);
          return outcome.exit_code;
        });
        worst = std::max(worst, of_timer);
      }
      return worst;
    });
    code = std::max(code, of_unit);
  }
  if (is_of_timers(ask)) await_shown_pauses(asked, paused_dir, SA_STATUS_FILE);
  return code;
}

void copy(int from, int to) {
  std::array<char, 65536> buffer;
  const Sink put = fd_sink(to);
  for (;;) {
    const ssize_t size = ::read(from, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;
    put({buffer.data(), static_cast<std::size_t>(size)});
  }
}

// A refusal of what a program reads is a line of its own among what it reads; a person reads it on
// standard error.
int read(const Reading& reading, Output& out, Output& err) {
  try {
    BusClient bus;
    copy(bus.read(reading), STDOUT_FILENO);
    return exit_done;
  } catch (const CallRefused& refused) {
    const bool is_known = !refused.name.empty();
    if (reading.what == Reading::What::output)
      say(err, refused.what());
    else if (is_known)
      out.put("!" + std::string(refused.what()) + "\n");
    out.flush();
    return exit_no_look;
  }
}

int run_program(const std::vector<std::string>& arguments, Output& out, Output& err) {
  if (!arguments.empty() && arguments.front() == "read")
    if (const auto reading = reading_of({arguments.begin() + 1, arguments.end()}))
      return read(*reading, out, err);
  const auto ask = ask_of(arguments);
  if (ask) return perform(*ask, out, err);
  say(err, "sa-ask is a part of 'sa', see 'sa pause --help'");
  return exit_usage;
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  return sa::guarded_program([&](sa::Output& out, sa::Output& err) {
    return sa::run_program({argv + 1, argv + argc}, out, err);
  });
}
