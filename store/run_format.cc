#include "store/record_format.h"
#include "store/run_facts.h"

namespace sa {

using namespace flat;

void encode_run(const Run& run, const RunNames& names, RunKey key, std::string& out) {
  const auto shift = static_cast<std::int64_t>(key >> 12) - usec(run.at);
  fb::FlatBufferBuilder builder(256);
  const auto facts = facts_of(run, names, static_cast<std::uint16_t>(shift));
  const auto root =
      format::CreateRunRecord(builder, &facts, optional_usec(run.late), names.trigger_by);
  finish(builder, root.Union(), Kind::run, bytes_of(key), out);
}

RunRest decode_run(Bytes value, RunKey key, Run& run) {
  AlignedCopy copy(unseal(Kind::run, bytes_of(key), value, "a run"));
  const auto& record = copy.root<format::RunRecord>("a run");
  const auto& facts = *record.facts();
  set_run(facts, run);
  run.late = optional_span(record.late());
  run.at = instant(static_cast<std::int64_t>(key >> 12) - facts.shift());
  return {{facts.unit(), facts.host(), facts.boot(), facts.trigger_unit(), record.trigger_by()},
          has_reason(facts)};
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

}  // namespace sa
