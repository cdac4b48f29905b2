#include "core/due_instants.h"

#include <array>
#include <cstdlib>

namespace {

constexpr std::array<const char*, 8> zone_names = {"",
                                                   "UTC",
                                                   "Europe/Berlin",
                                                   "Asia/Kathmandu",
                                                   "Australia/Lord_Howe",
                                                   "Pacific/Chatham",
                                                   "America/Havana",
                                                   "Europe/Dublin"};

// What is emitted is in normal form, and never due again or after what was due before.
void judge(const sa::Schedule& schedule, sa::TimeZones& zones, sa::Instant base) {
  for (const auto& spec : schedule.calendars) {
    const auto again = sa::parse_calendar(sa::to_string(spec), zones);
    if (!std::holds_alternative<sa::CalendarSpec>(again)) std::abort();
    if (std::get<sa::CalendarSpec>(again) != spec) std::abort();
  }
  sa::DueInstants instants(schedule, zones, base);
  sa::Instant last = base;
  for (int i = 0; i < 20; ++i) {
    const auto due = instants.next();
    if (!due) break;
    if (*due <= last) std::abort();
    last = *due;
  }
  const auto gap = sa::shortest_gap(schedule, zones, base);
  if (gap && gap->count() <= 0) std::abort();
}

}  // namespace

// Input: a byte that chooses the zone, eight that choose the base, then the text.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static sa::TimeZones zones("Europe/Berlin");
  if (size < 9) return 0;
  const std::string_view zone = zone_names[data[0] % zone_names.size()];
  std::uint64_t chosen = 0;
  for (int i = 1; i < 9; ++i) chosen = chosen << 8 | data[i];
  const sa::Instant base{std::chrono::microseconds{chosen % 7258118400000000}};
  const std::string_view text(reinterpret_cast<const char*>(data) + 9, size - 9);
  const auto parsed = sa::parse_schedule(text, zone, zones);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    if (problem->column < 1 || problem->column > text.size() + 1) std::abort();
    return 0;
  }
  judge(std::get<sa::Schedule>(parsed), zones, base);
  for (const auto& change :
       sa::clock_changes(text, zone, zones, base, base + std::chrono::days{366})) {
    if (change.message.empty()) std::abort();
  }
  return 0;
}
