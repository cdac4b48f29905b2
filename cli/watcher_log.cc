#include "cli/watcher_log.h"

#include "cli/json_reading.h"
#include "cli/told_lines.h"
#include "core/error.h"
#include "store/status_file.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

UnitRecord record_of(const UnitStatus& status) {
  UnitRecord record;
  record.unit = status.unit;
  record.job = status.job;
  record.team = status.team;
  record.tags = status.tags;
  for (const std::string& timer : status.timers) record.timers.push_back({timer, std::nullopt});
  record.retired = status.retired;
  return record;
}

bool begins_with(const Id128& id, std::string_view hex) {
  const std::string text = to_string(id);
  return std::ranges::equal(hex, text.substr(0, hex.size()), [](char a, char b) {
    return (a >= 'A' && a <= 'F' ? a - 'A' + 'a' : a) == b;
  });
}

Reading reading_of_runs(const Span& span, Order order) {
  Reading reading;
  reading.from = span.from;
  reading.to = span.to;
  reading.oldest_first = order == Order::oldest_first;
  return reading;
}

}  // namespace

std::vector<std::string> told_by_watcher(const Reading& reading) {
  std::vector<std::string> command = {SA_ASK_PROGRAM, "read"};
  const auto arguments = arguments_of(reading);
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

WatcherLog::WatcherLog(std::filesystem::path status, std::string forbidden)
    : status_(std::move(status)), forbidden_(std::move(forbidden)) {}

std::vector<UnitRecord> WatcherLog::units() const {
  try {
    std::vector<UnitRecord> records;
    for (const UnitStatus& status : read_status(status_).status.units)
      records.push_back(record_of(status));
    return records;
  } catch (const Error&) {
    throw Error(forbidden_);
  }
}

std::optional<UnitRecord> WatcherLog::unit(std::string_view name) const {
  for (auto& record : units())
    if (record.unit == name) return std::move(record);
  return std::nullopt;
}

void WatcherLog::visit(const Reading& reading, const RunVisitor& visit) const {
  visit_told_lines(told_by_watcher(reading), forbidden_,
                   [&](std::string_view line) { return visit(run_of_json(line)); });
}

void WatcherLog::visit_runs_of(std::string_view unit, const Span& span, Order order,
                               const RunVisitor& visitor) const {
  Reading reading = reading_of_runs(span, order);
  reading.units.emplace_back(unit);
  visit(reading, visitor);
}

void WatcherLog::visit_runs(const Span& span, Order order, const RunVisitor& visitor) const {
  visit(reading_of_runs(span, order), visitor);
}

std::vector<UnitSlot> WatcherLog::slots_of(std::string_view unit, const Span& span) const {
  Reading reading = reading_of_runs(span, Order::oldest_first);
  reading.what = Reading::What::slots;
  reading.units.emplace_back(unit);
  std::vector<UnitSlot> slots;
  visit_told_lines(told_by_watcher(reading), forbidden_, [&](std::string_view line) {
    slots.push_back(slot_of_json(line));
    return Visit::go_on;
  });
  return slots;
}

std::vector<Change> WatcherLog::changes_of(std::string_view unit) const {
  Reading reading;
  reading.what = Reading::What::changes;
  reading.units.emplace_back(unit);
  std::vector<Change> changes;
  visit_told_lines(told_by_watcher(reading), forbidden_, [&](std::string_view line) {
    changes.push_back(change_of_json(line));
    return Visit::go_on;
  });
  return changes;
}

std::vector<Run> WatcherLog::runs_with_invocation(std::string_view hex_prefix,
                                                  std::size_t limit) const {
  std::vector<Run> found;
  visit_runs({}, Order::oldest_first, [&](const Run& run) {
    if (run.has_invocation && begins_with(run.identity, hex_prefix)) found.push_back(run);
    return found.size() == limit ? Visit::stop : Visit::go_on;
  });
  return found;
}

std::optional<std::vector<std::string>> WatcherLog::output_command(const Reading& reading) const {
  return told_by_watcher(reading);
}

}  // namespace sa
