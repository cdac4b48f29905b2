#include "core/calendar.h"

#include <cstdlib>

namespace {

// The normal form reads back as the same value, and the answers are on the right side of the base.
void judge(const sa::CalendarSpec& spec, sa::TimeZones& zones, sa::Instant base) {
  const auto again = sa::parse_calendar(sa::to_string(spec), zones);
  if (!std::holds_alternative<sa::CalendarSpec>(again)) std::abort();
  const sa::TimeZone& zone = sa::zone_of(spec, zones);
  sa::next_due(spec, zone, base);
  const auto last = sa::previous_due(spec, zone, base);
  if (last && *last > base) std::abort();
  int visited = 0;
  sa::visit_due(spec, zone, base, base + std::chrono::hours{2}, [&](sa::Instant at) {
    if (at <= base) std::abort();
    return ++visited < 50;
  });
}

}  // namespace

// Input: eight bytes that choose the base between 1970 and 2200, then the text.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static sa::TimeZones zones("Europe/Berlin");
  if (size < 8) return 0;
  std::uint64_t chosen = 0;
  for (int i = 0; i < 8; ++i) chosen = chosen << 8 | data[i];
  const sa::Instant base{std::chrono::microseconds{chosen % 7258118400000000}};
  const std::string_view text(reinterpret_cast<const char*>(data) + 8, size - 8);
  const auto parsed = sa::parse_calendar(text, zones);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    if (problem->column < 1 || problem->column > text.size() + 1) std::abort();
    return 0;
  }
  judge(std::get<sa::CalendarSpec>(parsed), zones, base);
  return 0;
}
