#include "cli/cmd_history.h"
#include "cli/cmd_log.h"
#include "cli/cmd_show.h"
#include "cli/cmd_status.h"
#include "cli/exit_code.h"
#include "cli/pager.h"
#include "cli/process.h"
#include "core/suggestion.h"
#include "core/when.h"
#include "core/error.h"
#include "store/crash_guard.h"

#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstring>
#include <functional>
#include <sstream>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace sa {
namespace {

struct GlobalOptions {
  std::string store = SA_STORE_DIR;
  std::string status = SA_STATUS_FILE;
  bool no_pager = false;
};

// What the command line says, for all verbs; it outlives the parser.
struct Options {
  Instant now;
  GlobalOptions global;
  StatusOptions status;
  HistoryOptions history;
  ShowOptions show;
  LogOptions log;
};

using Action = std::function<int(const Context&)>;

struct Verb {
  const char* name;
  const char* help;
  Action (*add)(CLI::App&, Options&);  // its options
  bool paged;
};

template <typename Value>
CLI::Option* add_list(CLI::App& verb, const std::string& name, std::vector<Value>& values,
                      const std::string& help) {
  return verb.add_option(name, values, help)->delimiter(',')->allow_extra_args(false);
}

// An option whose words a parser reads.
struct WordOption {
  std::string name;
  std::string word;  // what the help calls its value
  std::string help;
  std::string expected;  // completes "expected ..., got 'x'"
};

template <typename Parse, typename Store>
void add_words(CLI::App& verb, const WordOption& option, Parse parse, Store store) {
  const auto read = [option, parse, store](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const auto value = parse(text);
      if (!value)
        throw CLI::ValidationError(option.name.substr(0, option.name.find(',')),
                                   "expected " + option.expected + ", got '" + text + "'");
      store(*value);
    }
    return true;
  };
  verb.add_option(option.name, read, option.help)
      ->type_name(option.word)
      ->expected(1)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->take_all();
}

void add_instant(CLI::App& verb, const std::string& name, const std::string& help,
                 std::optional<Instant>& value, const Instant& now) {
  const auto read = [name, &value, &now](const std::vector<std::string>& texts) {
    value = parse_when(texts.back(), now);
    if (value) return true;
    throw CLI::ValidationError(name,
                               "expected a time such as '2026-11-22 10:00', 'yesterday', "
                               "'-5min' or '@1795320696', got '" +
                                   texts.back() + "'");
  };
  verb.add_option(name, read, help)->type_name("TIME")->take_last();
}

// nullopt: neither a number nor "all", which is the largest one.
std::optional<std::uint64_t> parse_count(const std::string& text) {
  if (text == "all") return std::numeric_limits<std::uint64_t>::max();
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoull(text);
}

Action add_status(CLI::App& verb, Options& all) {
  StatusOptions& options = all.status;
  verb.add_option("UNIT", options.units, "units, job names or globs")->type_name("");
  add_list(verb, "--team", options.teams, "only units of this team")->type_name("TEAM");
  add_list(verb, "--tag", options.tags, "only units with this tag")->type_name("TAG");
  add_words(
      verb,
      {"--health", "HEALTH", "only units of this health (failed, overdue, ok, ...)",
       "broken, failed, overdue, overrunning, late, suspect, running, ok, waiting, paused, retired "
       "or stale"},
      parse_health, [&](Health health) { options.health.push_back(health); });
  verb.add_flag("--all,-a", options.all, "retired units, too");
  verb.add_flag("--json", options.json, "JSON Lines, one unit a line");
  return [&](const Context& context) { return cmd_status(options, context); };
}

Action add_history(CLI::App& verb, Options& all) {
  HistoryOptions& options = all.history;
  verb.add_option("UNIT", options.units, "units, job names or globs")->type_name("");
  add_instant(verb, "--since", "runs from this time on", options.span.from, all.now);
  add_instant(verb, "--until", "runs before this time", options.span.to, all.now);
  add_words(verb,
            {"--state", "STATE", "only runs in this state (failed, running, ...)",
             "running, succeeded, failed, interrupted, skipped, refused or missed"},
            parse_state, [&](State state) { options.states.push_back(state); });
  verb.add_flag_callback(
      "--failed", [&] { options.states.push_back(State::failed); }, "the same as --state failed");
  add_words(verb, {"-n,--lines", "NUMBER", "this many runs, or 'all'", "a number or \'all\'"},
            parse_count, [&](std::uint64_t count) { options.limit = count; });
  CLI::Option* json = verb.add_flag("--json", options.json, "JSON Lines, one run a line");
  verb.add_flag("--csv", options.csv, "comma separated values")->excludes(json);
  return [&](const Context& context) { return cmd_history(options, context); };
}

Action add_show(CLI::App& verb, Options& all) {
  ShowOptions& options = all.show;
  verb.add_option("TARGET", options.targets, "units, or invocations by their first digits")
      ->required()
      ->type_name("UNIT|INVOCATION");
  verb.add_flag("--json", options.json, "JSON Lines, one unit or run a line");
  return [&](const Context& context) { return cmd_show(options, context); };
}

Action add_log(CLI::App& verb, Options& all) {
  LogOptions& options = all.log;
  verb.add_option("UNIT", options.unit, "unit or job name")->required()->type_name("");
  CLI::Option* invocation = verb.add_option("INVOCATION", options.invocation,
                                            "the first digits of an invocation (default: the last)")
                                ->type_name("");
  verb.add_flag("-f,--follow", options.follow, "go on with what is written from now on");
  verb.add_flag("-a,--all", options.all, "all runs, with systemd's own messages")
      ->excludes(invocation);
  verb.add_option("-o,--output", options.output, "journalctl's output format")->type_name("FORMAT");
  add_words(verb, {"-n,--lines", "NUMBER", "only the last so many lines", "a number or \'all\'"},
            parse_count, [&](std::uint64_t count) { options.lines = count; });
  return [&](const Context& context) {
    options.no_pager = all.global.no_pager;
    return cmd_log(options, context);
  };
}

// A new verb is a row here, its struct in Options, its add_ function and its cmd_ file.
constexpr Verb verbs[] = {
    {"status", "how each unit is: health, last run, next due", add_status, true},
    {"history", "runs, newest first", add_history, true},
    {"show", "everything known of a unit or of one run", add_show, true},
    {"log", "the output of a run, from the journal", add_log, false},
};

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
  for (const Verb& verb : verbs) names.emplace_back(verb.name);
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

int run_program(int argc, char** argv, Output& out, Output& err) {
  Options options;
  options.now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  CLI::App app("What ran, when, and why not: the log of this host's scheduled scripts.", "sa");
  add_globals(app, options.global);
  std::vector<std::pair<CLI::App*, Action>> added;
  app.fallthrough()->allow_extras();
  for (const Verb& verb : verbs) {
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
      return run_verb(verbs[i], added[i].second, context, !options.global.no_pager);
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
