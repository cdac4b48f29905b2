#include "core/command_line.h"
#include "core/completion_values.h"
#include "core/error.h"
#include "core/known_command_line.h"
#include "host/standard_streams.h"
#include "host/wall_clock.h"
#include "unitgen/because.h"
#include "unitgen/config/yaml_stems.h"
#include "unitgen/exit_code.h"
#include "unitgen/verbs.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <sys/stat.h>

namespace sa {
namespace {

void add_globals(CLI::App& app, Options& options) {
  app.add_option("--config", options.config, "where jobs.d and teams.d lie")
      ->envname("SA_CONFIG")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--state", options.state, "where is remembered what was applied")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--store", options.store, "not used here")->type_name("DIR");
  app.add_option("--status", options.status, "not used here")->type_name("FILE");
  app.set_version_flag("--version", "sa-unitgen " SA_VERSION);
}

int answer_parse_error(const CLI::App& app, const CLI::ParseError& error) {
  if (const auto answer = help_or_version(app, error)) {
    std::cout << *answer;
    return exit_done;
  }
  const bool is_incomplete = error.get_name() == "RequiredError";
  std::cerr << "sa-unitgen: " << mistake_in(error) << (is_incomplete ? see_help(app) : "") << '\n';
  return exit_usage;
}

// What a shell may offer for the last of the words behind "--complete".
int complete(const CLI::App& app, const Options& options, int argc, char** argv) {
  const char* const set = std::getenv("SA_CONFIG");
  const std::filesystem::path config = set != nullptr ? set : options.config;
  const auto values = [&](const std::string& verb, const std::string& value) {
    auto candidates = completion_values(verb, value, [] { return std::vector<UnitStatus>(); });
    if (value == "TEAM") return yaml_stems(config / "teams.d");
    if (value != "NAME|FILE") return candidates;
    candidates = yaml_stems(config / "jobs.d");
    candidates.push_back({"", "files"});
    return candidates;
  };
  const std::vector<std::string> words(argv + 2, argv + argc);
  std::cout << completion_lines(completions(known_command_line(app), words, values));
  return exit_done;
}

int run_program(int argc, char** argv) {
  Options options;
  options.now = wall_now();
  CLI::App app("Makes timers of job files.", "sa-unitgen");
  add_globals(app, options);
  app.fallthrough()->allow_extras();
  for (const Verb& verb : all_verbs()) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.help);
    sub->footer("Options for all verbs: see 'sa-unitgen --help'. Manual: 'man sa-unitgen'");
    verb.add(*sub, options);
  }
  if (argc > 1 && std::string_view(argv[1]) == "--complete")
    return complete(app, options, argc, argv);
  try {
    app.parse(argc, argv);
    if (const auto stray = stray_argument(app)) throw CLI::ParseError(*stray, exit_usage);
    const std::string chosen = app.get_subcommands().front()->get_name();
    return std::ranges::find(all_verbs(), chosen, &Verb::name)->run(options);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error);
  }
}

// An answer that could not be written is none; a reader that has gone away wanted no more.
int end(int code) {
  errno = 0;
  if (std::cout.flush() || errno == EPIPE) return code;
  std::cerr << "sa-unitgen: cannot write the output" << because() << '\n';
  return exit_could_not;
}

int guarded_main(int argc, char** argv) {
  try {
    return end(run_program(argc, argv));
  } catch (const std::exception& error) {
    std::cout.flush();
    std::cerr << "sa-unitgen: " << error.what() << '\n';
    return exit_could_not;
  }
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  sa::occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  umask(022);
  return sa::guarded_main(argc, argv);
}
