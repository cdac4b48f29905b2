#include "core/posix_rule.h"

#include "core/ascii.h"

#include <chrono>

namespace sa {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char wanted) {
    if (peek() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<int> number() {
    if (!is_digit(peek())) return std::nullopt;
    int value = 0;
    while (is_digit(peek()) && value < 100000) {
      value = value * 10 + (peek() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  std::optional<std::string> name() {
    const bool quoted = take('<');
    std::size_t size = 0;
    while (size < rest_.size() && belongs_to_name(rest_[size], quoted)) ++size;
    std::string found(rest_.substr(0, size));
    rest_.remove_prefix(size);
    if (found.empty() || (quoted && !take('>'))) return std::nullopt;
    return found;
  }

  // [+-]hh[:mm[:ss]] in seconds.
  std::optional<std::int32_t> clock() {
    const bool negative = take('-');
    if (!negative) take('+');
    const auto hours = number();
    if (!hours) return std::nullopt;
    std::int32_t seconds = *hours * 3600;
    for (const int unit : {60, 1}) {
      if (!take(':')) break;
      const auto part = number();
      if (!part) return std::nullopt;
      seconds += *part * unit;
    }
    return negative ? -seconds : seconds;
  }

 private:
  static bool belongs_to_name(char c, bool quoted) { return quoted ? c != '>' : is_letter(c); }

  std::string_view rest_;
};

std::optional<unsigned> number_within(Reader& reader, int low, int high) {
  const auto value = reader.number();
  if (!value || *value < low || *value > high) return std::nullopt;
  return static_cast<unsigned>(*value);
}

std::optional<YearlyDate> parse_date(Reader& reader) {
  if (!reader.take(',') || !reader.take('M')) return std::nullopt;
  const auto month = number_within(reader, 1, 12);
  if (!month || !reader.take('.')) return std::nullopt;
  const auto week = number_within(reader, 1, 5);
  if (!week || !reader.take('.')) return std::nullopt;
  const auto weekday = number_within(reader, 0, 6);
  if (!weekday) return std::nullopt;
  YearlyDate date{*month, *week, *weekday, 7200};
  if (reader.take('/')) {
    const auto seconds = reader.clock();
    if (!seconds) return std::nullopt;
    date.seconds = *seconds;
  }
  return date;
}

// Seconds since 1970 as a local clock counts them.
std::int64_t local_seconds(const YearlyDate& date, int year) {
  using namespace std::chrono;
  const auto month = std::chrono::year{year} / std::chrono::month{date.month};
  const std::chrono::weekday weekday{date.weekday};
  const sys_days day =
      date.week == 5 ? sys_days{month / weekday[last]} : sys_days{month / weekday[date.week]};
  return sys_seconds{day}.time_since_epoch().count() + date.seconds;
}

}  // namespace

std::optional<PosixRule> parse_posix_rule(std::string_view text) {
  Reader reader(text);
  PosixRule rule;
  const auto standard = reader.name();
  const auto west = standard ? reader.clock() : std::nullopt;
  const auto dst = west ? reader.name() : std::nullopt;
  if (!dst) return std::nullopt;
  rule.standard_name = *standard;
  rule.dst_name = *dst;
  rule.standard_offset = -*west;
  rule.dst_offset = rule.standard_offset + 3600;
  if (reader.peek() != ',') {
    const auto dst_west = reader.clock();
    if (!dst_west) return std::nullopt;
    rule.dst_offset = -*dst_west;
  }
  const auto begins = parse_date(reader);
  const auto ends = begins ? parse_date(reader) : std::nullopt;
  if (!ends || !reader.at_end()) return std::nullopt;
  rule.dst_begins = *begins;
  rule.dst_ends = *ends;
  return rule;
}

std::array<RuleChange, 2> changes_in(const PosixRule& rule, int year) {
  const RuleChange begins{local_seconds(rule.dst_begins, year) - rule.standard_offset, true};
  const RuleChange ends{local_seconds(rule.dst_ends, year) - rule.dst_offset, false};
  if (begins.at < ends.at) return {begins, ends};
  return {ends, begins};
}

}  // namespace sa
