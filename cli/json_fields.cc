#include "cli/json_fields.h"

#include "core/utf8.h"

#include <array>
#include <charconv>

namespace sa {
namespace {

rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

void JsonFields::end_line() {
  buffer_.Put('\n');
  out_.put({buffer_.GetString(), buffer_.GetSize()});
  buffer_.Clear();
}

void JsonFields::key(std::string_view name) {
  writer_.Key(name.data(), size_of(name));
}

void JsonFields::string(std::string_view value) {
  if (is_utf8(value)) {
    writer_.String(value.data(), size_of(value));
    return;
  }
  const std::string repaired = repaired_utf8(value);
  writer_.String(repaired.data(), size_of(repaired));
}

void JsonFields::list(std::string_view name, const std::vector<std::string>& values) {
  list(name, values, [this](const std::string& value) { string(value); });
}

void JsonFields::word(std::string_view name, std::string_view value) {
  key(name);
  string(value);
}

void JsonFields::text(std::string_view name, std::string_view value) {
  key(name);
  value.empty() ? null() : string(value);
}

void JsonFields::id(std::string_view name, const std::optional<Id128>& value) {
  constexpr char digits[] = "0123456789abcdef";
  key(name);
  if (!value) return null();
  std::array<char, 32> text;
  for (std::size_t i = 0; i < value->bytes.size(); ++i) {
    text[2 * i] = digits[value->bytes[i] >> 4];
    text[2 * i + 1] = digits[value->bytes[i] & 15];
  }
  writer_.String(text.data(), text.size());
}

void JsonFields::instant(std::string_view name, std::optional<Instant> value) {
  key(name);
  if (!value) return null();
  std::array<char, rfc3339_size + 2> text;
  text.front() = text.back() = '"';
  write_rfc3339(*value, &text[1]);
  writer_.RawValue(text.data(), text.size(), rapidjson::kStringType);
}

void JsonFields::seconds(std::string_view name, std::optional<Duration> value) {
  key(name);
  seconds(value);
}

// A double's shortest form is not made for that.
void JsonFields::seconds(std::optional<Duration> value) {
  if (!value) return null();
  std::array<char, 32> text;
  char* out = text.data();
  auto usec = static_cast<std::uint64_t>(value->count());
  if (value->count() < 0) {
    *out++ = '-';
    usec = 0 - usec;
  }
  out = std::to_chars(out, text.data() + text.size(), usec / 1'000'000).ptr;
  if (auto fraction = usec % 1'000'000; fraction != 0) {
    *out++ = '.';
    for (std::uint64_t digit = 100'000; fraction != 0; fraction %= digit, digit /= 10)
      *out++ = static_cast<char>('0' + fraction / digit);
  }
  writer_.RawValue(text.data(), static_cast<std::size_t>(out - text.data()),
                   rapidjson::kNumberType);
}

void JsonFields::count(std::string_view name, std::uint64_t value) {
  key(name);
  writer_.Uint64(value);
}

void JsonFields::share(std::string_view name, std::optional<double> value) {
  key(name);
  value ? writer_.Double(*value) : writer_.Null();
}

void JsonFields::flag(std::string_view name, bool value) {
  key(name);
  writer_.Bool(value);
}

}  // namespace sa
