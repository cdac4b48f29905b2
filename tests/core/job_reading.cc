#include "job_reading.h"

#include <gtest/gtest.h>

namespace sa {

std::string lines_of(const std::vector<Problem>& problems) {
  std::string lines;
  for (const Problem& problem : problems) lines += to_string(problem, "x.yaml") + "\n";
  return lines;
}

JobReading::JobReading(const std::string& policy_text) {
  if (policy_text.empty()) return;
  auto parsed = parse_policy(policy_text, "lp", zones);
  EXPECT_EQ(lines_of(parsed.problems), "");
  policy = std::move(parsed.policy);
}

ParsedJob JobReading::parse(const std::string& text) {
  const JobSetting setting{
      .name = "garbo",
      .file = "jobs.d/lp/garbo.yaml",
      .policy = policy ? &*policy : nullptr,
      .defaults = defaults,
      .zones = zones,
      .now = *parse_rfc3339("2026-11-22T04:11:36Z"),
      .primary_group = [](std::string_view user) { return std::optional(std::string(user)); },
      .is_team_job = [](std::string_view name) { return name == "other" || name == "third"; },
      .clock_notes = clock_notes,
  };
  ParsedJob parsed = parse_job(text, setting);
  bool any = false;
  for (const Problem& problem : parsed.problems) any |= problem.severity == Severity::problem;
  EXPECT_NE(parsed.job.has_value(), any) << text;
  return parsed;
}

std::string JobReading::problems(const std::string& text) {
  return lines_of(parse(text).problems);
}

Job JobReading::job(const std::string& text) {
  ParsedJob parsed = parse(text);
  EXPECT_EQ(lines_of(parsed.problems), "") << text;
  return parsed.job.value_or(Job{});
}

}  // namespace sa
