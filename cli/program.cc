#include "cli/program.h"

#include "cli/exit_code.h"
#include "cli/process.h"
#include "core/error.h"
#include "host/standard_streams.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <unistd.h>

namespace sa {

int guarded_program(const std::function<int(Output& out, Output& err)>& run) {
  occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  Output out(fd_sink(STDOUT_FILENO));
  Output err(message_sink(STDERR_FILENO));
  try {
    return run(out, err);
  } catch (const OutputClosed&) {
    return exit_done;
  } catch (const std::exception& error) {
    say(err, error.what());
    return exit_no_look;
  }
}

int become_program(const std::vector<std::string>& command) {
  std::signal(SIGPIPE, SIG_DFL);
  exec_program(command);
  throw Error("cannot run '" + command[0] + "': " + std::strerror(errno));
}

}  // namespace sa
