#include "cli/json_reading.h"

#include "core/error.h"

#include <cmath>
#include <string>

#include <rapidjson/document.h>

namespace sa {
namespace {

constexpr int greatest_signal = 64;

[[noreturn]] void fail() {
  throw Damaged("cannot understand the watcher: are 'sa' and the watcher of the same version?");
}

// The members of an object; null is absent.
class Members {
 public:
  explicit Members(const rapidjson::Value& object) : object_(object) {
    if (!object.IsObject()) fail();
  }

  const rapidjson::Value* find(const char* name) const {
    const auto member = object_.FindMember(name);
    const bool is_there = member != object_.MemberEnd() && !member->value.IsNull();
    return is_there ? &member->value : nullptr;
  }

  std::string text(const char* name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->IsString()) fail();
    return {value->GetString(), value->GetStringLength()};
  }

  std::optional<Instant> instant(const char* name) const {
    const std::string words = text(name);
    if (words.empty()) return std::nullopt;
    const auto instant = parse_rfc3339(words);
    if (!instant) fail();
    return instant;
  }

  std::optional<Duration> seconds(const char* name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->IsNumber()) fail();
    return Duration(std::llround(value->GetDouble() * 1e6));
  }

  template <typename Number>
  std::optional<Number> number(const char* name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->IsInt64()) fail();
    return static_cast<Number>(value->GetInt64());
  }

  bool flag(const char* name) const {
    const auto* value = find(name);
    return value != nullptr && value->IsTrue();
  }

 private:
  const rapidjson::Value& object_;
};

template <typename Word>
Word word_of(const std::string& text, Word last) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    if (text == to_string(static_cast<Word>(i))) return static_cast<Word>(i);
  fail();
}

std::optional<std::int32_t> signal_of(const std::string& name) {
  if (name.empty()) return std::nullopt;
  for (int number = 1; number <= greatest_signal; ++number)
    if (name == signal_name(number)) return number;
  fail();
}

Trigger trigger_of(const Members& members) {
  return {word_of(members.text("type"), TriggerType::boot), members.text("unit"),
          members.instant("time"), members.flag("inferred")};
}

void read_ending(const Members& members, Run& run) {
  run.ended = members.instant("ended");
  if (const auto word = members.text("result"); !word.empty()) run.result = parse_result(word);
  run.exit_status = members.number<std::int32_t>("exit_status");
  run.exit_signal = signal_of(members.text("exit_signal"));
  run.cpu = members.seconds("cpu_seconds");
}

void read_identity(const Members& members, Run& run) {
  const auto invocation = parse_id128(members.text("invocation"));
  run.has_invocation = invocation.has_value();
  run.identity = invocation.value_or(Id128{});
  run.boot = parse_id128(members.text("boot")).value_or(Id128{});
}

Run run_of(const Members& members) {
  Run run;
  run.unit = members.text("unit");
  read_identity(members, run);
  run.attempt = members.number<std::uint32_t>("attempt").value_or(1);
  if (const auto* trigger = members.find("trigger")) run.trigger = trigger_of(Members(*trigger));
  run.due = members.instant("due");
  run.late = members.seconds("late");
  run.state = word_of(members.text("state"), State::missed);
  run.began = members.instant("began");
  run.at = members.instant("at").value_or(run.began.value_or(Instant{}));
  run.pid = members.number<std::uint32_t>("pid");
  run.reason = members.text("reason");
  run.host = members.text("host");
  run.recorded_by = word_of(members.text("recorded_by"), RecordedBy::schedule);
  run.trigger.by = members.text("started_by");
  read_ending(members, run);
  return run;
}

UnitSlot slot_of(const Members& members) {
  UnitSlot slot;
  slot.due = members.instant("due").value_or(Instant{});
  slot.verdict = word_of(members.text("verdict"), SlotVerdict::paused);
  slot.reason = members.text("reason");
  if (members.find("began") == nullptr && members.find("invocation") == nullptr) return slot;
  slot.run.emplace();
  read_identity(members, *slot.run);
  slot.run->began = members.instant("began");
  slot.run->late = members.seconds("late");
  return slot;
}

Change change_of(const Members& members) {
  return {members.instant("at").value_or(Instant{}),
          members.text("verb"),
          members.text("unit"),
          members.text("by"),
          members.instant("until"),
          members.text("reason")};
}

rapidjson::Document parsed(std::string_view line) {
  rapidjson::Document document;
  document.Parse(line.data(), line.size());
  if (document.HasParseError()) fail();
  return document;
}

}  // namespace

Run run_of_json(std::string_view line) {
  const auto document = parsed(line);
  return run_of(Members(document));
}

Change change_of_json(std::string_view line) {
  const auto document = parsed(line);
  return change_of(Members(document));
}

UnitSlot slot_of_json(std::string_view line) {
  const auto document = parsed(line);
  return slot_of(Members(document));
}

}  // namespace sa
