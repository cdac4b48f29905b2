#include "cli/ask.h"

#include <charconv>

namespace sa {
namespace {

constexpr std::size_t fixed_arguments = 5;  // before the units

}  // namespace

std::vector<std::string> command_of(const Ask& ask) {
  const std::string until =
      ask.until ? std::to_string(ask.until->time_since_epoch().count()) : "never";
  std::vector<std::string> command = {SA_ASK_PROGRAM,
                                      ask.verb,
                                      until,
                                      ask.reason,
                                      ask.wait   ? "wait"
                                      : ask.stop ? "stop"
                                                 : "go-on",
                                      ask.interactive ? "interactive" : "quiet"};
  command.insert(command.end(), ask.units.begin(), ask.units.end());
  return command;
}

std::optional<Ask> ask_of(const std::vector<std::string>& arguments) {
  if (arguments.size() <= fixed_arguments) return std::nullopt;
  Ask ask;
  ask.verb = arguments[0];
  const std::string& until = arguments[1];
  Instant::rep usec = 0;
  const auto read = std::from_chars(until.data(), until.data() + until.size(), usec);
  if (read.ec == std::errc() && *read.ptr == '\0') ask.until = Instant(Duration(usec));
  if (!ask.until && until != "never") return std::nullopt;
  ask.reason = arguments[2];
  ask.wait = arguments[3] == "wait";
  ask.stop = arguments[3] == "stop";
  ask.interactive = arguments[4] == "interactive";
  ask.units.assign(arguments.begin() + fixed_arguments, arguments.end());
  return ask;
}

}  // namespace sa
