#include "unitgen/config/problem_book.h"

#include "unitgen/config/config_listing.h"

namespace sa {
namespace {

constexpr std::size_t most_of_a_team = 1'000;

}  // namespace

void ProblemBook::add(std::vector<FileProblem> problems) {
  for (FileProblem& problem : problems) {
    const bool is_own = problem.team == own_team || problem.team.empty();
    if (is_own || ++counts_[problem.team] <= most_of_a_team)
      problems_.push_back(std::move(problem));
  }
}

void ProblemBook::close() {
  for (const auto& [team, count] : counts_)
    if (count > most_of_a_team)
      problems_.push_back(
          {"jobs.d/" + team,
           {},
           team,
           {},
           {Severity::problem, {1, 1}, "", std::to_string(count - most_of_a_team) + " more"}});
  counts_.clear();
}

std::vector<std::string> ProblemBook::lines() const {
  std::vector<std::string> lines;
  for (const FileProblem& problem : problems_)
    if (problem.problem.severity == Severity::problem) lines.push_back(line_of(problem));
  return lines;
}

std::string line_of(const FileProblem& problem) {
  return to_string(problem.problem, problem.file);
}

}  // namespace sa
