#include "store/flat_record.h"

namespace sa::flat {

void finish(fb::FlatBufferBuilder& builder, fb::Offset<void> root, Kind kind, Bytes key,
            std::string& out) {
  builder.Finish(root);
  out.clear();
  seal(kind, key, {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()},
       out);
}

fb::Offset<fb::String> text(fb::FlatBufferBuilder& builder, const std::string& string) {
  return string.empty() ? 0 : builder.CreateSharedString(string);
}
std::string text(const fb::String* string) {
  return string == nullptr ? std::string() : string->str();
}

fb::Offset<Texts> texts(fb::FlatBufferBuilder& builder, const std::vector<std::string>& list) {
  std::vector<fb::Offset<fb::String>> offsets;
  for (const auto& string : list) offsets.push_back(builder.CreateSharedString(string));
  return offsets.empty() ? 0 : builder.CreateVector(offsets);
}
std::vector<std::string> texts(const Texts* list) {
  std::vector<std::string> result;
  if (list == nullptr) return result;
  result.reserve(list->size());
  for (const auto* string : *list) result.push_back(string->str());
  return result;
}

format::Id id128(const Id128& known) {
  return format::Id{fb::span<const std::uint8_t, 16>(known.bytes)};
}
Id128 id128(const format::Id& record) {
  Id128 known;
  std::memcpy(known.bytes.data(), record.bytes()->Data(), known.bytes.size());
  return known;
}

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

}  // namespace sa::flat
