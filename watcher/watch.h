#pragma once

#include <cstdint>
#include <string>

namespace sa {

// What the watcher was told on its command line.
struct WatchOptions {
  std::string store;
  std::string status;
  std::string bus = "system";    // "system", "user" or a D-Bus address
  std::string source = "auto";   // "auto", "systemd" or "upstart"
  std::string journal = "auto";  // "auto", "none" or a folder
  std::string config;            // folder of scriptactivity.yaml
  std::string retention;         // empty: as the settings say
  std::uint64_t retention_runs = 5'000'000;
  std::string job_problems;
  std::string expectations;  // folder of what the jobs of Upstart owe
  std::string pauses;
  std::string reader;  // sa-read
};

// Makes the parts and lets them run until SIGTERM or SIGINT (see EventLoop::run). Throws Error.
void watch(const WatchOptions& options);

}  // namespace sa
