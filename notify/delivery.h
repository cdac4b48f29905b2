#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace sa {

// A program that tells somebody.
struct Delivery {
  std::vector<std::string> command;                              // the first is an absolute path
  std::vector<std::pair<std::string, std::string>> environment;  // and nothing else
  std::string input;
};

// Runs it and waits; when its time is over it is killed with all that it started in its process
// group. Empty: it ended with 0; else in a few words why not. Throws Error: the host has no room.
std::string deliver(const Delivery& delivery, std::chrono::milliseconds longest);

// Why a program at `path` may not be run: it and its folder must be `owner`'s, with nobody else
// allowed to write them. Empty: it may.
std::string program_problem(const std::string& path, unsigned owner);

}  // namespace sa
