#include "tests/upstart/peer_state.h"

#include "upstart/upstart_path.h"

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace sa::peer {
namespace {

constexpr char jobs_path[] = "/com/ubuntu/Upstart/jobs/";

// As nih_dbus_path() does.
std::string encoded(const std::string& name) {
  if (name.empty()) return "_";
  std::ostringstream path;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = std::isalnum(byte) != 0 && byte < 0x80;
    if (is_plain) {
      path << c;
    } else {
      path << '_' << std::hex << std::setw(2) << std::setfill('0') << unsigned{byte};
    }
  }
  return path.str();
}

std::string read_argument(std::istream& text) {
  std::string word;
  text >> std::ws;
  if (text.peek() == 'o') text.ignore(2);
  if (text.peek() == 'i') {
    text.ignore(2);
    text >> word;
  } else if (!(text >> std::quoted(word))) {
    throw std::runtime_error("expected an argument in quotes");
  }
  return word;
}

std::vector<std::vector<std::string>> start_on_of(const std::string& line) {
  std::istringstream words(line);
  std::vector<std::vector<std::string>> postfix;
  std::string word;
  std::string pending;
  std::vector<std::string> match;
  const auto finish = [&] {
    if (!match.empty()) postfix.push_back(match);
    match.clear();
    if (!pending.empty()) postfix.push_back({pending});
    pending.clear();
  };
  while (words >> word) {
    if (word != "or" && word != "and") {
      match.push_back(word);
      continue;
    }
    finish();
    pending = word == "or" ? "/OR" : "/AND";
  }
  finish();
  return postfix;
}

}  // namespace

std::optional<TraceLine> read_line(const std::string& text) {
  if (text.empty() || text[0] == '#') return std::nullopt;
  TraceLine line;
  std::istringstream rest(text);
  if (!(rest >> line.time >> line.member >> line.path))
    throw std::runtime_error("not a line: " + text);
  while (rest >> std::ws && !rest.eof()) line.arguments.push_back(read_argument(rest));
  return line;
}

std::string job_path(const std::string& instance_path) {
  return instance_path.substr(0, instance_path.rfind('/'));
}

void State::add_jobs(const std::string& folder) {
  constexpr std::string_view start = "start on ";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    Job& known = job(jobs_path + encoded(file.path().stem().string()));
    std::ifstream lines(file.path());
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(start)) known.start_on = start_on_of(line.substr(start.size()));
  }
}

Job& State::job(const std::string& path) {
  Job& known = jobs[path];
  if (const auto object = job_of_path(path)) known.name = object->job;
  return known;
}

Instance& State::instance(const std::string& path) {
  Instance& known = job(job_path(path)).instances[path];
  if (const auto object = instance_of_path(path)) known.name = object->instance;
  return known;
}

void State::apply(const TraceLine& line) {
  if (line.member == "InstanceAdded") instance(line.arguments.at(0));
  if (line.member == "InstanceRemoved") job(line.path).instances.erase(line.arguments.at(0));
  if (line.member == "GoalChanged") instance(line.path).goal = line.arguments.at(0);
  if (line.member == "StateChanged") apply_state(instance(line.path), line.arguments.at(0));
  if (line.member == "Failed") instance(line.path).processes.erase("main");
  if (line.member == "JobAdded") job(line.arguments.at(0));
  if (line.member == "JobRemoved") jobs.erase(line.arguments.at(0));
}

void State::apply_state(Instance& known, const std::string& state) {
  known.state = state;
  if (state == "spawned") known.processes["main"] = next_pid++;
  if (state == "pre-start") known.processes["pre-start"] = next_pid++;
  if (state == "spawning") known.processes.erase("pre-start");
  if (state == "post-stopping") known.processes.clear();
}

}  // namespace sa::peer
