#include "cli/exit_code.h"
#include "cli/pager.h"
#include "cli/process.h"
#include "cli/verbs.h"
#include "core/error.h"
#include "core/suggestion.h"
#include "store/crash_guard.h"

#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstring>
#include <sstream>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace sa {
namespace {

void add_globals(CLI::App& app, GlobalOptions& options) {
  app.add_option("--store", options.store, "where the log lies")
      ->envname("SA_STORE")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--status", options.status, "where the verdicts lie")
      ->envname("SA_STATUS")
      ->type_name("FILE")
      ->capture_default_str();
  app.add_flag("--no-pager", options.no_pager, "never page the output");
  app.set_version_flag("--version", "scriptactivity " SA_VERSION);
}

Places places_of(const CLI::App& app, const GlobalOptions& options) {
  const bool alone = app.count("--store") > 0 && app.count("--status") == 0;
  return {options.store, options.status, alone};
}

// ", see 'sa show --help'"
std::string see_help(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return ", see 'sa " + (chosen.empty() ? "" : chosen[0]->get_name() + " ") + "--help'";
}

// What no verb and no option took: an unknown verb, else an unknown option.
CLI::ParseError stray_argument(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining(true);
  if (rest.empty()) return {"expected a verb" + see_help(app), exit_usage};
  const std::string& first = rest.front();
  if (!app.get_subcommands().empty() || first.starts_with('-'))
    return {"unexpected argument '" + first + "'" + see_help(app), exit_usage};
  std::vector<std::string> names;
  for (const Verb& verb : all_verbs()) names.emplace_back(verb.name);
  const std::string near = did_you_mean(first, names);
  return {"unknown verb '" + first + "'" + (near.empty() ? see_help(app) : near), exit_usage};
}

[[noreturn]] int become(const std::vector<std::string>& command) {
  std::signal(SIGPIPE, SIG_DFL);
  exec_program(command);
  throw Error("cannot run '" + command[0] + "': " + std::strerror(errno));
}

int run_verb(const Verb& verb, const Action& action, Context context, bool paging) {
  const bool paged = verb.paged && paging && context.screen.terminal;
  const Pager pager(paged ? pager_command(std::getenv("PAGER")) : std::vector<std::string>());
  const int code = action(context);
  context.out.flush();
  return code;
}

// The help or the version that was asked for, else what is wrong with the command line, in a line.
int answer_parse_error(const CLI::App& app, const CLI::ParseError& error, Output& out,
                       Output& err) {
  if (error.get_exit_code() == 0) {
    std::ostringstream answer;
    app.exit(error, answer, answer);
    out.put(answer.str());
    out.flush();
    return exit_done;
  }
  std::string text = error.what();
  if (error.get_name() == "RequiredError") text += see_help(app);
  std::ranges::replace(text, '\n', ' ');
  say(err, text);
  return exit_usage;
}

// All words after it are sa-unitgen's own, "--help" too.
bool is_for_unitgen(int argc, char** argv) {
  return argc > 1 && std::string_view(argv[1]) == "unitgen";
}

int run_program(int argc, char** argv, Output& out, Output& err) {
  if (is_for_unitgen(argc, argv)) {
    std::vector<std::string> command(argv + 1, argv + argc);
    command.front() = "sa-unitgen";
    become(command);
  }
  Options options;
  options.now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  CLI::App app("What ran, when, and why not: the log of this host's scheduled scripts.", "sa");
  add_globals(app, options.global);
  std::vector<std::pair<CLI::App*, Action>> added;
  app.fallthrough()->allow_extras();
  for (const Verb& verb : all_verbs()) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.help);
    sub->footer("Options for all verbs: see 'sa --help'. Manual: 'man sa'");
    added.emplace_back(sub, verb.add(*sub, options));
  }
  try {
    app.parse(argc, argv);
    if (app.remaining_size(true) > 0 || app.get_subcommands().empty()) throw stray_argument(app);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error, out, err);
  }
  const Places places = places_of(app, options.global);
  const CrashGuard guard("sa", places.store);
  const Context context{places, options.now, screen_of_stdout(), out,
                        err,    become,      output_of_program};
  for (std::size_t i = 0; i < added.size(); ++i)
    if (added[i].first->parsed())
      return run_verb(all_verbs()[i], added[i].second, context, !options.global.no_pager);
  return exit_usage;
}

int guarded_main(int argc, char** argv) {
  Output out(fd_sink(STDOUT_FILENO));
  Output err(message_sink(STDERR_FILENO));
  try {
    return run_program(argc, argv, out, err);
  } catch (const OutputClosed&) {
    return exit_done;
  } catch (const std::exception& error) {
    say(err, error.what());
    return exit_no_look;
  }
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  sa::occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  std::setlocale(LC_CTYPE, "C.UTF-8");
  return sa::guarded_main(argc, argv);
}
