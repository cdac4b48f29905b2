#include "cli/output_command.h"

#include "cli/lost_output.h"
#include "cli/run_words.h"

#include <limits>

namespace sa {
namespace {

std::string lines_words(std::uint64_t lines) {
  return lines == std::numeric_limits<std::uint64_t>::max() ? "all" : std::to_string(lines);
}

// Unit names reach journalctl only behind '=', so that one like '-x' is no option.
std::vector<std::string> journalctl(const Reading& reading) {
  std::vector<std::string> arguments = {"journalctl"};
  if (reading.follow) arguments.emplace_back("--follow");
  if (!reading.format.empty()) arguments.push_back("--output=" + reading.format);
  if (reading.lines) arguments.push_back("--lines=" + lines_words(*reading.lines));
  return arguments;
}

std::optional<Instant> next_began(const RunLog& log, const Run& run) {
  std::optional<Instant> next;
  log.visit_runs_of(run.unit, {run.at, {}}, Order::oldest_first, [&](const Run& other) {
    if (other.identity == run.identity || !other.has_invocation) return Visit::go_on;
    next = happened(other);
    return Visit::stop;
  });
  return next;
}

}  // namespace

std::vector<std::string> output_of_unit(const Reading& reading) {
  auto arguments = journalctl(reading);
  arguments.push_back("--unit=" + reading.units.front());
  return arguments;
}

std::vector<std::string> output_of_run(const Reading& reading, const RunLog& log, const Run& run,
                                       const OutputOfProgram& output_of) {
  auto arguments = journalctl(reading);
  if (reading.follow && !reading.lines) arguments.emplace_back("--no-tail");
  arguments.push_back("_SYSTEMD_INVOCATION_ID=" + to_string(run.identity));
  const auto streams =
      streams_without_invocation(output_of(stream_query(run, next_began(log, run))));
  if (!streams.empty()) arguments.emplace_back("+");
  for (const std::string& stream : streams) arguments.push_back("_STREAM_ID=" + stream);
  return arguments;
}

}  // namespace sa
