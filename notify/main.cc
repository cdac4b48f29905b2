#include "core/command_line.h"
#include "core/error.h"
#include "host/names.h"
#include "notify/run_output.h"
#include "notify/targets.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>

namespace {

enum ExitCode : int { done = 0, not_all = 1, wrong_usage = 2, could_not = 3 };

struct Options {
  std::string instance;
  std::string notices = SA_NOTICES_DIR;
  std::string told = SA_TOLD_DIR;
  std::string programs = SA_CONFIG_DIR "/notify.d";
  std::string sendmail = "/usr/sbin/sendmail";
  std::string journal;
  unsigned longest = 30;  // seconds
};

constexpr std::size_t lines_of_output = 40;

void say(const std::string& line) {
  std::cerr << "sa-notify: " << line << '\n';
}

sa::Notice notice_in(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  auto notice = sa::parse_notice(text.str());
  if (!notice) throw sa::Error("expected what to tell in '" + path + "', got nothing of the kind");
  return std::move(*notice);
}

// People are told even where nobody can say what the run wrote.
std::vector<std::string> output_of(const sa::Notice& notice, const std::string& journal) {
  try {
    return sa::run_output(notice, lines_of_output, journal);
  } catch (const sa::Error& error) {
    say(std::string(error.what()) + ", going on without the output of the run");
    return {};
  }
}

bool notify(const Options& options) {
  const sa::Notice notice = notice_in(options.notices + "/" + options.instance);
  const std::string host = sa::host_name();
  const auto message = sa::message_of(notice, host, output_of(notice, options.journal));
  sa::Told told(options.told + "/" + options.instance, notice);
  const sa::Ways ways{options.sendmail, options.programs, 0, std::chrono::seconds(options.longest)};
  return sa::tell_targets(notice, message, host, ways, told, say);
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("instance", options.instance, "name of the file that says what to tell")
      ->required();
  app.add_option("--notices", options.notices, "folder of these files")->capture_default_str();
  app.add_option("--told", options.told, "folder of what was told")->capture_default_str();
  app.add_option("--programs", options.programs, "folder of programs")->capture_default_str();
  app.add_option("--sendmail", options.sendmail, "program that sends mail")->capture_default_str();
  app.add_option("--journal", options.journal, "folder of a journal (default: this host's)");
  app.add_option("--timeout", options.longest, "seconds that each target may take")
      ->check(CLI::Range(1U, 3600U))
      ->capture_default_str();
  app.set_version_flag("--version", std::string("sa-notify ") + SA_VERSION);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Tells people that the health of a unit became another.", "sa-notify");
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const auto answer = sa::answer_to(app, error);
    std::cout << answer.out;
    std::cerr << answer.err;
    return answer.err.empty() ? done : wrong_usage;
  }
  try {
    return notify(options) ? done : not_all;
  } catch (const std::exception& error) {
    say(error.what());
    return could_not;
  }
}
