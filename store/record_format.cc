#include "store/record_format.h"

#include "core/error.h"
#include "store/checksum.h"

#include <array>
#include <cstring>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include "store/record_generated.h"
#pragma GCC diagnostic pop

namespace sa {
namespace {

namespace fb = flatbuffers;

enum Present : std::uint16_t {
  has_began = 1,
  has_ended = 2,
  has_due = 4,
  has_trigger_time = 8,
  has_cpu = 16,
  has_pid = 32,
  has_exit_status = 64,
  has_exit_signal = 128,
  has_result = 256,
  has_invocation = 512,
  has_reason = 1024,
  is_inferred = 2048,
  all_present = 4095
};

template <typename Integer>
Bytes bytes_of(const Integer& key) {
  return {reinterpret_cast<const char*>(&key), sizeof key};
}

std::int64_t usec(Instant instant) {
  return instant.time_since_epoch().count();
}
std::int64_t usec(Duration span) {
  return span.count();
}
Instant instant(std::int64_t usec) {
  return Instant(Duration(usec));
}

template <typename Time>
fb::Optional<std::int64_t> optional_usec(const std::optional<Time>& time) {
  return time ? fb::Optional<std::int64_t>(usec(*time)) : fb::nullopt;
}
std::optional<Instant> optional_instant(fb::Optional<std::int64_t> value) {
  return value ? std::optional(instant(*value)) : std::nullopt;
}
std::optional<Duration> optional_span(fb::Optional<std::int64_t> value) {
  return value ? std::optional(Duration(*value)) : std::nullopt;
}

// FlatBuffers reads integers in place, LMDB's values lie at any even address.
class AlignedCopy {
 public:
  explicit AlignedCopy(Bytes bytes) : size_(bytes.size()) {
    if (bytes.size() > sizeof small_) large_.resize(bytes.size() / 8 + 1);
    if (!bytes.empty()) std::memcpy(data(), bytes.data(), bytes.size());
  }
  template <typename Table>
  const Table& root(const char* what) {
    fb::Verifier verifier(data(), size_);
    if (!verifier.VerifyBuffer<Table>(nullptr))
      throw Damaged(std::string("cannot read ") + what + ": its fields do not add up");
    return *fb::GetRoot<Table>(data());
  }

 private:
  std::uint8_t* data() {
    return large_.empty() ? small_.data() : reinterpret_cast<std::uint8_t*>(large_.data());
  }
  alignas(8) std::array<std::uint8_t, 256> small_;
  std::vector<std::uint64_t> large_;
  std::size_t size_;
};

void finish(fb::FlatBufferBuilder& builder, fb::Offset<void> root, Kind kind, Bytes key,
            std::string& out) {
  builder.Finish(root);
  out.clear();
  seal(kind, key, {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()},
       out);
}

template <typename Enum>
Enum checked(std::uint8_t value, Enum last, const char* what) {
  if (value > static_cast<std::uint8_t>(last))
    throw Damaged(std::string("cannot read ") + what + ": it holds an unknown word");
  return static_cast<Enum>(value);
}

std::string text(const fb::String* string) {
  return string == nullptr ? std::string() : string->str();
}
fb::Offset<fb::String> text(fb::FlatBufferBuilder& builder, const std::string& string) {
  return string.empty() ? 0 : builder.CreateSharedString(string);
}

using Texts = fb::Vector<fb::Offset<fb::String>>;

std::vector<std::string> texts(const Texts* list) {
  std::vector<std::string> result;
  if (list == nullptr) return result;
  result.reserve(list->size());
  for (const auto* string : *list) result.push_back(string->str());
  return result;
}
fb::Offset<Texts> texts(fb::FlatBufferBuilder& builder, const std::vector<std::string>& list) {
  std::vector<fb::Offset<fb::String>> offsets;
  for (const auto& string : list) offsets.push_back(builder.CreateSharedString(string));
  return offsets.empty() ? 0 : builder.CreateVector(offsets);
}

std::uint16_t present_of(const Run& run) {
  const int bits = (run.began ? has_began : 0) | (run.ended ? has_ended : 0) |
                   (run.due ? has_due : 0) | (run.trigger.time ? has_trigger_time : 0) |
                   (run.cpu ? has_cpu : 0) | (run.pid ? has_pid : 0) |
                   (run.exit_status ? has_exit_status : 0) |
                   (run.exit_signal ? has_exit_signal : 0) | (run.result ? has_result : 0) |
                   (run.has_invocation ? has_invocation : 0) |
                   (run.reason.empty() ? 0 : has_reason) | (run.trigger.inferred ? is_inferred : 0);
  return static_cast<std::uint16_t>(bits);
}

template <typename Time>
std::int64_t usec_or_0(const std::optional<Time>& time) {
  return time ? usec(*time) : 0;
}

format::RunFacts facts_of(const Run& run, const RunNames& names, std::uint16_t shift) {
  return {usec_or_0(run.began),
          usec_or_0(run.ended),
          usec_or_0(run.due),
          usec_or_0(run.trigger.time),
          usec_or_0(run.cpu),
          fb::span<const std::uint8_t, 16>(run.identity.bytes),
          names.unit,
          names.host,
          names.boot,
          names.trigger_unit,
          run.attempt,
          run.pid.value_or(0),
          run.exit_status.value_or(0),
          run.exit_signal.value_or(0),
          static_cast<std::uint8_t>(run.state),
          static_cast<std::uint8_t>(run.result.value_or(Result::success)),
          static_cast<std::uint8_t>(run.trigger.type),
          static_cast<std::uint8_t>(run.recorded_by),
          present_of(run),
          shift};
}

template <typename Value, typename Raw>
std::optional<Value> if_present(std::uint16_t present, Present bit, Raw value) {
  return (present & bit) != 0 ? std::optional<Value>(Value(value)) : std::nullopt;
}
std::optional<Instant> instant_if(std::uint16_t present, Present bit, std::int64_t value) {
  return (present & bit) != 0 ? std::optional(instant(value)) : std::nullopt;
}

void set_words(const format::RunFacts& facts, Run& run) {
  run.state = checked(facts.state(), State::missed, "a run");
  run.trigger.type = checked(facts.trigger_type(), TriggerType::boot, "a run");
  run.recorded_by = checked(facts.recorded_by(), RecordedBy::schedule, "a run");
  const auto result = checked(facts.result(), Result::exec_condition, "a run");
  run.result = if_present<Result>(facts.present(), has_result, result);
}

void set_run(const format::RunFacts& facts, Run& run) {
  const auto present = facts.present();
  if (present > all_present) throw Damaged("cannot read a run: it holds unknown fields");
  std::memcpy(run.identity.bytes.data(), facts.identity()->Data(), 16);
  run.has_invocation = (present & has_invocation) != 0;
  run.attempt = facts.attempt();
  run.trigger.time = instant_if(present, has_trigger_time, facts.trigger_time());
  run.trigger.inferred = (present & is_inferred) != 0;
  run.due = instant_if(present, has_due, facts.due());
  run.began = instant_if(present, has_began, facts.began());
  run.ended = instant_if(present, has_ended, facts.ended());
  run.exit_status = if_present<std::int32_t>(present, has_exit_status, facts.exit_status());
  run.exit_signal = if_present<std::int32_t>(present, has_exit_signal, facts.exit_signal());
  run.pid = if_present<std::uint32_t>(present, has_pid, facts.pid());
  run.cpu = if_present<Duration>(present, has_cpu, facts.cpu());
  set_words(facts, run);
}

}  // namespace

void encode_run(const Run& run, const RunNames& names, RunKey key, std::string& out) {
  const auto shift = static_cast<std::int64_t>(key >> 12) - usec(run.at);
  fb::FlatBufferBuilder builder(256);
  const auto facts = facts_of(run, names, static_cast<std::uint16_t>(shift));
  const auto root = format::CreateRunRecord(builder, &facts, optional_usec(run.late));
  finish(builder, root.Union(), Kind::run, bytes_of(key), out);
}

RunRest decode_run(Bytes value, RunKey key, Run& run) {
  AlignedCopy copy(unseal(Kind::run, bytes_of(key), value, "a run"));
  const auto& record = copy.root<format::RunRecord>("a run");
  const auto& facts = *record.facts();
  set_run(facts, run);
  run.late = optional_span(record.late());
  run.at = instant(static_cast<std::int64_t>(key >> 12) - facts.shift());
  return {{facts.unit(), facts.host(), facts.boot(), facts.trigger_unit()},
          (facts.present() & has_reason) != 0};
}

void encode_reason(std::string_view reason, RunKey key, std::string& out) {
  fb::FlatBufferBuilder builder;
  const auto root = format::CreateReasonRecord(builder, builder.CreateString(reason));
  finish(builder, root.Union(), Kind::reason, bytes_of(key), out);
}

void decode_reason(Bytes value, RunKey key, std::string& reason) {
  AlignedCopy copy(unseal(Kind::reason, bytes_of(key), value, "a reason"));
  reason = copy.root<format::ReasonRecord>("a reason").reason()->string_view();
}

namespace {

fb::Offset<format::Pause> pause(fb::FlatBufferBuilder& builder,
                                const std::optional<PausedSpan>& span) {
  if (!span) return 0;
  const auto by = text(builder, span->by);
  const auto reason = text(builder, span->reason);
  return format::CreatePause(builder, by, usec(span->at), optional_usec(span->until), reason,
                             optional_usec(span->ended));
}
std::optional<PausedSpan> pause(const format::Pause* record) {
  if (record == nullptr) return std::nullopt;
  return PausedSpan{text(record->by()), instant(record->at()), optional_instant(record->until()),
                    text(record->reason()), optional_instant(record->ended())};
}

fb::Offset<format::Retirement> retirement(fb::FlatBufferBuilder& builder,
                                          const std::optional<Retirement>& retired) {
  if (!retired) return 0;
  const auto by = text(builder, retired->by);
  const auto reason = text(builder, retired->reason);
  return format::CreateRetirement(builder, by, usec(retired->at), reason);
}
std::optional<Retirement> retirement(const format::Retirement* record) {
  if (record == nullptr) return std::nullopt;
  return Retirement{text(record->by()), instant(record->at()), text(record->reason())};
}

fb::Offset<format::Timer> timer(fb::FlatBufferBuilder& builder, const TimerRecord& known) {
  const auto name = builder.CreateString(known.name);
  const auto schedule = texts(builder, known.schedule);
  const auto held = pause(builder, known.pause);
  return format::CreateTimer(builder, name, optional_usec(known.last_used_trigger), schedule,
                             usec(known.accuracy), usec(known.random_delay), known.persistent,
                             known.is_transient, optional_usec(known.since),
                             optional_usec(known.stopped), optional_usec(known.next_due), held);
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
          pause(record.pause())};
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
  const auto root = format::CreateUnitRecord(
      builder, name, job, team, tags, timer_list, unit.consecutive_failures,
      optional_usec(unit.last_success), optional_usec(unit.expected_since),
      optional_usec(unit.served_up_to), optional_usec(unit.accounted_up_to), unit.missed_in_a_row,
      retired, unit.has_section, optional_usec(unit.grace), optional_usec(unit.deadline),
      unit.alert_after);
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
  return unit;
}

void encode_slots(const SlotRange& range, Bytes key, std::string& out) {
  fb::FlatBufferBuilder builder;
  std::vector<format::Gap> gaps;
  for (const auto& gap : range.gaps) gaps.emplace_back(usec(gap.span), gap.times);
  const auto reason = text(builder, range.reason);
  const auto gap_list = builder.CreateVectorOfStructs(gaps);
  const auto root =
      format::CreateSlotRange(builder, usec(range.first), usec(range.last), range.count,
                              static_cast<std::uint8_t>(range.verdict), reason, gap_list);
  finish(builder, root.Union(), Kind::slots, key, out);
}

SlotRange decode_slots(Bytes value, Bytes key) {
  AlignedCopy copy(unseal(Kind::slots, key, value, "due instants"));
  const auto& record = copy.root<format::SlotRange>("due instants");
  SlotRange range;
  range.first = instant(record.first());
  range.last = instant(record.last());
  range.count = record.count();
  range.verdict = checked(record.verdict(), SlotVerdict::paused, "due instants");
  range.reason = text(record.reason());
  if (record.gaps() != nullptr)
    for (const auto* gap : *record.gaps())
      range.gaps.push_back({Duration(gap->span()), gap->times()});
  return range;
}

namespace {

fb::Offset<format::Verdict> verdict(fb::FlatBufferBuilder& builder, const Verdict& value) {
  const auto reason = text(builder, value.reason);
  return format::CreateVerdict(builder, static_cast<std::uint8_t>(value.health), reason,
                               optional_usec(value.since));
}
Verdict verdict(const format::Verdict& record) {
  return {checked(record.health(), Health::stale, "a verdict"), text(record.reason()),
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
  const format::Id boot{fb::span<const std::uint8_t, 16>(run.boot.bytes)};
  return format::CreateStatusRun(builder, &facts, usec(run.at), unit, trigger_unit, host, &boot,
                                 reason);
}

Run status_run(const format::StatusRun& record) {
  Run run;
  set_run(*record.facts(), run);
  run.at = instant(record.at());
  run.unit = text(record.unit());
  run.trigger.unit = text(record.trigger_unit());
  run.host = text(record.host());
  run.reason = text(record.reason());
  std::memcpy(run.boot.bytes.data(), record.boot()->bytes()->Data(), 16);
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
