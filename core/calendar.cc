#include "core/calendar.h"

#include "core/calendar_search.h"

#include <algorithm>

namespace sa {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr int max_year = 2199;

// systemd forks to compute in another zone, and the child inherits glibc's last offset: of the
// host, which for a server is UTC. In its own zone that is the offset of the elapse before.
std::int32_t first_guess(const CalendarSpec& spec, const TimeZone& zone, Instant after) {
  if (!spec.zone.empty()) return 0;
  const auto second = std::chrono::floor<seconds>(after).time_since_epoch().count();
  return zone.spans()[zone.span_at(second)].offset;
}

// The span that holds at `at`, if its clock was put back at its beginning and has not yet passed
// what it showed then: `at` is in the second of two equal stretches of wall time.
const ZoneSpan* second_pass(const TimeZone& zone, Instant at) {
  const auto second = std::chrono::floor<seconds>(at).time_since_epoch().count();
  const std::size_t i = zone.span_at(second);
  if (i == 0) return nullptr;
  const ZoneSpan& span = zone.spans()[i];
  return second < span.begin + zone.spans()[i - 1].offset - span.offset ? &span : nullptr;
}

// The last answer of next_due that is not after `at`, whatever it was asked for. Halves the time
// between a due instant and an instant after which nothing is due before `at`.
std::optional<Instant> last_answer(const CalendarSpec& spec, const TimeZone& zone, Instant from,
                                   Instant at) {
  std::optional<Instant> best;
  Instant low = from;
  Instant high = at;
  for (int probes = 0; probes < 200; ++probes) {
    const auto due = next_due(spec, zone, low);
    if (!due || *due > at || *due <= low) return best;
    best = low = *due;
    const Instant middle = low + (high - low) / 2;
    const auto later = next_due(spec, zone, middle);
    if (later && *later <= at) {
      if (*later > low) best = low = *later;
    } else {
      high = middle;
    }
  }
  return best;
}

// Looks back further and further, since most schedules were due not long ago.
std::optional<Instant> last_answer(const CalendarSpec& spec, const TimeZone& zone, Instant at) {
  using std::chrono::hours;
  constexpr Instant oldest{hours{48}};
  constexpr Duration steps[] = {seconds{70},     hours{1},         hours{25},        hours{24 * 8},
                                hours{24 * 400}, hours{24 * 3000}, hours{24 * 90000}};
  if (at < oldest) return std::nullopt;
  for (const Duration back : steps) {
    const Instant from = at - oldest > back ? at - back : oldest;
    if (const auto found = last_answer(spec, zone, from, at)) return found;
    if (from == oldest) break;
  }
  return std::nullopt;
}

}  // namespace

const TimeZone& zone_of(const CalendarSpec& spec, TimeZones& zones) {
  return spec.zone.empty() ? zones.local() : zones.zone(spec.zone);
}

std::optional<Instant> next_due(const CalendarSpec& spec, const TimeZone& zone, Instant after) {
  constexpr Instant never_after{std::chrono::sys_days{std::chrono::year{max_year + 2} / 1 / 1}};
  if (after > never_after) return std::nullopt;
  const Instant base = std::max(after, Instant{microseconds{-1}});
  CalendarSearch search(spec, zone, first_guess(spec, zone, base));
  return search.first_from(base + microseconds{1});
}

std::optional<Instant> previous_due(const CalendarSpec& spec, const TimeZone& zone, Instant at) {
  const auto last = last_answer(spec, zone, at);
  const ZoneSpan* second = last ? second_pass(zone, *last) : nullptr;
  if (second == nullptr) return last;
  const auto first = last_answer(spec, zone, Instant{seconds{second->begin}} - microseconds{1});
  const auto next = first ? next_due(spec, zone, *first) : std::nullopt;
  return next && *next <= at && *next > *first ? last : first;
}

void visit_due(const CalendarSpec& spec, const TimeZone& zone, Instant from, Instant to,
               const std::function<bool(Instant)>& visit) {
  Instant at = from;
  if (second_pass(zone, from) != nullptr) at = previous_due(spec, zone, from).value_or(from);
  while (at < to) {
    const auto due = next_due(spec, zone, at);
    if (!due || *due > to) return;
    if (*due > from && *due > at && !visit(*due)) return;
    at = *due > at ? *due : at + std::chrono::hours{1};
  }
}

}  // namespace sa
