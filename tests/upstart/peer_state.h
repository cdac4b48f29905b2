#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sa::peer {

// A line of a trace: "TIME MEMBER PATH ARGUMENT...", where an argument is "text", o:"path" or i:3.
struct TraceLine {
  double time = 0;
  std::string member;
  std::string path;
  std::vector<std::string> arguments;
};

// nullopt: a comment, or empty. Throws std::runtime_error where it is neither.
std::optional<TraceLine> read_line(const std::string& text);

struct Instance {
  std::string name;
  std::string goal = "stop";
  std::string state = "waiting";
  std::map<std::string, std::int32_t> processes;
};

struct Job {
  std::string name;
  std::vector<std::vector<std::string>> start_on;
  std::map<std::string, Instance> instances;  // by path
};

// What Upstart knows at one moment of the trace.
struct State {
  std::map<std::string, Job> jobs;  // by path
  std::int32_t next_pid = 4000;

  // Job files: their names, and the events of `start on` ("a", "a K=v", "a or b", "a and b").
  void add_jobs(const std::string& folder);
  void apply(const TraceLine& line);
  Job& job(const std::string& path);
  Instance& instance(const std::string& path);

 private:
  void apply_state(Instance& instance, const std::string& state);
};

std::string job_path(const std::string& instance_path);

}  // namespace sa::peer
