#include "cli/doctor/job_answers.h"

#include <algorithm>
#include <sstream>

#include <rapidjson/document.h>

namespace sa {
namespace {

std::string text_of(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return {found->value.GetString(), found->value.GetStringLength()};
}

std::string number_of(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  const bool is_number = found != object.MemberEnd() && found->value.IsUint();
  return is_number ? std::to_string(found->value.GetUint()) : "1";
}

JobFacts::Mistake mistake_of(const rapidjson::Value& problem) {
  JobFacts::Mistake mistake;
  const std::string key = text_of(problem, "key");
  mistake.file = text_of(problem, "file");
  mistake.place = number_of(problem, "line") + ":" + number_of(problem, "column");
  mistake.text = (key.empty() ? "" : key + ": ") + text_of(problem, "message");
  mistake.refuses = text_of(problem, "severity") == "problem";
  return mistake;
}

bool is_change(std::string_view line) {
  if (line.size() < 3 || line[1] != ' ' || std::string_view("+~-").find(line[0]) == line.npos)
    return false;
  const auto open = line.find(" (");
  const auto name = line.substr(2, open == line.npos ? 0 : open - 2);
  return line.ends_with(')') && name.starts_with("sa-") && name.find(' ') == name.npos;
}

}  // namespace

std::optional<std::vector<JobFacts::Mistake>> mistakes_of_json(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  const bool is_ours = !document.HasParseError() && document.IsObject() &&
                       document.HasMember("problems") && document["problems"].IsArray();
  if (!is_ours) return std::nullopt;
  std::vector<JobFacts::Mistake> mistakes;
  for (const auto& problem : document["problems"].GetArray())
    if (problem.IsObject()) mistakes.push_back(mistake_of(problem));
  std::ranges::stable_sort(mistakes, {}, &JobFacts::Mistake::file);
  return mistakes;
}

std::vector<std::string> changes_of_dry_run(std::string_view answer) {
  std::vector<std::string> changes;
  std::istringstream lines{std::string(answer)};
  for (std::string line; std::getline(lines, line);)
    if (is_change(line)) changes.push_back(line);
  return changes;
}

}  // namespace sa
