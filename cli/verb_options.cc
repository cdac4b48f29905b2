#include "cli/verb_options.h"

#include <CLI/CLI.hpp>

namespace sa {
namespace {

// Empty: it may be one.
std::string why_no_unit(const std::string& word) {
  const bool is_number = word.size() > 1 && word.front() == '-' &&
                         word.find_first_not_of("0123456789.", 1) == std::string::npos;
  return is_number ? "expected a unit, got '" + word + "'" : "";
}

void add_list(CLI::App& verb, const std::string& name, std::vector<std::string>& values,
              const std::string& word, const std::string& help) {
  verb.add_option(name, values, help)->delimiter(',')->allow_extra_args(false)->type_name(word);
}

}  // namespace

void add_units(CLI::App& verb, std::vector<std::string>& units, Need need,
               const std::string& help) {
  verb.add_option("UNIT", units, help)
      ->required(need == Need::required)
      ->check(CLI::Validator(why_no_unit, ""))
      ->type_name("");
}

void add_group(CLI::App& verb, UnitWish& wish, const std::string& whose) {
  add_list(verb, "--team", wish.teams, "TEAM", whose + " of this team");
  add_list(verb, "--tag", wish.tags, "TAG", whose + " with this tag");
}

}  // namespace sa
