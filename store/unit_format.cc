#include "store/flat_record.h"
#include "store/record_format.h"

namespace sa {

using namespace flat;

namespace {

fb::Optional<std::uint8_t> health(const std::optional<Health>& known) {
  return known ? fb::Optional<std::uint8_t>(number(*known)) : fb::nullopt;
}
std::optional<Health> health(fb::Optional<std::uint8_t> value) {
  if (!value) return std::nullopt;
  return word(*value, Health::stale, "a unit");
}

fb::Offset<format::Timer> timer(fb::FlatBufferBuilder& builder, const TimerRecord& known) {
  const auto name = builder.CreateString(known.name);
  const auto schedule = texts(builder, known.schedule);
  const auto held = pause(builder, known.pause);
  std::vector<fb::Offset<format::Pause>> earlier;
  for (const auto& span : known.earlier_pauses) earlier.push_back(pause(builder, span));
  const auto earlier_list = earlier.empty() ? 0 : builder.CreateVector(earlier);
  return format::CreateTimer(
      builder, name, optional_usec(known.last_used_trigger), schedule, usec(known.accuracy),
      usec(known.random_delay), known.persistent, known.is_transient, optional_usec(known.since),
      optional_usec(known.stopped), optional_usec(known.next_due), held, earlier_list);
}
std::vector<PausedSpan> pauses(const fb::Vector<fb::Offset<format::Pause>>* records) {
  std::vector<PausedSpan> spans;
  if (records == nullptr) return spans;
  for (const auto* record : *records)
    if (auto span = pause(record)) spans.push_back(std::move(*span));
  return spans;
}
TimerRecord timer(const format::Timer& record) {
  return {record.name()->str(),
          optional_instant(record.last_used_trigger()),
          texts(record.schedule()),
          Duration(record.accuracy()),
          Duration(record.random_delay()),
          record.persistent(),
          record.is_transient(),
          optional_instant(record.since()),
          optional_instant(record.stopped()),
          optional_instant(record.next_due()),
          pause(record.pause()),
          pauses(record.earlier_pauses())};
}

fb::Offset<format::Change> change(fb::FlatBufferBuilder& builder, const Change& known) {
  const auto verb = text(builder, known.verb);
  const auto unit = text(builder, known.unit);
  const auto by = text(builder, known.by);
  const auto reason = text(builder, known.reason);
  return format::CreateChange(builder, usec(known.at), verb, unit, by, optional_usec(known.until),
                              reason);
}
Change change(const format::Change& record) {
  return {instant(record.at()),
          text(record.verb()),
          text(record.unit()),
          text(record.by()),
          optional_instant(record.until()),
          text(record.reason())};
}

fb::Offset<format::Telling> telling(fb::FlatBufferBuilder& builder, const Boxed<Notice>& known) {
  if (!known) return 0;
  const auto reason = text(builder, known->reason);
  const auto targets = texts(builder, known->targets);
  const format::Id invocation = id128(known->invocation.value_or(Id128{}));
  return format::CreateTelling(
      builder, usec(known->decided.value_or(Instant{})), number(known->health), number(known->was),
      optional_usec(known->since), reason, known->invocation ? &invocation : nullptr,
      optional_usec(known->run_began), optional_usec(known->run_ended), targets);
}
std::optional<Notice> telling(const format::Telling* record, const UnitRecord& unit) {
  if (record == nullptr) return std::nullopt;
  Notice notice;
  notice.unit = unit.unit;
  notice.job = unit.job;
  notice.team = unit.team;
  notice.decided = instant(record->decided());
  notice.health = word(record->health(), Health::stale, "a unit");
  notice.was = word(record->was(), Health::stale, "a unit");
  notice.since = optional_instant(record->since());
  notice.reason = text(record->reason());
  if (record->invocation() != nullptr) notice.invocation = id128(*record->invocation());
  notice.run_began = optional_instant(record->began());
  notice.run_ended = optional_instant(record->ended());
  notice.targets = texts(record->targets());
  return notice;
}

}  // namespace

void encode_unit(const UnitRecord& unit, std::uint32_t id, std::string& out) {
  fb::FlatBufferBuilder builder;
  std::vector<fb::Offset<format::Timer>> timers;
  for (const auto& known : unit.timers) timers.push_back(timer(builder, known));
  const auto timer_list = builder.CreateVector(timers);
  const auto name = builder.CreateString(unit.unit);
  const auto job = text(builder, unit.job);
  const auto team = text(builder, unit.team);
  const auto tags = texts(builder, unit.tags);
  const auto retired = retirement(builder, unit.retired);
  const auto notify = texts(builder, unit.notify);
  std::vector<fb::Offset<format::Change>> changes;
  for (const auto& known : unit.changes) changes.push_back(change(builder, known));
  const auto change_list = changes.empty() ? 0 : builder.CreateVector(changes);
  const auto under_way = telling(builder, unit.telling);
  const format::Id fatal_run = id128(unit.fatal_run.value_or(Id128{}));
  const auto root = format::CreateUnitRecord(
      builder, name, job, team, tags, timer_list, unit.consecutive_failures,
      optional_usec(unit.last_success), optional_usec(unit.expected_since),
      optional_usec(unit.served_up_to), optional_usec(unit.accounted_up_to), unit.missed_in_a_row,
      retired, unit.has_section, optional_usec(unit.grace), optional_usec(unit.deadline),
      unit.alert_after, notify, health(unit.told), optional_usec(unit.exempt_until),
      unit.fatal_run ? &fatal_run : nullptr, change_list, under_way);
  finish(builder, root.Union(), Kind::unit, bytes_of(id), out);
}

UnitRecord decode_unit(Bytes value, std::uint32_t id) {
  AlignedCopy copy(unseal(Kind::unit, bytes_of(id), value, "a unit"));
  const auto& record = copy.root<format::UnitRecord>("a unit");
  UnitRecord unit;
  unit.unit = record.unit()->str();
  unit.job = text(record.job());
  unit.team = text(record.team());
  unit.tags = texts(record.tags());
  if (record.timers() != nullptr)
    for (const auto* known : *record.timers()) unit.timers.push_back(timer(*known));
  unit.consecutive_failures = record.consecutive_failures();
  unit.last_success = optional_instant(record.last_success());
  unit.expected_since = optional_instant(record.expected_since());
  unit.served_up_to = optional_instant(record.served_up_to());
  unit.accounted_up_to = optional_instant(record.accounted_up_to());
  unit.missed_in_a_row = record.missed_in_a_row();
  unit.retired = retirement(record.retired());
  unit.has_section = record.has_section();
  unit.grace = optional_span(record.grace());
  unit.deadline = optional_span(record.deadline());
  unit.alert_after = record.alert_after();
  unit.notify = texts(record.notify());
  unit.told = health(record.told());
  unit.exempt_until = optional_instant(record.exempt_until());
  if (record.fatal_run() != nullptr) unit.fatal_run = id128(*record.fatal_run());
  if (record.changes() != nullptr)
    for (const auto* known : *record.changes()) unit.changes.push_back(change(*known));
  unit.telling = telling(record.telling(), unit);
  return unit;
}

}  // namespace sa
