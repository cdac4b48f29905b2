#include "core/unit_facts.h"

#include "core/time_span.h"

#include <algorithm>
#include <charconv>

namespace sa {
namespace {

constexpr std::string_view our_section = "[X-ScriptActivity]";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// As systemd does: an escaped backslash, or one with blanks behind it, continues nothing.
bool is_continued(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto last = line.find_last_not_of('\\');
  const auto backslashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!(text = trimmed(text)).empty()) {
    const auto end = std::min(text.find_first_of(" \t"), text.size());
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return list;
}

void read_ours(std::string_view key, std::string_view value, UnitFacts& facts) {
  if (key == "Job") facts.job = value;
  if (key == "Team") facts.team = value;
  if (key == "Tags") facts.tags = words(value);
  if (key == "Grace") facts.grace = parse_time_span(value);
  if (key == "Deadline") facts.deadline = parse_time_span(value);
  if (key == "MinRuntime") facts.min_runtime = parse_time_span(value);
  if (key == "MaxRuntime") facts.max_runtime = parse_time_span(value);
  if (key == "FatalExitStatus") facts.fatal_exit_status = words(value);
  if (key == "OnFatal") facts.pause_on_fatal = value == "pause";
  if (key != "AlertAfter") return;
  std::uint32_t count = 0;
  std::from_chars(value.data(), value.data() + value.size(), count);
  facts.alert_after = std::max<std::uint32_t>(count, 1);
}

void read_service(std::string_view key, std::string_view value, UnitFacts& facts) {
  if (key == "Type") facts.oneshot = value == "oneshot";
  if (key == "SuccessExitStatus") facts.other_success = !value.empty();
}

void read_line(std::string_view section, std::string_view line, UnitFacts& facts) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const auto key = trimmed(line.substr(0, equals));
  const auto value = trimmed(line.substr(equals + 1));
  if (section == our_section) read_ours(key, value, facts);
  if (section == "[Service]") read_service(key, value, facts);
}

}  // namespace

void UnitFacts::override_by(const UnitFacts& stronger) {
  if (!stronger.has_section) return;
  has_section = true;
  if (!stronger.job.empty()) job = stronger.job;
  if (!stronger.team.empty()) team = stronger.team;
  if (!stronger.tags.empty()) tags = stronger.tags;
  if (stronger.grace) grace = stronger.grace;
  if (stronger.deadline) deadline = stronger.deadline;
  if (stronger.min_runtime) min_runtime = stronger.min_runtime;
  if (stronger.max_runtime) max_runtime = stronger.max_runtime;
  if (stronger.alert_after != 1) alert_after = stronger.alert_after;
  if (!stronger.fatal_exit_status.empty()) fatal_exit_status = stronger.fatal_exit_status;
  if (stronger.pause_on_fatal) pause_on_fatal = true;
}

void read_unit_text(std::string_view text, UnitFacts& facts) {
  std::string section;
  std::string joined;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto raw = text.substr(0, end);
    auto line = trimmed(raw);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#') || line.starts_with(';')) continue;
    const bool goes_on = is_continued(raw);
    if (goes_on) line.remove_suffix(1);
    joined.append(line);
    if (goes_on) joined.push_back(' ');
    if (goes_on && !text.empty()) continue;
    if (joined.starts_with('[')) section = trimmed(joined);
    if (section == our_section) facts.has_section = true;
    read_line(section, joined, facts);
    joined.clear();
  }
}

}  // namespace sa
