#include "unitgen/import/job_names.h"

#include "core/ascii.h"
#include "core/job_file.h"

namespace sa {
namespace {

constexpr std::size_t longest = 56;  // leaves room for a number and "-job"

// The same in the characters of a name, "" when nothing is left.
std::string in_name_characters(std::string_view wish) {
  std::string out;
  for (const char c : wish.substr(0, 200)) {
    const bool fits = is_letter(c) || is_digit(c) || c == '_' || c == '.';
    if (fits) {
      out += lower(c);
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && !(is_letter(out.front()) || is_digit(out.front()))) out.erase(0, 1);
  out.resize(std::min(out.size(), longest));
  while (!out.empty() && !(is_letter(out.back()) || is_digit(out.back()))) out.pop_back();
  return out;
}

std::string good_name(std::string_view wish) {
  std::string name = in_name_characters(wish);
  if (name.empty()) return "job";
  if (!name_problem(name)) return name;
  if (!name_problem(name + "-job")) return name + "-job";
  return "job-" + name + (name_problem("job-" + name) ? "-job" : "");
}

}  // namespace

std::string JobNames::take(std::string_view wish) {
  const std::string name = good_name(wish);
  std::string found = name;
  for (int number = 2; !taken_.insert(found).second; ++number) {
    found = name + '-' + std::to_string(number);
  }
  return found;
}

}  // namespace sa
