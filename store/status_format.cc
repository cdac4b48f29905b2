#include "store/record_format.h"
#include "store/run_facts.h"

namespace sa {

using namespace flat;

namespace {

fb::Offset<format::Verdict> verdict(fb::FlatBufferBuilder& builder, const Verdict& value) {
  const auto reason = text(builder, value.reason);
  return format::CreateVerdict(builder, number(value.health), reason, optional_usec(value.since));
}
Verdict verdict(const format::Verdict& record) {
  return {word(record.health(), Health::stale, "a verdict"), text(record.reason()),
          optional_instant(record.since())};
}

fb::Offset<fb::Vector<fb::Offset<format::HealthChange>>> changes(
    fb::FlatBufferBuilder& builder, const std::vector<HealthChange>& list) {
  std::vector<fb::Offset<format::HealthChange>> offsets;
  for (const auto& change : list) {
    const auto then = verdict(builder, change.verdict);
    offsets.push_back(format::CreateHealthChange(builder, usec(change.at), then));
  }
  return builder.CreateVector(offsets);
}

fb::Offset<format::StatusRun> status_run(fb::FlatBufferBuilder& builder, const Run& run) {
  const auto facts = facts_of(run, {}, 0);
  const auto unit = text(builder, run.unit);
  const auto trigger_unit = text(builder, run.trigger.unit);
  const auto host = text(builder, run.host);
  const auto reason = text(builder, run.reason);
  const auto trigger_by = text(builder, run.trigger.by);
  const format::Id boot = id128(run.boot);
  return format::CreateStatusRun(builder, &facts, usec(run.at), unit, trigger_unit, host, &boot,
                                 reason, trigger_by);
}

Run status_run(const format::StatusRun& record) {
  Run run;
  set_run(*record.facts(), run);
  run.at = instant(record.at());
  run.unit = text(record.unit());
  run.trigger.unit = text(record.trigger_unit());
  run.trigger.by = text(record.trigger_by());
  run.host = text(record.host());
  run.reason = text(record.reason());
  run.boot = id128(*record.boot());
  return run;
}

}  // namespace

void encode_unit_status(const UnitStatus& unit, std::string& out) {
  fb::FlatBufferBuilder builder;
  const auto name = builder.CreateSharedString(unit.unit);
  const auto job = text(builder, unit.job);
  const auto team = text(builder, unit.team);
  const auto tags = texts(builder, unit.tags);
  const auto timers = texts(builder, unit.timers);
  const auto schedule = texts(builder, unit.schedule);
  const auto first = verdict(builder, unit.outlook.verdict);
  const auto later = changes(builder, unit.outlook.changes);
  const auto run = unit.last_run ? status_run(builder, *unit.last_run) : 0;
  const auto paused = pause(builder, unit.paused);
  const auto retired = retirement(builder, unit.retired);
  const auto root = format::CreateUnitStatus(
      builder, name, job, team, tags, timers, schedule, first, later, run,
      optional_usec(unit.last_success), optional_usec(unit.next_due),
      optional_usec(unit.expected_by), optional_usec(unit.grace), optional_usec(unit.deadline),
      unit.consecutive_failures, paused, retired);
  finish(builder, root.Union(), Kind::status_unit, {}, out);
}

UnitStatus decode_unit_status(Bytes value) {
  AlignedCopy copy(unseal(Kind::status_unit, {}, value, "a unit's status"));
  const auto& record = copy.root<format::UnitStatus>("a unit's status");
  UnitStatus unit;
  unit.unit = record.unit()->str();
  unit.job = text(record.job());
  unit.team = text(record.team());
  unit.tags = texts(record.tags());
  unit.timers = texts(record.timers());
  unit.schedule = texts(record.schedule());
  unit.outlook.verdict = verdict(*record.verdict());
  if (record.changes() != nullptr)
    for (const auto* change : *record.changes())
      unit.outlook.changes.push_back({instant(change->at()), verdict(*change->verdict())});
  if (record.last_run() != nullptr) unit.last_run = status_run(*record.last_run());
  unit.last_success = optional_instant(record.last_success());
  unit.next_due = optional_instant(record.next_due());
  unit.expected_by = optional_instant(record.expected_by());
  unit.grace = optional_span(record.grace());
  unit.deadline = optional_span(record.deadline());
  unit.consecutive_failures = record.consecutive_failures();
  unit.paused = pause(record.paused());
  unit.retired = retirement(record.retired());
  return unit;
}

}  // namespace sa
