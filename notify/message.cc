#include "notify/message.h"

#include "core/shell_word.h"
#include "core/utf8.h"

#include <algorithm>
#include <string_view>

namespace sa {
namespace {

constexpr std::size_t longest_line = 800;

bool is_shown(const CodePoint& point) {
  const bool is_control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
  return point.valid && !misleads(point.value) && (!is_control || point.value == '\t');
}

// What else than text stands in it is shown as "\x1b".
std::string plain_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const auto bytes = text.substr(0, point.size);
    line += is_shown(point) ? std::string(bytes) : hex_escaped(bytes);
    if (line.size() > longest_line) return line + " ...";
    text.remove_prefix(point.size);
  }
  return line;
}

std::string ascii_line(std::string_view text) {
  std::string line = plain_line(text);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<signed char>(c) < 0x20; }, '?');
  return line;
}

std::string_view predicate(Health health) {
  switch (health) {
    case Health::failed:
      return "has failed";
    case Health::overdue:
      return "is overdue";
    case Health::broken:
      return "is broken";
    default:
      return "is well again";
  }
}

std::string row(std::string_view name, const std::string& value) {
  if (value.empty()) return {};
  return std::string(name) + plain_line(value) + "\n";
}

std::string named_instant(std::string_view name, const std::optional<Instant>& instant) {
  return instant ? std::string(name) + local_full(*instant) : std::string();
}

std::string rows_of(const Notice& notice) {
  const std::string run = notice.invocation ? to_string(*notice.invocation) +
                                                  named_instant(", began ", notice.run_began) +
                                                  named_instant(", ended ", notice.run_ended)
                                            : std::string();
  return row("Health: ", std::string(to_string(notice.health)) + ", was " +
                             std::string(to_string(notice.was))) +
         row("Since:  ", named_instant("", notice.since)) + row("Why:    ", notice.reason) +
         row("Job:    ", notice.job) + row("Team:   ", notice.team) + row("Run:    ", run);
}

std::string output_of(const Notice& notice, const std::vector<std::string>& output) {
  if (!notice.invocation) return {};
  if (output.empty()) return "\nThe journal has no output of this run.\n";
  std::string text = "\nThe end of its output:\n\n";
  for (const auto& line : output) text += "    " + plain_line(line) + "\n";
  return text;
}

std::string commands_of(const Notice& notice) {
  const std::string unit = shell_word(notice.unit);
  const std::string log = notice.invocation ? "sa log " + unit + " " + to_string(*notice.invocation)
                                            : "sa history " + unit;
  return "\nTo see more:\n\n    " + log + "\n    sa explain " + unit + "\n";
}

}  // namespace

Message message_of(const Notice& notice, const std::string& host,
                   const std::vector<std::string>& output) {
  const std::string what = notice.unit + " " + std::string(predicate(notice.health));
  Message message;
  message.subject = ascii_line("[" + host + "] " + what);
  message.body =
      plain_line(notice.unit + " on " + host + " " + std::string(predicate(notice.health)) + ".") +
      "\n\n" + rows_of(notice) + output_of(notice, output) + commands_of(notice);
  return message;
}

std::string mail_of(const Message& message, const std::string& address) {
  return "To: " + address + "\nSubject: " + message.subject +
         "\n"
         "Auto-Submitted: auto-generated\n"
         "MIME-Version: 1.0\n"
         "Content-Type: text/plain; charset=utf-8\n"
         "Content-Transfer-Encoding: 8bit\n\n" +
         message.body;
}

std::vector<std::pair<std::string, std::string>> variables_of(const Notice& notice,
                                                              const Message& message,
                                                              const std::string& host) {
  const auto text = [](const std::optional<Instant>& instant) {
    return instant ? rfc3339(*instant) : std::string();
  };
  return {{"SA_UNIT", notice.unit},
          {"SA_HEALTH", std::string(to_string(notice.health))},
          {"SA_WAS", std::string(to_string(notice.was))},
          {"SA_SINCE", text(notice.since)},
          {"SA_REASON", plain_line(notice.reason)},
          {"SA_INVOCATION", notice.invocation ? to_string(*notice.invocation) : ""},
          {"SA_BEGAN", text(notice.run_began)},
          {"SA_ENDED", text(notice.run_ended)},
          {"SA_JOB", plain_line(notice.job)},
          {"SA_TEAM", plain_line(notice.team)},
          {"SA_HOST", plain_line(host)},
          {"SA_SUBJECT", message.subject}};
}

}  // namespace sa
