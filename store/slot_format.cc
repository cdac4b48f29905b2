#include "store/flat_record.h"
#include "store/record_format.h"

namespace sa {

using namespace flat;

void encode_slots(const SlotRange& range, Bytes key, std::string& out) {
  fb::FlatBufferBuilder builder;
  std::vector<format::Gap> gaps;
  for (const auto& gap : range.gaps) gaps.emplace_back(usec(gap.span), gap.times);
  const auto reason = text(builder, range.reason);
  const auto gap_list = builder.CreateVectorOfStructs(gaps);
  const auto root = format::CreateSlotRange(builder, usec(range.first), usec(range.last),
                                            range.count, number(range.verdict), reason, gap_list);
  finish(builder, root.Union(), Kind::slots, key, out);
}

SlotRange decode_slots(Bytes value, Bytes key) {
  AlignedCopy copy(unseal(Kind::slots, key, value, "due instants"));
  const auto& record = copy.root<format::SlotRange>("due instants");
  SlotRange range;
  range.first = instant(record.first());
  range.last = instant(record.last());
  range.count = record.count();
  range.verdict = word(record.verdict(), SlotVerdict::paused, "due instants");
  range.reason = text(record.reason());
  if (record.gaps() != nullptr)
    for (const auto* gap : *record.gaps())
      range.gaps.push_back({Duration(gap->span()), gap->times()});
  return range;
}

}  // namespace sa
