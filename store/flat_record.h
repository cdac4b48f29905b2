#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "core/run.h"
#include "core/unit_record.h"
#include "store/checksum.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include "store/record_generated.h"
#pragma GCC diagnostic pop

// What the values of record_format.h have in common as FlatBuffers: the buffer and its seal, and
// what stands in more than one of their tables. Only the *_format.cc include this.
namespace sa::flat {

namespace fb = flatbuffers;

// Ends the table that was begun, and puts its value, sealed, in place of what `out` held.
void finish(fb::FlatBufferBuilder& builder, fb::Offset<void> root, Kind kind, Bytes key,
            std::string& out);

// FlatBuffers reads integers in place, LMDB's values lie at any even address.
class AlignedCopy {
 public:
  explicit AlignedCopy(Bytes bytes) : size_(bytes.size()) {
    if (bytes.size() > sizeof small_) large_.resize(bytes.size() / 8 + 1);
    if (!bytes.empty()) std::memcpy(data(), bytes.data(), bytes.size());
  }
  // Valid as long as the copy. Throws Damaged where the fields of `what` do not add up.
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

// ---- each way: a value as a field, and a field as a value

inline std::int64_t usec(Instant instant) {
  return instant.time_since_epoch().count();
}
inline std::int64_t usec(Duration span) {
  return span.count();
}
inline Instant instant(std::int64_t usec) {
  return Instant(Duration(usec));
}

template <typename Time>
fb::Optional<std::int64_t> optional_usec(const std::optional<Time>& time) {
  return time ? fb::Optional<std::int64_t>(usec(*time)) : fb::nullopt;
}
inline std::optional<Instant> optional_instant(fb::Optional<std::int64_t> value) {
  return value ? std::optional(instant(*value)) : std::nullopt;
}
inline std::optional<Duration> optional_span(fb::Optional<std::int64_t> value) {
  return value ? std::optional(Duration(*value)) : std::nullopt;
}

template <typename Enum>
std::uint8_t number(Enum word) {
  return static_cast<std::uint8_t>(word);
}
// Throws Damaged for what is beyond the last word.
template <typename Enum>
Enum word(std::uint8_t number, Enum last, const char* what) {
  if (number > static_cast<std::uint8_t>(last))
    throw Damaged(std::string("cannot read ") + what + ": it holds an unknown word");
  return static_cast<Enum>(number);
}

// An empty text, and an empty list of them, take no room.
fb::Offset<fb::String> text(fb::FlatBufferBuilder& builder, const std::string& string);
std::string text(const fb::String* string);

using Texts = fb::Vector<fb::Offset<fb::String>>;
fb::Offset<Texts> texts(fb::FlatBufferBuilder& builder, const std::vector<std::string>& list);
std::vector<std::string> texts(const Texts* list);

format::Id id128(const Id128& known);
Id128 id128(const format::Id& record);

fb::Offset<format::Pause> pause(fb::FlatBufferBuilder& builder,
                                const std::optional<PausedSpan>& span);
std::optional<PausedSpan> pause(const format::Pause* record);

fb::Offset<format::Retirement> retirement(fb::FlatBufferBuilder& builder,
                                          const std::optional<Retirement>& retired);
std::optional<Retirement> retirement(const format::Retirement* record);

}  // namespace sa::flat
