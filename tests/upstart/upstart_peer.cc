// Plays Upstart on a private bus: upstart_peer ADDRESS VERSION JOBS_FOLDER TRACE
//
// Says "ready" once it owns its name, and "wait NAME" at each line "# wait NAME" of the trace, and
// goes on when a line comes on standard input. Between the lines of the trace it lets pass what
// passed between them when it was recorded. At its end it says "done" and answers until its
// standard input is closed.

#include "tests/upstart/peer_bus.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <poll.h>
#include <unistd.h>

namespace sa::peer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char wait_mark[] = "# wait ";
constexpr char owner_changed[] = "NameOwnerChanged";

// False: standard input is closed.
bool is_told_to_go_on() {
  char c = 0;
  while (read(STDIN_FILENO, &c, 1) == 1)
    if (c == '\n') return true;
  return false;
}

void serve_until(PeerBus& bus, Clock::time_point until) {
  do {
    bus.serve();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    pollfd fd{bus.fd(), POLLIN, 0};
    if (left.count() > 1) poll(&fd, 1, static_cast<int>(left.count() - 1));
  } while (Clock::now() < until);
}

void serve_until_told(PeerBus& bus, const std::string& what) {
  std::cout << what << std::endl;
  while (true) {
    bus.serve();
    pollfd fds[] = {{STDIN_FILENO, POLLIN, 0}, {bus.fd(), POLLIN, 0}};
    poll(fds, 2, -1);
    if (fds[0].revents == 0) continue;
    if (!is_told_to_go_on()) std::exit(0);
    return;
  }
}

void play(PeerBus& bus, State& state, const TraceLine& line) {
  if (line.member == owner_changed) {
    if (line.arguments.at(2).empty()) bus.leave();
    if (!line.arguments.at(2).empty() && !bus.is_there()) bus.come();
    return;
  }
  const bool is_removal = line.member == "InstanceRemoved" || line.member == "JobRemoved";
  if (is_removal) bus.send(line);
  state.apply(line);
  bus.arrange();
  if (!is_removal) bus.send(line);
}

void play_trace(PeerBus& bus, State& state, std::istream& trace) {
  Clock::time_point now = Clock::now();
  std::optional<double> before;
  for (std::string text; std::getline(trace, text);) {
    if (text.starts_with(wait_mark)) {
      serve_until_told(bus, "wait " + text.substr(sizeof wait_mark - 1));
      now = Clock::now();
    }
    const auto line = read_line(text);
    if (!line) continue;
    const std::chrono::duration<double> passed(before ? line->time - *before : 0);
    now += std::chrono::duration_cast<Clock::duration>(passed);
    before = line->time;
    serve_until(bus, now);
    play(bus, state, *line);
  }
}

void run(char** arguments) {
  State state;
  state.add_jobs(arguments[3]);
  std::ifstream trace(arguments[4]);
  if (!trace) throw std::runtime_error(std::string("cannot read ") + arguments[4]);
  PeerBus bus(arguments[1], state, arguments[2]);
  serve_until_told(bus, "ready");
  play_trace(bus, state, trace);
  while (true) serve_until_told(bus, "done");
}

}  // namespace
}  // namespace sa::peer

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "upstart_peer: expected ADDRESS VERSION JOBS_FOLDER TRACE\n";
    return 2;
  }
  try {
    sa::peer::run(argv);
  } catch (const std::exception& error) {
    std::cerr << "upstart_peer: " << error.what() << "\n";
    return 3;
  }
}
