#include "watcher/job_problems.h"

#include "core/error.h"
#include "core/reason.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <rapidjson/document.h>
#include <sys/stat.h>

namespace sa {
namespace {

struct Refusal {
  RefusedJob job;
  std::size_t more = 0;  // problems besides the first one
};

std::string text_of(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return {found->value.GetString(), found->value.GetStringLength()};
}

std::string number_of(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  const bool is_number = found != object.MemberEnd() && found->value.IsUint();
  return std::to_string(is_number ? found->value.GetUint() : 1);
}

std::string reason_of(const rapidjson::Value& problem) {
  const std::string key = text_of(problem, "key");
  return std::string(reason::job_file_refused) + text_of(problem, "file") + ":" +
         number_of(problem, "line") + ":" + number_of(problem, "column") + ": " +
         (key.empty() ? "" : key + ": ") + text_of(problem, "message");
}

void add(const rapidjson::Value& problem, std::map<std::string, Refusal>& refusals) {
  if (!problem.IsObject()) throw Error("expected an object for each problem");
  const std::string unit = text_of(problem, "unit");
  if (unit.empty() || text_of(problem, "severity") != "problem") return;
  const auto [at, is_first] = refusals.try_emplace(unit);
  if (!is_first) {
    ++at->second.more;
    return;
  }
  at->second.job = {unit, text_of(problem, "job"), text_of(problem, "team"), reason_of(problem)};
}

std::string in_words(std::size_t more) {
  if (more == 0) return {};
  return ", and " + std::to_string(more) + (more == 1 ? " more problem" : " more problems");
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf()))
    throw Error("cannot read '" + path + "': " + std::strerror(errno));
  return content.str();
}

}  // namespace

std::vector<RefusedJob> read_job_problems(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject() || !document.HasMember("problems") ||
      !document["problems"].IsArray())
    throw Error("expected the problems of sa-unitgen");
  std::map<std::string, Refusal> refusals;
  for (const auto& problem : document["problems"].GetArray()) add(problem, refusals);
  std::vector<RefusedJob> jobs;
  for (auto& [unit, refusal] : refusals) {
    refusal.job.reason += in_words(refusal.more);
    jobs.push_back(std::move(refusal.job));
  }
  return jobs;
}

JobProblemsFile::JobProblemsFile(std::string path)
    : path_(std::move(path)), watch_(std::filesystem::path(path_).parent_path()) {}

std::optional<std::vector<RefusedJob>> JobProblemsFile::take_change() {
  watch_.rearm();
  struct stat found {};
  Stamp stamp;
  if (stat(path_.c_str(), &found) == 0 && S_ISREG(found.st_mode))
    stamp = {found.st_dev, found.st_ino, found.st_size,
             found.st_ctim.tv_sec * 1'000'000'000 + found.st_ctim.tv_nsec};
  if (stamp == stamp_) return std::nullopt;
  stamp_ = stamp;
  if (!stamp) return std::vector<RefusedJob>{};
  try {
    return read_job_problems(content_of(path_));
  } catch (const Error& error) {
    throw Error("cannot tell which job files are refused, '" + path_ + "': " + error.what());
  }
}

}  // namespace sa
