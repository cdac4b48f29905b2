#include "tests/replay/recording.h"

#include "watcher/journal_entry.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <rapidjson/document.h>

namespace sa::test {
namespace {

using Json = rapidjson::Value;

constexpr std::pair<const char*, std::string_view JournalFields::*> field_places[] = {
    {"MESSAGE_ID", &JournalFields::message_id},
    {"UNIT", &JournalFields::unit},
    {"INVOCATION_ID", &JournalFields::invocation},
    {"JOB_ID", &JournalFields::job_id},
    {"JOB_TYPE", &JournalFields::job_type},
    {"JOB_RESULT", &JournalFields::job_result},
    {"MESSAGE", &JournalFields::message},
    {"CODE_FUNC", &JournalFields::code_func},
    {"COMMAND", &JournalFields::command},
    {"EXIT_CODE", &JournalFields::exit_code},
    {"EXIT_STATUS", &JournalFields::exit_status},
    {"UNIT_RESULT", &JournalFields::unit_result},
    {"N_RESTARTS", &JournalFields::n_restarts},
    {"CPU_USAGE_NSEC", &JournalFields::cpu_nsec},
    {"_SOURCE_REALTIME_TIMESTAMP", &JournalFields::source_time},
};

Instant instant_of(std::uint64_t usec) {
  return Instant(Duration(static_cast<std::int64_t>(usec)));
}

std::vector<std::string> strings(const Json& list) {
  std::vector<std::string> texts;
  for (const auto& text : list.GetArray()) texts.emplace_back(text.GetString());
  return texts;
}

// TimersCalendar is a(sst), TimersMonotonic a(stt): the middle is text or a number.
template <typename Middle>
auto triples(const Json& list) {
  using Triple = sdbus::Struct<std::string, Middle, std::uint64_t>;
  std::vector<Triple> values;
  for (const auto& item : list.GetArray()) {
    if constexpr (std::is_same_v<Middle, std::string>)
      values.emplace_back(item[0].GetString(), item[1].GetString(), item[2].GetUint64());
    else
      values.emplace_back(item[0].GetString(), item[1].GetUint64(), item[2].GetUint64());
  }
  return values;
}

// [type, value], the type as D-Bus writes it.
sdbus::Variant variant_of(const Json& typed) {
  const std::string type = typed[0].GetString();
  const Json& value = typed[1];
  if (type == "s") return sdbus::Variant(std::string(value.GetString()));
  if (type == "t") return sdbus::Variant(value.GetUint64());
  if (type == "u") return sdbus::Variant(value.GetUint());
  if (type == "i") return sdbus::Variant(value.GetInt());
  if (type == "b") return sdbus::Variant(value.GetBool());
  if (type == "as") return sdbus::Variant(strings(value));
  if (type == "a(sst)") return sdbus::Variant(triples<std::string>(value));
  if (type == "a(stt)") return sdbus::Variant(triples<std::uint64_t>(value));
  if (type != "ay") throw std::runtime_error("a property of type '" + type + "'");
  std::vector<std::uint8_t> bytes;
  for (const auto& byte : value.GetArray())
    bytes.push_back(static_cast<std::uint8_t>(byte.GetUint()));
  return sdbus::Variant(bytes);
}

Properties properties_of(const Json& object) {
  Properties properties;
  for (const auto& [name, value] : object.GetObject())
    properties.emplace(name.GetString(), variant_of(value));
  return properties;
}

ListedLine listed_of(const Json& json) {
  ListedLine listed;
  for (const auto& unit : json["units"].GetArray()) {
    const bool active = std::string(unit[2].GetString()) == "active";
    (active ? listed.active : listed.inactive).emplace_back(unit[0].GetString());
  }
  listed.finished = instant_from_usec(json["finished"].GetUint64());
  listed.boot = parse_id128(json["boot"].GetString()).value();
  return listed;
}

std::optional<Line> bus_line(const Json& json, Instant at) {
  const std::string kind = json["bus"].GetString();
  const auto unit = [&] { return std::string(json["unit"].GetString()); };
  if (kind == "JobNew") return Line{at, JobNewLine{unit(), json["id"].GetUint()}};
  if (kind == "JobRemoved")
    return Line{at, JobRemovedLine{unit(), json["id"].GetUint(), json["result"].GetString()}};
  if (kind == "Changed" || kind == "All")
    return Line{at, PropertiesLine{unit(), properties_of(json["properties"]), kind == "All"}};
  if (kind == "UnitNew" || kind == "UnitRemoved")
    return Line{at, UnitLine{unit(), kind == "UnitNew"}};
  if (kind == "Listed") return Line{at, listed_of(json)};
  if (kind == "HungUp") return Line{at, HungUpLine{}};
  if (kind != "Reloading") throw std::runtime_error("a line about '" + kind + "'");
  if (json["begins"].GetBool()) return std::nullopt;
  return Line{at, ReloadedLine{}};
}

Line journal_line(const Json& json, Instant at) {
  JournalLine line;
  for (const auto& [name, value] : json["journal"].GetObject())
    line.fields.emplace(name.GetString(), value.GetString());
  line.boot = parse_id128(json["boot"].GetString()).value();
  return {at, std::move(line)};
}

}  // namespace

Recording read_recording(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read '" + file.string() + "'");
  Recording recording;
  for (std::string text; std::getline(in, text);) {
    rapidjson::Document json;
    if (json.Parse(text.c_str()).HasParseError()) throw std::runtime_error("not JSON: " + text);
    const Instant at = instant_of(json["at"].GetUint64());
    if (json.HasMember("files")) {
      for (const auto& [name, value] : json["files"].GetObject())
        recording.files.emplace(name.GetString(), value.GetString());
    } else if (json.HasMember("journal")) {
      recording.lines.push_back(journal_line(json, at));
    } else if (auto line = bus_line(json, at)) {
      recording.lines.push_back(std::move(*line));
    }
  }
  return recording;
}

std::optional<JournalEvent> decoded(const JournalLine& line, Instant at) {
  JournalFields fields;
  for (const auto& [name, place] : field_places)
    if (const auto found = line.fields.find(name); found != line.fields.end())
      fields.*place = found->second;
  return unit_event_of(fields, at, line.boot);
}

// "begin NAME 1763796600.123456789 PID INVOCATION -", "end … STATUS"
std::vector<Truth> read_truth(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read '" + file.string() + "'");
  std::vector<Truth> truths;
  std::string word, name, seconds, pid, invocation, status;
  while (in >> word >> name >> seconds >> pid >> invocation >> status) {
    const auto dot = seconds.find('.');
    const auto usec = std::stoull(seconds.substr(0, dot) + seconds.substr(dot + 1, 6));
    if (word == "begin") {
      truths.push_back({name, parse_id128(invocation).value(), instant_of(usec), {}, {}});
      continue;
    }
    for (Truth& truth : truths)
      if (truth.invocation == parse_id128(invocation) && !truth.ended) {
        truth.ended = instant_of(usec);
        truth.status = std::stoi(status);
      }
  }
  return truths;
}

}  // namespace sa::test
