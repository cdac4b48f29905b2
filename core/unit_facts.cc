#include "core/unit_facts.h"

#include "core/blanks.h"
#include "core/time_span.h"
#include "core/unit_directives.h"
#include "core/unit_section.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace sa {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!(text = trimmed(text, blanks_and_return)).empty()) {
    const auto end = std::min(text.find_first_of(blanks), text.size());
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return list;
}

void read_span(std::string_view value, std::optional<Duration>& span) {
  const auto read = parse_time_span(value);
  if (read || value.empty()) span = read;
}

void read_limit(std::string_view value, std::optional<Duration>& limit) {
  read_span(value == "infinity" ? "" : value, limit);
}

void read_count(std::string_view value, std::optional<std::uint32_t>& known) {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  const bool is_count = error == std::errc() && end == value.data() + value.size() && count > 0;
  if (is_count || value.empty()) known = is_count ? std::optional(count) : std::nullopt;
}

void read_ours(std::string_view key, std::string_view value, UnitFacts& facts) {
  if (key == "Job") facts.job = value;
  if (key == "Team") facts.team = value;
  if (key == "Tags") facts.tags = words(value);
  if (key == "Grace") read_span(value, facts.grace);
  if (key == "Deadline") read_limit(value, facts.deadline);
  if (key == "MinRuntime") read_span(value, facts.min_runtime);
  if (key == "MaxRuntime") read_limit(value, facts.max_runtime);
  if (key == "AlertAfter") read_count(value, facts.alert_after);
  if (key == "Notify") facts.notify = words(value);
  if (key == "FatalExitStatus") facts.fatal_exit_status = words(value);
  if (key == "OnFatal" && (value == "pause" || value.empty()))
    facts.pause_on_fatal = !value.empty();
}

void read_service(std::string_view key, std::string_view value, UnitFacts& facts) {
  if (key == "Type") facts.oneshot = value == "oneshot";
  if (key == "SuccessExitStatus") facts.other_success = !value.empty();
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
  if (stronger.alert_after) alert_after = stronger.alert_after;
  if (!stronger.notify.empty()) notify = stronger.notify;
  if (!stronger.fatal_exit_status.empty()) fatal_exit_status = stronger.fatal_exit_status;
  if (stronger.pause_on_fatal) pause_on_fatal = true;
}

bool is_fatal_ending(const RunRules& rules, std::optional<int> exit_status,
                     std::string_view signal) {
  const auto bare = [](std::string_view word) {
    return word.substr(word.starts_with("SIG") ? 3 : 0);
  };
  return std::ranges::any_of(rules.fatal_exit_status, [&](const std::string& word) {
    return (exit_status && word == std::to_string(*exit_status)) ||
           (!signal.empty() && bare(word) == bare(signal));
  });
}

void read_unit_text(std::string_view text, UnitFacts& facts) {
  visit_directives(text, [&](auto section, auto key, auto value) {
    if (section == our_section) facts.has_section = true;
    if (section == our_section) read_ours(key, value, facts);
    if (section == "[Service]") read_service(key, value, facts);
  });
}

}  // namespace sa
