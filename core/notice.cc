#include "core/notice.h"

#include <sstream>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace sa {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) words.push_back(std::move(word));
  return words;
}

// Reads facts one by one and remembers whether all were sound.
class FactReader {
 public:
  explicit FactReader(const NoticeFacts& facts) : facts_(facts) {}

  std::string text(const char* name) const {
    const auto found = facts_.find(name);
    return found == facts_.end() ? std::string() : found->second;
  }
  // `parse` gives an optional of what `value` is.
  template <typename Value, typename Parse>
  void read(const char* name, Value& value, const Parse& parse) {
    const auto found = facts_.find(name);
    if (found == facts_.end()) return;
    const auto parsed = parse(found->second);
    sound_ = sound_ && parsed;
    if (parsed) value = *parsed;
  }
  bool is_sound() const { return sound_; }

 private:
  const NoticeFacts& facts_;
  bool sound_ = true;
};

}  // namespace

NoticeFacts facts_of(const Notice& notice) {
  NoticeFacts facts{{"unit", notice.unit},
                    {"job", notice.job},
                    {"team", notice.team},
                    {"health", std::string(to_string(notice.health))},
                    {"was", std::string(to_string(notice.was))},
                    {"reason", notice.reason},
                    {"notify", joined(notice.targets)}};
  if (notice.invocation) facts["invocation"] = to_string(*notice.invocation);
  const std::pair<const char*, std::optional<Instant>> instants[] = {{"since", notice.since},
                                                                     {"began", notice.run_began},
                                                                     {"ended", notice.run_ended},
                                                                     {"decided", notice.decided}};
  for (const auto& [name, instant] : instants)
    if (instant) facts[name] = rfc3339(*instant);
  std::erase_if(facts, [](const auto& fact) { return fact.second.empty(); });
  return facts;
}

std::optional<Notice> notice_of(const NoticeFacts& facts) {
  FactReader reader(facts);
  Notice notice;
  notice.unit = reader.text("unit");
  notice.job = reader.text("job");
  notice.team = reader.text("team");
  notice.reason = reader.text("reason");
  notice.targets = words_of(reader.text("notify"));
  reader.read("health", notice.health, parse_health);
  reader.read("was", notice.was, parse_health);
  reader.read("invocation", notice.invocation, parse_id128);
  reader.read("since", notice.since, parse_rfc3339);
  reader.read("began", notice.run_began, parse_rfc3339);
  reader.read("ended", notice.run_ended, parse_rfc3339);
  reader.read("decided", notice.decided, parse_rfc3339);
  const bool is_whole = facts.contains("health") && !notice.unit.empty();
  if (!reader.is_sound() || !is_whole) return std::nullopt;
  return notice;
}

std::string notice_text(const Notice& notice) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer writer(buffer);
  writer.StartObject();
  for (const auto& [name, value] : facts_of(notice)) {
    writer.Key(name.c_str());
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

std::optional<Notice> parse_notice(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  if (document.HasParseError() || !document.IsObject()) return std::nullopt;
  NoticeFacts facts;
  for (const auto& member : document.GetObject())
    if (member.value.IsString())
      facts[member.name.GetString()] = {member.value.GetString(), member.value.GetStringLength()};
  return notice_of(facts);
}

}  // namespace sa
