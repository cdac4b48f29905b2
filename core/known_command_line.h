#pragma once

#include "core/completion.h"

namespace sa {

// What a CLI::App parses, for completions(): of each file that includes CLI11 itself. What has no
// group is hidden, as in its help.

template <typename App>
KnownVerb known_verb(const App& app) {
  KnownVerb verb{.name = app.get_name(), .help = app.get_description()};
  for (const auto* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (option->get_positional()) {
      const auto type = option->get_type_name();
      verb.arguments.push_back(type.empty() ? option->get_name(true) : type);
      verb.repeats = option->get_items_expected_max() > 1;
      continue;
    }
    KnownOption known{.names = {}, .value = {}, .help = option->get_description()};
    for (const auto& name : option->get_lnames()) known.names.push_back("--" + name);
    for (const auto& name : option->get_snames()) known.names.push_back("-" + name);
    if (option->get_items_expected_max() > 0) known.value = option->get_type_name();
    known.is_list = option->get_delimiter() == ',';
    verb.options.push_back(std::move(known));
  }
  return verb;
}

template <typename App>
KnownCommandLine known_command_line(const App& app) {
  KnownCommandLine known{.itself = known_verb(app), .verbs = {}};
  for (const App* verb : app.get_subcommands([](const App*) { return true; }))
    if (!verb->get_group().empty()) known.verbs.push_back(known_verb(*verb));
  return known;
}

}  // namespace sa
