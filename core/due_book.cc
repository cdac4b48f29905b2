#include "core/due_book.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view calendar_key = "OnCalendar=";

// Where a clock is put back next_due() may answer with what has been.
constexpr Duration longest_step_back = std::chrono::hours(3);

}  // namespace

bool is_calendar(std::string_view text) {
  return text.starts_with(calendar_key);
}

const CalendarSpec* DueBook::spec(std::string_view text) {
  if (is_calendar(text)) text.remove_prefix(calendar_key.size());
  auto found = specs_.find(text);
  if (found == specs_.end()) {
    auto parsed = parse_calendar(text, zones_);
    auto* value = std::get_if<CalendarSpec>(&parsed);
    found = specs_.emplace(text, value ? std::optional(std::move(*value)) : std::nullopt).first;
  }
  return found->second ? &*found->second : nullptr;
}

bool DueBook::has_calendar(const std::vector<std::string>& schedule) {
  return std::ranges::any_of(schedule, [&](const auto& text) { return spec(text) != nullptr; });
}

std::optional<Instant> DueBook::before(const std::vector<std::string>& schedule, Instant at) {
  std::optional<Instant> newest;
  for (const auto& text : schedule) {
    const CalendarSpec* known = spec(text);
    if (known == nullptr) continue;
    const auto due = previous_due(*known, zone_of(*known, zones_), at);
    if (due && (!newest || *newest < *due)) newest = due;
  }
  return newest;
}

std::optional<Instant> DueBook::after(const CalendarSpec& spec, Instant at) {
  const TimeZone& zone = zone_of(spec, zones_);
  auto due = next_due(spec, zone, at);
  if (due && *due <= at) due = next_due(spec, zone, at + longest_step_back);
  return due && *due > at ? due : std::nullopt;
}

std::optional<Instant> DueBook::after(const std::vector<std::string>& schedule, Instant at) {
  std::optional<Instant> soonest;
  for (const auto& text : schedule) {
    const CalendarSpec* known = spec(text);
    if (known == nullptr) continue;
    const auto due = after(*known, at);
    if (due && (!soonest || *due < *soonest)) soonest = due;
  }
  return soonest;
}

}  // namespace sa
