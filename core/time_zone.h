#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A stretch of time in which a zone's clock keeps one offset.
struct ZoneSpan {
  std::int64_t begin;   // seconds since 1970 UTC; it lasts until the next span's begin
  std::int32_t offset;  // seconds east of UTC
  bool dst;
  friend bool operator==(const ZoneSpan&, const ZoneSpan&) = default;
};

// The clock of one zone, as a table: a value, 4 to 10 KB.
class TimeZone {
 public:
  // UTC itself: no daylight saving, no database needed.
  TimeZone();
  // `spans`: ascending and not empty; the first one holds for all time before it too.
  TimeZone(std::string name, std::vector<ZoneSpan> spans, std::array<std::string, 2> abbreviations);

  const std::string& name() const { return name_; }
  // What the zone calls standard time [0] and daylight saving time [1] in the years ahead; the same
  // twice where it has none. This is what glibc puts into tzname.
  const std::array<std::string, 2>& abbreviations() const { return abbreviations_; }

  const std::vector<ZoneSpan>& spans() const { return spans_; }
  // The index of the span that holds at `second`. `near` is where to look first: consecutive
  // questions are mostly about the same span.
  std::size_t span_at(std::int64_t second, std::size_t near = 0) const;

 private:
  std::string name_;
  std::vector<ZoneSpan> spans_;
  std::array<std::string, 2> abbreviations_;
};

// The zones that were asked for, each read once from the system's time zone database: the first
// costs 2 to 9 ms, for the database is listed then, every further one well below 1 ms. References
// live as long as this object does.
class TimeZones {
 public:
  // `local`: IANA name of the zone that schedules without a zone are meant in. It is not read until
  // it is needed.
  explicit TimeZones(std::string_view local = "UTC");

  // Throws Error when the database has no such zone.
  const TimeZone& local() { return zone(local_name_); }
  // nullptr: there is no such zone. Names are exact ("europe/berlin" is none). The directories
  // right/ and posix/ of the database and the files Factory, localtime and posixrules, which
  // systemd would take too, are none here. Throws Error when the database cannot be read.
  const TimeZone* find(std::string_view name);
  // As find, but a zone that is not there is an Error too.
  const TimeZone& zone(std::string_view name);

 private:
  std::string local_name_;
  TimeZone utc_;
  std::map<std::string, std::unique_ptr<const TimeZone>, std::less<>> loaded_;
};

}  // namespace sa
