#pragma once

#include "core/suggestion.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace sa {

// What a program answers to a command line that its CLI::App did not take, for each file that
// includes CLI11 itself. All texts but the help are one line without its end.

// ", see 'sa show --help'", of the verb that was chosen, if one was.
template <typename App>
std::string see_help(const App& app) {
  const auto chosen = app.get_subcommands();
  return ", see '" + app.get_name() + (chosen.empty() ? "" : " " + chosen[0]->get_name()) +
         " --help'";
}

// The help or the version, if `error` (a CLI::ParseError) means that it was asked for.
template <typename App, typename ParseError>
std::optional<std::string> help_or_version(const App& app, const ParseError& error) {
  if (error.get_exit_code() != 0) return std::nullopt;
  std::ostringstream answer;
  app.exit(error, answer, answer);
  return answer.str();
}

// What else `error` means.
template <typename ParseError>
std::string mistake_in(const ParseError& error) {
  std::string text = error.what();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

// What a program without verbs writes, and where: to one of both. `err` is a whole line.
struct CommandLineAnswer {
  std::string out;
  std::string err;
};
template <typename App, typename ParseError>
CommandLineAnswer answer_to(const App& app, const ParseError& error) {
  if (auto wanted = help_or_version(app, error)) return {*std::move(wanted), ""};
  return {"", app.get_name() + ": " + mistake_in(error) + see_help(app) + '\n'};
}

// What no verb and no option took, where an App with verbs lets extras pass: an unknown verb, else
// an unknown option; or there is no verb. nullopt: nothing is wrong.
template <typename App>
std::optional<std::string> stray_argument(const App& app) {
  const bool has_verb = !app.get_subcommands().empty();
  std::vector<std::string> rest = app.remaining(true);
  std::erase(rest, "--");  // ends the options, and is nothing itself
  if (rest.empty())
    return has_verb ? std::nullopt : std::optional("expected a verb" + see_help(app));
  const std::string& first = rest.front();
  if (has_verb || first.starts_with('-'))
    return "unexpected argument '" + first + "'" + see_help(app);
  std::vector<std::string> names;
  for (const App* verb : app.get_subcommands([](const App*) { return true; }))
    names.push_back(verb->get_name());
  const std::string near = did_you_mean(first, names);
  return "unknown verb '" + first + "'" + (near.empty() ? see_help(app) : near);
}

}  // namespace sa
