#include "check/answer.h"
#include "check/time_limit.h"
#include "core/command_line.h"
#include "core/completion_values.h"
#include "core/error.h"
#include "core/known_command_line.h"
#include "core/time_span.h"
#include "store/units_for_completion.h"

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

namespace sa {
namespace {

using namespace std::chrono_literals;

constexpr Duration default_limit = 10s;

struct CommandLine {
  CheckOptions check;
  std::string status = SA_STATUS_FILE;
  std::string store;
  Duration limit = default_limit;
};

[[noreturn]] void refuse(const std::string& option, const std::string& expected,
                         const std::string& got) {
  throw CLI::ValidationError(option, "expected " + expected + ", got '" + got + "'");
}

Duration parse_age(const std::string& option, const std::string& text) {
  const auto age = parse_time_span(text);
  if (!age) refuse(option, "a time span such as 90min or '1d 2h'", text);
  return *age;
}

Duration parse_limit(const std::string& text) {
  const auto limit = parse_time_span(text);
  if (!limit || *limit == 0s) refuse("-t", "a time above zero such as 10 or 500ms", text);
  return *limit;
}

// "late=critical"
std::pair<Health, NagiosState> parse_health_state(const std::string& text) {
  const auto equals = text.find('=');
  const auto health = parse_health(text.substr(0, equals));
  const auto state =
      equals == std::string::npos ? std::nullopt : parse_nagios_state(text.substr(equals + 1));
  if (!health || !state)
    refuse("--state", "HEALTH=ok, =warning, =critical or =unknown, such as late=critical", text);
  return {*health, *state};
}

void add_selection(CLI::App& app, CheckOptions& options) {
  const auto add = [&](const char* name, std::vector<std::string>& values, const char* word,
                       const char* help) {
    return app.add_option(name, values, help)->type_name(word)->allow_extra_args(false);
  };
  add("--unit", options.units, "GLOB", "only these units, job names, timers or globs");
  add("--exclude", options.excluded, "GLOB", "not these");
  add("--team", options.teams, "TEAM", "only units of this team")->delimiter(',');
  add("--tag", options.tags, "TAG", "only units with this tag")->delimiter(',');
}

void add_limits(CLI::App& app, CheckOptions& options) {
  const auto add_age = [&](const char* name, std::optional<Duration>& age, const char* help) {
    const std::string option = std::string(name).substr(0, 2);
    const auto read = [option, &age](const std::string& text) { age = parse_age(option, text); };
    app.add_option_function<std::string>(name, read, help)->type_name("AGE");
  };
  add_age("-w,--warning", options.warning_age, "WARNING when the last success is older");
  add_age("-c,--critical", options.critical_age, "CRITICAL when the last success is older");
  const auto read_states = [&](const std::vector<std::string>& texts) {
    for (const std::string& text : texts)
      options.states.insert_or_assign(parse_health_state(text).first,
                                      parse_health_state(text).second);
  };
  app.add_option_function<std::vector<std::string>>(
         "--state", read_states, "what a health is to be: late=critical, paused=warning, ...")
      ->type_name("HEALTH=STATE")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_options(CLI::App& app, CommandLine& line) {
  add_selection(app, line.check);
  add_limits(app, line.check);
  const auto read_limit = [&](const std::string& text) { line.limit = parse_limit(text); };
  app.add_option_function<std::string>("-t,--timeout", read_limit, "UNKNOWN after so long (10)")
      ->type_name("SECONDS");
  app.add_flag("-v,--verbose", line.check.verbosity,
               "also what is well; -vv more of each; -vvv where it was read");
  app.add_option("--status", line.status, "where the verdicts lie")
      ->envname("SA_STATUS")
      ->type_name("FILE")
      ->capture_default_str();
  app.add_option("--store", line.store, "where the log lies, which is not read")->type_name("DIR");
  app.set_help_flag("-h,--help", "this help");
  app.set_version_flag("-V,--version", "check_sa_units (scriptactivity) " SA_VERSION);
  app.footer("Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. Manual: 'man check_sa_units'");
}

void demand_sense(const CLI::App& app, const CheckOptions& options) {
  if (const auto rest = app.remaining(); !rest.empty())
    throw CLI::ParseError("unexpected argument '" + rest.front() + "'" + see_help(app), 1);
  if (options.warning_age && options.critical_age && *options.warning_age > *options.critical_age)
    refuse("-w", "at most the " + time_span(*options.critical_age) + " of -c",
           time_span(*options.warning_age));
}

// The help and the version are an answer, too; anything else is one line.
Answer answer_of(const CLI::App& app, const CLI::ParseError& error) {
  if (const auto answer = help_or_version(app, error)) return {NagiosState::unknown, *answer};
  return trouble(error.what());
}

PublishedStatus published_in(const std::string& file) {
  try {
    return read_status(file);
  } catch (const Error& error) {
    throw Error(std::string(error.what()) + "; see 'systemctl status sa-watcher'");
  }
}

// What a shell may offer for the last of the words behind "--complete".
Answer completion_of(const CLI::App& app, const CommandLine& line, int argc, char** argv) {
  const char* const status = std::getenv("SA_STATUS");
  const auto units = [&] { return units_for_completion(status != nullptr ? status : line.status); };
  const auto values = [&](const std::string& verb, const std::string& value) {
    return completion_values(verb, value, units);
  };
  const std::vector<std::string> words(argv + 2, argv + argc);
  return {NagiosState::ok, completion_lines(completions(known_command_line(app), words, values))};
}

Answer answer_to(int argc, char** argv, TimeLimit& limit) {
  CommandLine line;
  CLI::App app("What is not well of this host's scheduled scripts, for Nagios and its kin.",
               "check_sa_units");
  app.allow_extras();
  add_options(app, line);
  if (argc > 1 && std::string_view(argv[1]) == "--complete")
    return completion_of(app, line, argc, argv);
  try {
    app.parse(argc, argv);
    demand_sense(app, line.check);
  } catch (const CLI::ParseError& error) {
    return answer_of(app, error);
  }
  limit.set(line.limit);
  const PublishedStatus published = published_in(line.status);
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return answer_of(published, line.check, now, line.status);
}

Answer guarded_answer(int argc, char** argv, TimeLimit& limit) {
  try {
    return answer_to(argc, argv, limit);
  } catch (const std::exception& error) {
    return trouble(error.what());
  } catch (...) {
    return trouble("something unheard of went wrong");
  }
}

}  // namespace
}  // namespace sa

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  sa::TimeLimit limit(sa::default_limit);
  const sa::Answer answer = sa::guarded_answer(argc, argv, limit);
  const bool told = limit.tell(answer.text);
  return static_cast<int>(told ? answer.state : sa::NagiosState::unknown);
}
