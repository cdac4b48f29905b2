#include "upstart/upstart_parser.h"

#include "upstart/upstart_number.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::array<std::string_view, 31> signals = {
    "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1", "SEGV",
    "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN", "TTOU",
    "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS"};

}  // namespace

bool UpstartParser::fail(std::string message) {
  problems_.push_back({Severity::problem, place_, std::string(name_), std::move(message)});
  return false;
}

bool UpstartParser::fail_expecting(std::string_view expected, std::string_view got) {
  return fail("expected " + std::string(expected) + ", got " + quoted(got));
}

std::optional<UpstartWord> UpstartParser::word() {
  UpstartWord found{"", here()};
  if (!words_.has_word()) {
    fail("expected a word more");
    return std::nullopt;
  }
  auto text = words_.word();
  if (!text) {
    fail(words_.problem());
    return std::nullopt;
  }
  found.text = std::move(*text);
  return found;
}

// Passes the line, on which nothing more is wanted.
bool UpstartParser::line_end() {
  here();
  if (words_.has_word()) {
    const auto more = words_.word();
    return more ? fail_expecting("nothing more", *more) : fail(words_.problem());
  }
  words_.next_line();
  return true;
}

bool UpstartParser::keyword(std::string_view wanted) {
  const auto found = word();
  if (!found) return false;
  return found->text == wanted || fail_expecting("'" + std::string(wanted) + "'", found->text);
}

bool UpstartParser::exec(std::optional<UpstartProcess>& process) {
  here();
  if (!words_.has_word()) return fail("expected a command");
  auto text = words_.command();
  if (!text) return fail(words_.problem());
  process = UpstartProcess{false, std::move(*text), begin_};
  return true;
}

bool UpstartParser::script(std::optional<UpstartProcess>& process) {
  if (!line_end()) return false;
  place_ = begin_.place;
  auto text = words_.script();
  if (!text) return fail(words_.problem());
  process = UpstartProcess{true, std::move(*text), begin_};
  return true;
}

bool UpstartParser::choice(std::optional<UpstartWord>& out, std::string_view choices) {
  auto found = word();
  if (!found) return false;
  const std::string wanted = ' ' + found->text + ' ';
  if ((' ' + std::string(choices) + ' ').find(wanted) == std::string::npos) {
    return fail_expecting("one of " + std::string(choices), found->text);
  }
  out = std::move(found);
  return line_end();
}

bool UpstartParser::integer(std::optional<UpstartNumber>& out, int low, int high, int base) {
  const auto found = word();
  if (!found) return false;
  const auto value = number<int>(found->text, base);
  if (!value || *value < low || *value > high) {
    const std::string range = base == 8           ? "an octal number from 0 to 0777"
                              : high == INT32_MAX ? "a number of seconds"
                                                  : "a number from " + std::to_string(low) +
                                                        " to " + std::to_string(high);
    return fail_expecting(range, found->text);
  }
  out = UpstartNumber{*value, begin_};
  return line_end();
}

std::optional<UpstartWord> UpstartParser::signal_or_number(std::string_view expected) {
  auto found = word();
  if (!found) return std::nullopt;
  if (found->text.starts_with("SIG")) found->text.erase(0, 3);
  const auto value = number<int>(found->text);
  const bool named = std::find(signals.begin(), signals.end(), found->text) != signals.end();
  if (named || (value && *value >= 0)) return found;
  fail_expecting(expected, found->text);
  return std::nullopt;
}

bool UpstartParser::signal(std::optional<UpstartWord>& out) {
  auto found = signal_or_number("a signal");
  if (!found) return false;
  out = UpstartWord{std::move(found->text), begin_};
  return line_end();
}

bool UpstartParser::limit_value(std::optional<std::uint64_t>& out) {
  const auto found = word();
  if (!found) return false;
  if (found->text == "unlimited") return true;
  out = number<std::uint64_t>(found->text);
  return out.has_value() || fail_expecting("a number or 'unlimited'", found->text);
}

}  // namespace sa
