#include "core/pause.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace sa {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(Writer& writer, const char* key, const std::string& text) {
  writer.Key(key);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

std::string text_of(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return {found->value.GetString(), found->value.GetStringLength()};
}

bool is_true(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  return found != object.MemberEnd() && found->value.IsTrue();
}

}  // namespace

std::string to_json(const Pause& pause) {
  rapidjson::StringBuffer text;
  Writer writer(text);
  writer.StartObject();
  write(writer, "by", pause.by);
  write(writer, "at", rfc3339(pause.at));
  if (pause.until) write(writer, "until", rfc3339(*pause.until));
  if (!pause.until) {
    writer.Key("until");
    writer.Null();
  }
  write(writer, "reason", pause.reason);
  writer.Key("active");
  writer.Bool(pause.active);
  write(writer, "enabled", pause.enabled);
  write(writer, "boot", pause.boot);
  writer.EndObject();
  return std::string(text.GetString(), text.GetSize()) + '\n';
}

std::optional<Pause> parse_pause(std::string_view json) {
  rapidjson::Document object;
  object.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (object.HasParseError() || !object.IsObject()) return std::nullopt;
  const auto at = parse_rfc3339(text_of(object, "at"));
  if (!at) return std::nullopt;
  Pause pause;
  pause.by = text_of(object, "by");
  pause.at = *at;
  pause.until = parse_rfc3339(text_of(object, "until"));
  pause.reason = text_of(object, "reason");
  pause.active = is_true(object, "active");
  pause.enabled = text_of(object, "enabled");
  pause.boot = text_of(object, "boot");
  return pause;
}

}  // namespace sa
