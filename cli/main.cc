#include "cli/exit_code.h"
#include "cli/pager.h"
#include "cli/process.h"
#include "cli/program.h"
#include "cli/verbs.h"
#include "core/command_line.h"
#include "core/completion_values.h"
#include "core/known_command_line.h"
#include "host/wall_clock.h"
#include "store/crash_guard.h"
#include "store/units_for_completion.h"

#include <algorithm>
#include <clocale>

#include <CLI/CLI.hpp>

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

// What a shell may offer for the last of the words behind "--complete".
int complete(const CLI::App& app, const GlobalOptions& options, int argc, char** argv,
             Output& out) {
  const char* const status = std::getenv("SA_STATUS");
  const auto units = [&] {
    return units_for_completion(status != nullptr ? status : options.status);
  };
  const auto values = [&](const std::string& verb, const std::string& value) {
    return completion_values(verb, value, units);
  };
  const std::vector<std::string> words(argv + 2, argv + argc);
  out.put(completion_lines(completions(known_command_line(app), words, values)));
  out.flush();
  return exit_done;
}

bool is_for_completion(int argc, char** argv) {
  return argc > 1 && std::string_view(argv[1]) == "--complete";
}

int run_verb(const Verb& verb, const Action& action, Context context, bool paging) {
  const bool paged = verb.paged && paging && context.screen.terminal;
  const Pager pager(paged ? pager_command(std::getenv("PAGER")) : std::vector<std::string>());
  const int code = action(context);
  context.out.flush();
  return code;
}

int answer_parse_error(const CLI::App& app, const CLI::ParseError& error, Output& out,
                       Output& err) {
  if (const auto answer = help_or_version(app, error)) {
    out.put(*answer);
    out.flush();
    return exit_done;
  }
  const bool is_incomplete = error.get_name() == "RequiredError";
  say(err, mistake_in(error) + (is_incomplete ? see_help(app) : ""));
  return exit_usage;
}

// All words after it are sa-unitgen's own, "--help" too.
bool is_for_unitgen(int argc, char** argv) {
  return argc > 1 && std::string_view(argv[1]) == "unitgen";
}

// Its usage tells the name by which it was called, for another package has an "sa", too.
std::string name_in(const char* path) {
  const std::string name = std::filesystem::path(path != nullptr ? path : "").filename();
  return name == "scriptactivity" ? name : "sa";
}

bool is_verb(std::string_view word) {
  return std::ranges::find(all_verbs(), word, &Verb::name) != all_verbs().end();
}

// "sa help VERB" is "sa VERB --help".
std::vector<char*> understood(int argc, char** argv) {
  static char help[] = "--help";
  std::vector<char*> words(argv, argv + argc);
  if (argc < 2 || std::string_view(argv[1]) != "help") return words;
  words.erase(words.begin() + 1);
  if (argc == 2) words.push_back(help);
  if (argc > 2 && is_verb(argv[2])) words.insert(words.begin() + 2, help);
  return words;
}

int run_program(int argc, char** argv, Output& out, Output& err) {
  if (is_for_unitgen(argc, argv)) {
    std::vector<std::string> command(argv + 1, argv + argc);
    command.front() = "sa-unitgen";
    become_program(command);
  }
  if (is_for_completion(argc, argv) && argc > 3 && is_for_unitgen(argc - 1, argv + 1)) {
    std::vector<std::string> command(argv + 1, argv + argc);
    command[0] = "sa-unitgen";
    command[1] = "--complete";
    become_program(command);
  }
  Options options;
  options.now = wall_now();
  const std::string name = name_in(argv[0]);
  CLI::App app("What ran, when, and why not: the log of this host's scheduled scripts.", name);
  add_globals(app, options.global);
  std::vector<std::pair<CLI::App*, Action>> added;
  app.fallthrough()->allow_extras();
  for (const Verb& verb : all_verbs()) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.help);
    sub->footer("Options for all verbs: see '" + name + " --help'. Manual: 'man " + name + "'");
    added.emplace_back(sub, verb.add(*sub, options));
  }
  if (is_for_completion(argc, argv)) return complete(app, options.global, argc, argv, out);
  try {
    app.parse(argc, argv);
    if (const auto stray = stray_argument(app)) throw CLI::ParseError(*stray, exit_usage);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error, out, err);
  }
  const Places places = places_of(app, options.global);
  const CrashGuard guard("sa", places.store);
  const Context context{places, options.now,    screen_of_stdout(), out,
                        err,    become_program, output_of_program};
  for (std::size_t i = 0; i < added.size(); ++i)
    if (added[i].first->parsed())
      return run_verb(all_verbs()[i], added[i].second, context, !options.global.no_pager);
  return exit_usage;
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  return sa::guarded_program([&](sa::Output& out, sa::Output& err) {
    auto words = sa::understood(argc, argv);
    return sa::run_program(static_cast<int>(words.size()), words.data(), out, err);
  });
}
