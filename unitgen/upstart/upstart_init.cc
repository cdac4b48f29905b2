#include "unitgen/upstart/upstart_init.h"

#include "core/error.h"
#include "unitgen/because.h"
#include "unitgen/shell_text.h"

#include <array>
#include <cstdio>
#include <memory>

#include <unistd.h>

namespace sa {
namespace {

struct Answer {
  int status;
  std::string text;
};

// What a program says on both streams.
Answer answer_of(const Command& command) {
  FILE* const pipe = popen((command_line(command) + " </dev/null 2>&1").c_str(), "re");
  if (pipe == nullptr) throw Error("cannot run '" + command.front() + "'" + because());
  std::string text;
  std::array<char, 4096> buffer;
  for (std::size_t size = 0; (size = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), size);
  const int status = pclose(pipe);
  return {status, text.substr(0, text.find('\n'))};
}

}  // namespace

UpstartInit::Said UpstartInit::ask(const std::string& verb, const std::string& job) const {
  Command command{initctl_, verb};
  if (verb == "start") command.emplace_back("--no-wait");
  if (!job.empty()) command.push_back(job);
  const Answer answer = answer_of(command);
  return {answer.status == 0, answer.text};
}

bool UpstartInit::tell(const std::string& verb, const std::string& job,
                       std::string_view done_already) {
  const Said said = ask(verb, job);
  if (said.is_done || said.text.find(done_already) != std::string::npos) return true;
  refused_.push_back("cannot " + verb + " " + job + ": " + said.text);
  return false;
}

Pending UpstartInit::prepared(Pending todo) {
  for (const std::string& job : todo.restart) {
    if (ask("status", job).text.find(" start/") == std::string::npos) continue;
    todo.stop.insert(job);
    todo.start.insert(job);
  }
  todo.restart.clear();
  return todo;
}

void UpstartInit::before(const Pending& todo) {
  for (const std::string& job : todo.stop) tell("stop", job, "Unknown ");
}

void UpstartInit::after(const Pending& todo) {
  if (const Said said = ask("reload-configuration"); !said.is_done)
    throw Error("cannot make Upstart read its jobs anew: " + said.text);
  for (const std::string& job : todo.start)
    if (!tell("start", job, "already running")) left_.start.insert(job);
}

bool is_upstart_running(const std::string& init) {
  if (access(init.c_str(), X_OK) != 0) return false;
  return answer_of({init, "--version"}).text.find("upstart") != std::string::npos;
}

}  // namespace sa
