#include "unitgen/apply/json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace sa {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, const char* key, const std::string& text) {
  writer.Key(key);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(Writer& writer, const char* key, std::uint32_t number) {
  writer.Key(key);
  writer.Uint(number);
}

void put(Writer& writer, const std::string& config, const FileProblem& found) {
  writer.StartObject();
  put(writer, "file", config + "/" + found.file);
  put(writer, "line", found.problem.place.line);
  put(writer, "column", found.problem.place.column);
  put(writer, "key", found.problem.key);
  put(writer, "message", found.problem.message);
  const bool is_problem = found.problem.severity == Severity::problem;
  put(writer, "severity", std::string(is_problem ? "problem" : "warning"));
  put(writer, "job", found.job);
  put(writer, "team", found.team);
  put(writer, "unit", found.unit);
  writer.EndObject();
}

}  // namespace

std::string problems_json(const std::string& config, const std::vector<FileProblem>& problems) {
  rapidjson::StringBuffer text;
  Writer writer(text);
  writer.StartObject();
  put(writer, "version", std::uint32_t{1});
  writer.Key("problems");
  writer.StartArray();
  for (const FileProblem& found : problems)
    if (found.problem.severity != Severity::note) put(writer, config, found);
  writer.EndArray();
  writer.EndObject();
  return std::string(text.GetString(), text.GetSize()) + "\n";
}

}  // namespace sa
