#include "core/due_instants.h"

#include <algorithm>

namespace sa {
namespace {

constexpr Instant end_of_time{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}};

}  // namespace

DueInstants::DueInstants(const Schedule& schedule, TimeZones& zones, Instant from) : last_(from) {
  for (const CalendarSpec& spec : schedule.calendars) {
    Part part{&spec, &zone_of(spec, zones), std::nullopt};
    visit_due(spec, *part.zone, from, end_of_time, [&part](Instant at) {
      part.due = at;
      return false;
    });
    parts_.push_back(part);
  }
  if (!schedule.every.empty()) every_ = *std::ranges::min_element(schedule.every);
}

void DueInstants::advance(Part& part) {
  const Instant last = *part.due;
  for (Instant at = last; at < end_of_time; at += std::chrono::hours{1}) {
    part.due = next_due(*part.spec, *part.zone, at);
    if (!part.due || *part.due > last) return;
  }
}

std::optional<Instant> DueInstants::next() {
  std::optional<Instant> due;
  if (every_ && last_ < end_of_time) due = last_ + *every_;
  for (const Part& part : parts_) {
    if (part.due && (!due || *part.due < *due)) due = part.due;
  }
  if (!due) return std::nullopt;
  for (Part& part : parts_) {
    if (part.due == due) advance(part);
  }
  last_ = *due;
  return due;
}

}  // namespace sa
