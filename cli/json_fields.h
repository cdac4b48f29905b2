#pragma once

#include "cli/output.h"
#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace sa {

// The members of JSON objects, each line one object: names with values, absent is null. Always
// valid JSON and valid UTF-8. Allocates only while its buffer grows.
class JsonFields {
 public:
  explicit JsonFields(Output& out) : out_(out), writer_(buffer_) {}

  // An object that `put` puts the members of, as a line.
  template <typename Put>
  void line(const Put& put) {
    writer_.Reset(buffer_);
    object(put);
    end_line();
  }

  // An object as a value.
  template <typename Put>
  void object(const Put& put) {
    writer_.StartObject();
    put();
    writer_.EndObject();
  }

  template <typename Values, typename Put>
  void list(std::string_view name, const Values& values, const Put& put) {
    key(name);
    writer_.StartArray();
    for (const auto& value : values) put(value);
    writer_.EndArray();
  }
  void list(std::string_view name, const std::vector<std::string>& values);

  // What comes next is the value.
  void key(std::string_view name);
  void null() { writer_.Null(); }

  void word(std::string_view name, std::string_view value);
  void text(std::string_view name, std::string_view value);  // empty is absent
  void id(std::string_view name, const std::optional<Id128>& value);
  void instant(std::string_view name, std::optional<Instant> value);
  void seconds(std::string_view name, std::optional<Duration> value);
  void seconds(std::optional<Duration> value);  // exact to the microsecond
  void count(std::string_view name, std::uint64_t value);
  void share(std::string_view name, std::optional<double> value);
  void flag(std::string_view name, bool value);

  template <typename Number>
  void number(std::string_view name, std::optional<Number> value) {
    key(name);
    value ? writer_.Int64(*value) : writer_.Null();
  }

 private:
  void string(std::string_view value);
  void end_line();

  Output& out_;
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace sa
