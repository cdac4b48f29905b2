#include "watcher/bus_call_reading.h"

#include <limits>
#include <map>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using Verb = WatcherCall::Verb;
using Options = std::map<std::string, sdbus::Variant>;

constexpr std::size_t longest_text = 1000;
constexpr std::uint64_t last_usec = 253'402'300'799'000'000;  // year 9999

[[noreturn]] void refuse(const std::string& error, const std::string& message) {
  throw sdbus::Error("org.scriptactivity.Error." + error, message);
}

std::string text_of(sdbus::MethodCall& message) {
  std::string text;
  message >> text;
  if (text.size() > longest_text) refuse("TooLong", "expected at most 1000 bytes of text");
  return text;
}

// 0 and 2^64-1 are no instant.
std::optional<Instant> instant_of(sdbus::MethodCall& message) {
  std::uint64_t usec = 0;
  message >> usec;
  const auto instant = instant_from_usec(usec);
  if (instant && usec > last_usec)
    refuse("BadTime",
           "expected microseconds since 1970, or 0 for none, got " + std::to_string(usec));
  return instant;
}

bool flag_of(sdbus::MethodCall& message) {
  bool flag = false;
  message >> flag;
  return flag;
}

WatcherCall call_for(Verb verb, sdbus::MethodCall& message) {
  WatcherCall call;
  call.verb = verb;
  call.unit = text_of(message);
  return call;
}

WatcherCall reading_call(Reading::What what, sdbus::MethodCall& message) {
  WatcherCall call = call_for(Verb::read, message);
  call.reading.what = what;
  return call;
}

template <typename Value>
Value value_of(const std::string& name, const sdbus::Variant& value) {
  if (value.containsValueOfType<Value>()) return value.get<Value>();
  refuse("BadOption",
         "option '" + name + "' is of another type, see org.scriptactivity.Watcher1(5)");
}

std::string text_value(const std::string& name, const sdbus::Variant& value) {
  auto text = value_of<std::string>(name, value);
  if (text.size() > longest_text) refuse("TooLong", "expected at most 1000 bytes of text");
  return text;
}

[[noreturn]] void refuse_option(const std::string& name, const char* known) {
  refuse("BadOption",
         std::string("expected the options ") + known + ", got '" + name.substr(0, 100) + "'");
}

Options options_of(sdbus::MethodCall& message) {
  Options options;
  message >> options;
  return options;
}

}  // namespace

WatcherCall retire_call(sdbus::MethodCall& message) {
  WatcherCall call = call_for(Verb::retire, message);
  call.reason = text_of(message);
  call.interactive = flag_of(message);
  return call;
}

WatcherCall unretire_call(sdbus::MethodCall& message) {
  WatcherCall call = call_for(Verb::unretire, message);
  call.interactive = flag_of(message);
  return call;
}

WatcherCall history_call(sdbus::MethodCall& message) {
  WatcherCall call = reading_call(Reading::What::runs, message);
  call.reading.from = instant_of(message);
  call.reading.to = instant_of(message);
  call.reading.oldest_first = flag_of(message);
  call.interactive = flag_of(message);
  return call;
}

WatcherCall slots_call(sdbus::MethodCall& message) {
  WatcherCall call = reading_call(Reading::What::slots, message);
  call.reading.from = instant_of(message);
  call.reading.to = instant_of(message);
  call.interactive = flag_of(message);
  return call;
}

WatcherCall changes_call(sdbus::MethodCall& message) {
  WatcherCall call = reading_call(Reading::What::changes, message);
  call.interactive = flag_of(message);
  return call;
}

WatcherCall log_call(sdbus::MethodCall& message) {
  WatcherCall call = reading_call(Reading::What::output, message);
  Reading& reading = call.reading;
  reading.invocation = text_of(message);
  reading.format = text_of(message);
  std::uint64_t lines = 0;
  message >> lines;
  if (lines != std::numeric_limits<std::uint64_t>::max()) reading.lines = lines;
  reading.follow = flag_of(message);
  call.interactive = flag_of(message);
  if (!reading.invocation.empty() && !parse_id128(reading.invocation))
    refuse("BadInvocation", "expected an invocation of 32 hex digits, or none for all runs");
  if (!reading.format.empty() && !is_output_format(reading.format))
    refuse("BadFormat", "expected an output format of journalctl(1), or none");
  return call;
}

WatcherCall begin_call(sdbus::MethodCall& message) {
  WatcherCall call = call_for(Verb::begin, message);
  ReportBeginning& beginning = call.beginning;
  beginning.unit = call.unit;
  for (const auto& [name, value] : options_of(message)) {
    if (name == "job")
      beginning.job = text_value(name, value);
    else if (name == "team")
      beginning.team = text_value(name, value);
    else if (name == "reason")
      beginning.reason = text_value(name, value);
    else if (name == "keep")
      beginning.keep = value_of<std::uint32_t>(name, value);
    else
      refuse_option(name, "'job', 'team', 'reason' and 'keep'");
  }
  call.interactive = flag_of(message);
  return call;
}

WatcherCall update_call(sdbus::MethodCall& message) {
  WatcherCall call;
  call.verb = Verb::update;
  call.invocation = text_of(message);
  call.reason = text_of(message);
  return call;
}

WatcherCall end_call(sdbus::MethodCall& message) {
  WatcherCall call;
  call.verb = Verb::end;
  call.invocation = text_of(message);
  ReportEnding& ending = call.ending;
  for (const auto& [name, value] : options_of(message)) {
    if (name == "exit_status")
      ending.exit_status = value_of<std::int32_t>(name, value);
    else if (name == "exit_signal")
      ending.exit_signal = text_value(name, value);
    else if (name == "result")
      ending.result = text_value(name, value);
    else if (name == "reason")
      ending.reason = text_value(name, value);
    else
      refuse_option(name, "'exit_status', 'exit_signal', 'result' and 'reason'");
  }
  return call;
}

}  // namespace sa
