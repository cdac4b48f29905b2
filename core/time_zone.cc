#include "core/time_zone.h"

#include "core/error.h"
#include "core/posix_rule.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include <date/tz.h>

namespace sa {
namespace {

// systemd looks no further than 2199, and libc searches 8.5 years around for an asked-for DST.
constexpr int last_year = 2209;

struct NamedSpan {
  ZoneSpan span;
  std::string abbreviation;
};

std::vector<NamedSpan> listed_spans(const date::time_zone& zone) {
  using namespace std::chrono;
  constexpr date::sys_seconds after_all = date::sys_days{date::year{2900} / 1 / 1};
  std::vector<NamedSpan> spans;
  date::sys_seconds at = date::sys_days{date::year{1969} / 1 / 1};
  while (at < after_all) {
    const date::sys_info info = zone.get_info(at);
    const bool dst = info.save != minutes{0};
    spans.push_back(
        {{at.time_since_epoch().count(), static_cast<std::int32_t>(info.offset.count()), dst},
         info.abbrev});
    at = info.end;
  }
  return spans;
}

// The library leaves out the rule that holds after the listed changes, so read it here: the last
// line of the file. nullopt: no daylight saving then.
std::optional<PosixRule> rule_of(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty() || text.back() != '\n') return std::nullopt;
  text.pop_back();
  return parse_posix_rule(std::string_view(text).substr(text.rfind('\n') + 1));
}

void append_change(const PosixRule& rule, const RuleChange& change, std::vector<NamedSpan>& spans) {
  if (change.at <= spans.back().span.begin || change.dst == spans.back().span.dst) return;
  spans.push_back({{change.at, change.dst ? rule.dst_offset : rule.standard_offset, change.dst},
                   change.dst ? rule.dst_name : rule.standard_name});
}

void append_rule(const PosixRule& rule, std::vector<NamedSpan>& spans) {
  using namespace std::chrono;
  const sys_days last{floor<days>(sys_seconds{seconds{spans.back().span.begin}})};
  for (int year = int{year_month_day{last}.year()}; year <= last_year; ++year) {
    for (const RuleChange& change : changes_in(rule, year)) append_change(rule, change, spans);
  }
}

// As glibc finds them for an instant: what holds then, and the next other one, if there is any.
std::array<std::string, 2> abbreviations_of(const std::vector<NamedSpan>& spans) {
  constexpr std::int64_t years_ahead = 1893456000;  // 2030-01-01
  std::array<std::string, 2> names;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (i + 1 < spans.size() && spans[i + 1].span.begin <= years_ahead) continue;
    std::string& name = names[spans[i].span.dst ? 1 : 0];
    if (name.empty()) name = spans[i].abbreviation;
  }
  if (names[0].empty()) names[0] = names[1];
  if (names[1].empty()) names[1] = names[0];
  return names;
}

TimeZone loaded(const date::time_zone& zone) {
  std::vector<NamedSpan> named = listed_spans(zone);
  if (const auto rule = rule_of(zone.name())) append_rule(*rule, named);
  std::vector<ZoneSpan> spans;
  spans.reserve(named.size());
  for (const NamedSpan& each : named) spans.push_back(each.span);
  return {zone.name(), std::move(spans), abbreviations_of(named)};
}

const date::tzdb& database() {
  try {
    return date::get_tzdb();
  } catch (const std::exception& cause) {
    throw Error(std::string("read the time zone database, install tzdata: ") + cause.what());
  }
}

const date::time_zone* located(const date::tzdb& zones, std::string_view name) {
  const auto found = std::lower_bound(
      zones.zones.begin(), zones.zones.end(), name,
      [](const date::time_zone& zone, std::string_view wanted) { return zone.name() < wanted; });
  return found != zones.zones.end() && found->name() == name ? &*found : nullptr;
}

}  // namespace

TimeZone::TimeZone() : TimeZone("UTC", {{0, 0, false}}, {"UTC", "UTC"}) {}

TimeZone::TimeZone(std::string name, std::vector<ZoneSpan> spans,
                   std::array<std::string, 2> abbreviations)
    : name_(std::move(name)), spans_(std::move(spans)), abbreviations_(std::move(abbreviations)) {}

std::size_t TimeZone::span_at(std::int64_t second, std::size_t near) const {
  const bool from = near == 0 || second >= spans_[near].begin;
  const bool until = near + 1 == spans_.size() || second < spans_[near + 1].begin;
  if (from && until) return near;
  const auto after = std::upper_bound(
      spans_.begin() + 1, spans_.end(), second,
      [](std::int64_t wanted, const ZoneSpan& span) { return wanted < span.begin; });
  return static_cast<std::size_t>(after - spans_.begin()) - 1;
}

TimeZones::TimeZones(std::string_view local) : local_name_(local) {}

const TimeZone& TimeZones::zone(std::string_view name) {
  if (const TimeZone* found = find(name)) return *found;
  throw Error("load time zone '" + std::string(name) +
              "': not in /usr/share/zoneinfo, install tzdata or name another zone");
}

const TimeZone* TimeZones::find(std::string_view name) {
  if (name == "UTC") return &utc_;
  if (const auto known = loaded_.find(name); known != loaded_.end()) return known->second.get();
  const date::time_zone* zone = located(database(), name);
  if (zone == nullptr) return nullptr;
  try {
    auto owned = std::make_unique<const TimeZone>(loaded(*zone));
    return loaded_.emplace(name, std::move(owned)).first->second.get();
  } catch (const std::runtime_error& cause) {
    throw Error("load time zone '" + std::string(name) + "': " + cause.what());
  }
}

}  // namespace sa
